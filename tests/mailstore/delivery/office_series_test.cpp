// Periodic tasks by mail: begun, each period a task of its own and once, changed, paused, ended; nobody met with
// silence.
#include <algorithm>
#include <thread>

#include "mailstore/office/rows/rebuild.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;
namespace office = mailstore::office;

namespace {

base::Timestamp at(int year, int month, int day, int minute = 9 * 60) {
  return policies::calendar::at_minute({year, month, day}, minute);
}

int begin(OfficeTown& town, base::Timestamp now) {
  const auto round = good(town.house.desk->begin_periods(now));
  town.settle();
  return round.tasks;
}

Letter recurring(const std::string& text, const std::string& subject = "Báo cáo tình hình an ninh") {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.subject = subject;
  letter.text = text;
  return letter;
}

Letter about_series(const std::string& text, const std::string& who = "chutich",
                    const std::string& subject = "[CK-2026-000001]") {
  Letter letter;
  letter.from = who;
  letter.to = {OfficeTown::at("giaoviec")};
  letter.subject = subject;
  letter.text = text;
  return letter;
}

std::vector<tasks::Series> series(OfficeTown& town) {
  std::vector<tasks::Series> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    for (int number = 1;; ++number) {
      auto found = good(office::find_series(snapshot, "CK-2026-00000" + std::to_string(number)));
      if (!found) return {};
      out.push_back(*found);
    }
  }));
  return out;
}

std::string dues(OfficeTown& town) {
  std::string out;
  for (const tasks::Task& task : town.tasks())
    out += (out.empty() ? "" : " ") + policies::calendar::iso_date(policies::calendar::local_date(*task.head.due));
  return out;
}

void check_rows(OfficeTown& town) {
  auto report =
      good(office::rebuild_registers({*town.house.db, *town.house.blobs, *town.house.people->view()}, {true, {}}));
  CHECK(report.difference_count == 0);
}

bool says(const Found& mail, const std::string& words) { return mail.text().find(words) != std::string::npos; }

std::string told(OfficeTown& town, const std::string& who = "chutich") { return town.last(who).subject(); }

}  // namespace

TEST_CASE("office/series: a mail begins it, is echoed in full, and each period gets its task at its time") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo ngày 25 hằng tháng, đến hết tháng 2/2027.")));
    CHECK(town.tasks().empty());
    const Found echo = town.last("chutich");
    CHECK(echo.subject() == "[CK-2026-000001] Đã lập chu kỳ: Báo cáo tình hình an ninh");
    for (const char* words : {"ngày 25 hằng tháng, đến hết 28/02/2027", "ngày 25/11/2026", "ngày 25/12/2026",
                              "ngày 25/01/2027", "trước hạn 10 ngày làm việc", "KẾT THÚC", "UBND phường Lam Sơn"})
      CHECK_MESSAGE(says(echo, words), words);
    CHECK(begin(town, town.now) == 1);  // due on Wednesday: at once
    CHECK(begin(town, town.now) == 0);
    REQUIRE(town.tasks().size() == 1);
    const tasks::Task first = town.tasks().front();
    CHECK(first.head.number == "NV-2026-000001");
    CHECK(first.head.title == "Báo cáo tình hình an ninh (kỳ tháng 11/2026)");
    CHECK(first.head.assigner == town.account("chutich"));
    CHECK(first.head.series_number == "CK-2026-000001");
    const office::Event given = town.journal("BS").back();
    CHECK(given.proof == office::Proof::system);
    CHECK(!given.actor);
    const Found card = town.last("giaoviec.lamson");
    CHECK(card.subject().find("kỳ tháng 11/2026") != std::string::npos);
    CHECK(says(card, "Kỳ tháng 11/2026 của CK-2026-000001"));
    CHECK(card.bytes.find("Auto-Submitted: auto-generated") != std::string::npos);
    CHECK(told(town).starts_with("[NV-2026-000001] Đã giao"));
    // The party answers it as any task.
    good(town.answer("duc", card, "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(begin(town, at(2026, 12, 11, 7 * 60 + 29)) == 0);
    CHECK(begin(town, at(2026, 12, 11, 7 * 60 + 30)) == 1);
    // Over the year's end; the number is of the new year.
    CHECK(begin(town, at(2027, 1, 8)) == 0);
    CHECK(begin(town, at(2027, 1, 11)) == 1);
    CHECK(town.tasks().back().head.number == "NV-2027-000001");
    CHECK(begin(town, at(2027, 2, 20)) == 1);
    CHECK(dues(town) == "2026-11-25 2026-12-25 2027-01-25 2027-02-25");
    CHECK(begin(town, at(2027, 2, 26)) == 0);
    CHECK(series(town).at(0).state == tasks::SeriesState::ended);
    CHECK(told(town) == "[CK-2026-000001] Đã hết chu kỳ: Báo cáo tình hình an ninh");
    check_rows(town);
  });
}

TEST_CASE("office/series: restarts, clocks set back, and two at once give no period twice") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo thứ Sáu hằng tuần.")));
    CHECK(begin(town, at(2026, 11, 24)) == 1);
    town.house.open_door({});
    CHECK(begin(town, at(2026, 11, 24)) == 0);
    CHECK(begin(town, at(2026, 11, 30)) == 1);
    town.house.open_door({});
    for (const auto back : {at(2026, 11, 20), at(2026, 11, 23), at(2026, 11, 27), at(2026, 11, 30)})
      CHECK(begin(town, back) == 0);
    const auto now = at(2026, 12, 7);
    int left = 0, right = 0;
    std::thread other([&] { left = good(town.house.desk->begin_periods(now)).tasks; });
    right = good(town.house.desk->begin_periods(now)).tasks;
    other.join();
    town.settle();
    CHECK(left + right == 1);
    CHECK(dues(town) == "2026-11-27 2026-12-04 2026-12-11");
    check_rows(town);
  });
}

TEST_CASE("office/series: periods that passed while nothing ran are told in one mail and not given") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo thứ Sáu hằng tuần.")));
    CHECK(begin(town, at(2026, 11, 24)) == 1);
    const std::size_t before = town.inbox("chutich").size();
    CHECK(begin(town, at(2026, 12, 22)) == 1);  // the one of this week
    CHECK(dues(town) == "2026-11-27 2026-12-25");
    const auto mails = town.inbox("chutich");
    REQUIRE(mails.size() == before + 2);
    CHECK(mails[before].subject().find("Kỳ đã qua chưa giao") != std::string::npos);
    CHECK(says(mails[before], "04/12/2026; 11/12/2026; 18/12/2026"));
    CHECK(begin(town, at(2026, 12, 22)) == 0);
    CHECK(town.inbox("chutich").size() == before + 2);
    check_rows(town);
  });
}

TEST_CASE("office/series: changed, paused, resumed and ended in plain words; tasks that were given stay") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo ngày 25 hằng tháng.")));
    const Found echo = town.last("chutich");
    CHECK(begin(town, town.now) == 1);
    good(town.answer("chutich", echo, "Từ tháng sau chuyển sang ngày 20"));
    CHECK(told(town) == "[CK-2026-000001] Đã đổi chu kỳ: Báo cáo tình hình an ninh");
    CHECK(says(town.last("chutich"), "ngày 20/12/2026"));
    CHECK(says(town.last("chutich"), "là Chủ nhật"));
    CHECK(dues(town) == "2026-11-25");
    CHECK(begin(town, at(2026, 12, 10)) == 1);
    CHECK(dues(town) == "2026-11-25 2026-12-20");
    town.now = at(2026, 12, 12);
    good(town.submit(about_series("Phòng Văn hóa và Thông tin chủ trì thay")));
    REQUIRE(series(town).at(0).assignment.parties.size() == 1);
    CHECK(series(town)[0].assignment.parties[0].name == "Phòng Văn hóa và Thông tin");
    good(town.submit(about_series("Thêm UBND phường Đông Sơn phối hợp")));
    CHECK(series(town)[0].assignment.parties.size() == 2);
    good(town.submit(about_series("Tạm dừng nhé")));
    CHECK(told(town).find("Đã tạm dừng") != std::string::npos);
    CHECK(begin(town, at(2027, 1, 19)) == 0);
    town.now = at(2027, 1, 25);
    good(town.submit(about_series("Tiếp tục")));
    CHECK(told(town).find("Đã tiếp tục") != std::string::npos);
    CHECK(begin(town, at(2027, 2, 18)) == 1);
    CHECK(town.tasks().back().lead().name == "Phòng Văn hóa và Thông tin");
    CHECK(town.tasks().back().parties.size() == 2);
    town.now = at(2027, 2, 19);
    good(town.submit(about_series("KẾT THÚC, đã có phần mềm")));
    good(town.submit(about_series("Kết thúc vì đã có phần mềm")));
    CHECK(series(town)[0].state == tasks::SeriesState::ended);
    CHECK(told(town).find("Đã kết thúc chu kỳ") != std::string::npos);
    CHECK(begin(town, at(2027, 3, 30)) == 0);
    good(town.submit(about_series("Tiếp tục")));
    CHECK(says(town.last("chutich"), "đã kết thúc nên không thay đổi được nữa"));
    check_rows(town);
  });
}

TEST_CASE("office/series: what is not certain, or not allowed, changes nothing and is answered") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo ngày 25 hằng tháng.")));
    const auto before = series(town).at(0);
    for (const char* text : {"Không ngừng nhé", "Việc này có nên ngừng không?", "chuyển sang ngày 32 hằng tháng",
                             "Phòng Văn hóa và Thông tin", "Anh thấy chưa ổn lắm", "bỏ UBND phường Lam Sơn"}) {
      CAPTURE(text);
      const std::size_t mails = town.inbox("chutich").size();
      good(town.submit(about_series(text)));
      CHECK(town.inbox("chutich").size() == mails + 1);
      CHECK(told(town).find("Chưa thay đổi gì") != std::string::npos);
      CHECK(says(town.last("chutich"), "KẾT THÚC"));
    }
    good(town.submit(about_series("Ngừng", "an")));
    CHECK(says(town.last("an"), "không có quyền"));
    good(town.submit(about_series("Ngừng", "chutich", "[CK-2026-000099] Báo cáo")));
    CHECK(says(town.last("chutich"), "Không tìm thấy chu kỳ CK-2026-000099"));
    // A leader of another office learns nothing of it.
    good(town.submit(about_series("Ngừng", "duc")));
    CHECK_FALSE(says(town.last("duc"), "an ninh"));
    const auto after = series(town).at(0);
    CHECK(after.state == tasks::SeriesState::running);
    CHECK(after.last_seq == before.last_seq);
  });
}

TEST_CASE("office/series: what is missing is asked back, and the answer begins it") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Đề nghị báo cáo hằng tháng.")));
    CHECK(series(town).empty());
    CHECK(told(town).starts_with("Cần làm rõ"));
    good(town.answer("chutich", town.last("chutich"), "ngày 25"));
    REQUIRE(series(town).size() == 1);
    CHECK(series(town)[0].period.day == 25);

    Letter nobody = recurring("Báo cáo thứ Sáu hằng tuần.");
    nobody.to.pop_back();
    good(town.submit(nobody));
    CHECK(told(town).starts_with("Cần làm rõ"));
    good(town.answer("chutich", town.last("chutich"), "Phòng Văn hóa và Thông tin chủ trì"));
    REQUIRE(series(town).size() == 2);
    CHECK(series(town)[1].assignment.parties.at(0).name == "Phòng Văn hóa và Thông tin");

    good(town.submit(recurring("Báo cáo thứ Sáu hằng tuần. Hạn 20/12/2026.")));
    CHECK(says(town.last("chutich"), "MỘT LẦN"));
    CHECK(says(town.last("chutich"), "ĐỊNH KỲ"));
    good(town.answer("chutich", town.last("chutich"), "ĐỊNH KỲ"));
    CHECK(series(town).size() == 3);
    CHECK(town.tasks().empty());
    good(town.submit(recurring("Báo cáo thứ Sáu hằng tuần. Hạn 20/12/2026.")));
    good(town.answer("chutich", town.last("chutich"), "một lần thôi"));
    CHECK(series(town).size() == 3);
    CHECK(dues(town) == "2026-12-20");
    check_rows(town);
  });
}

TEST_CASE("office/series: a party that is gone stops it, another one lets it go on") {
  with_town([](OfficeTown& town) {
    Letter letter = recurring("Báo cáo ngày 25 hằng tháng.");
    letter.to[1] = OfficeTown::at("bao");
    good(town.submit(letter));
    good(town.house.admin->disable(town.account("bao"), "test"));
    CHECK(begin(town, at(2026, 11, 24)) == 0);
    CHECK(told(town).find("cần xử lý") != std::string::npos);
    CHECK(says(town.last("chutich"), "“Phạm Quốc Bảo” không còn trong danh bạ"));
    town.now = at(2026, 11, 24);
    good(town.submit(about_series("Tiếp tục")));
    CHECK(says(town.last("chutich"), "Chưa thay đổi gì"));
    good(town.submit(about_series("UBND phường Lam Sơn chủ trì thay")));
    CHECK(series(town).at(0).state == tasks::SeriesState::running);
    CHECK(begin(town, at(2026, 11, 24)) == 1);
    CHECK(town.tasks().at(0).lead().name == "UBND phường Lam Sơn");
    check_rows(town);
  });
}

TEST_CASE("office/series: when it cannot go on it rests, and those who can help are told once") {
  with_town([](OfficeTown& town) {
    const auto deputy = town.house.person("pho");
    good(town.house.admin->set_role(deputy, directory::Role::leader, "test"));
    good(town.submit(recurring("Báo cáo ngày 25 hằng tháng.")));
    good(town.house.admin->disable(town.account("chutich"), "test"));
    const std::size_t clerk = town.inbox("nhung").size();
    CHECK(begin(town, at(2026, 11, 24)) == 0);
    CHECK(town.tasks().empty());
    CHECK(series(town).at(0).state == tasks::SeriesState::paused);
    CHECK(town.inbox("nhung").size() == clerk + 1);
    CHECK(told(town, "nhung").find("cần xử lý") != std::string::npos);
    CHECK(says(town.last("nhung"), "người giao không còn"));
    CHECK(begin(town, at(2026, 12, 14)) == 0);
    CHECK(town.inbox("nhung").size() == clerk + 1);
    // Whoever of the leaders lets it go on gives its tasks from now on.
    REQUIRE(told(town, "pho").find("cần xử lý") != std::string::npos);
    town.now = at(2026, 12, 14);
    good(town.answer("pho", town.last("pho"), "Tiếp tục"));
    CHECK(told(town, "pho").find("Đã tiếp tục") != std::string::npos);
    CHECK(begin(town, at(2026, 12, 14)) == 1);
    CHECK(town.tasks().at(0).head.assigner == deputy);
    check_rows(town);
  });
}

TEST_CASE("office/series: listed by mail, named in the help and in the history of its tasks") {
  with_town([](OfficeTown& town) {
    good(town.submit(recurring("Báo cáo ngày 25 hằng tháng.")));
    CHECK(begin(town, town.now) == 1);
    const Found card = town.last("giaoviec.lamson");
    good(town.submit(about_series("DANH SÁCH định kỳ", "chutich", "hỏi")));
    CHECK(told(town) == "Việc định kỳ (1)");
    CHECK(says(town.last("chutich"), "[CK-2026-000001] Báo cáo tình hình an ninh"));
    CHECK(says(town.last("chutich"), "ngày 25/12/2026"));
    good(town.submit(about_series("TRỢ GIÚP", "chutich", "hỏi")));
    CHECK(says(town.last("chutich"), "DANH SÁCH định kỳ"));
    good(town.answer("duc", card, "LỊCH SỬ"));
    CHECK(says(town.last("duc"), "Kỳ tháng 11/2026 của CK-2026-000001"));
  });
}
