// A changed calendar and the open deadlines: shown, moved once, told to everybody, folded cleanly.
#include "directory/calendars/calendars.h"
#include "mailstore/office/rows/rebuild.h"
#include "policies/tasks/lists/task_report.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;
namespace cal = policies::calendar;
using mailstore::OfficeDesk;

namespace {

struct Calendar {
  explicit Calendar(OfficeTown& town)
      : town(town), calendars(good(directory::Calendars::open(*town.house.people, town.house.clock, town.house.ids))) {}
  void import(const char* csv, base::UnitId office = {}, const char* name = "TH-2026") {
    good(calendars->import(name, office, good(cal::parse_table(csv)), "vanthu"));
  }
  OfficeDesk::RecountRound recount(bool apply, base::UnitId office = {}) {
    auto round = good(town.house.desk->recount({office, nullptr, apply, {}, town.now}));
    town.settle();
    return round;
  }
  OfficeTown& town;
  std::unique_ptr<directory::Calendars> calendars;
};

// From Monday, 23 November: 24/11 is a day off, so five working days end on Tuesday, 1 December.
void give(OfficeTown& town, const char* words,
          const std::vector<std::string>& to = {OfficeTown::at("giaoviec.lamson")}) {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec")};
  letter.to.insert(letter.to.end(), to.begin(), to.end());
  letter.cc.clear();
  letter.subject = std::string("Rà soát hộ nghèo ") + words + " " + std::to_string(town.tasks().size() + 1);
  letter.text = words;
  good(town.submit(letter));
}

std::string due(OfficeTown& town, std::size_t task = 0, std::size_t party = 0) {
  return cal::slash_date(cal::local_date(*town.tasks().at(task).parties.at(party).due));
}

void check_registers(MailOffice& office) {
  auto report =
      good(mailstore::office::rebuild_registers({*office.db, *office.blobs, *office.people->view()}, {true, {}}));
  CHECK(report.difference_count == 0);
}

// One more day off on Friday, 27 November.
constexpr const char* kFridayOff = "2026-11-24,OFF,Ngày Văn hóa\n2026-11-27,OFF,Lễ hội đền Sòng\n";

}  // namespace

TEST_CASE("office/recount: counted terms move once, named days never, each party hears what was and what is") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    give(town, "Trong 5 ngày làm việc.");
    give(town, "Hạn 27/11.");
    REQUIRE(due(town) == "01/12/2026");
    calendar.import(kFridayOff);
    CHECK(due(town) == "01/12/2026");  // nothing moves by itself

    auto shown = calendar.recount(false);
    REQUIRE(shown.lines.size() == 2);
    CHECK(shown.moving == 1);
    CHECK(shown.lines[0].number == "NV-2026-000001");
    CHECK(shown.lines[0].name == "UBND phường Lam Sơn");
    CHECK(cal::slash_date(cal::local_date(shown.lines[0].term.new_due)) == "02/12/2026");
    CHECK(tasks::describe(shown.lines[0].term.days).vi == "27/11/2026 nay nghỉ (Lễ hội đền Sòng)");
    CHECK(shown.lines[1].term.verdict == tasks::TermVerdict::day_off_now);
    CHECK(shown.lines[1].term.new_due == shown.lines[1].term.old_due);
    CHECK(due(town) == "01/12/2026");

    CHECK(calendar.recount(true).moving == 1);
    CHECK(due(town) == "02/12/2026");
    CHECK(due(town, 1) == "27/11/2026");
    for (const char* who : {"giaoviec.lamson", "duc", "chutich"}) {
      CAPTURE(who);
      const Found mail = town.last(who);
      CHECK(mail.text().find("Lịch làm việc thay đổi (27/11/2026 nay nghỉ (Lễ hội đền Sòng)) nên thời hạn được tính "
                             "lại, từ thứ Ba, ngày 01/12/2026 (hết ngày) thành thứ Tư, ngày 02/12/2026 (hết ngày).") !=
            std::string::npos);
    }
    const auto journal = town.journal("BS");
    CHECK(journal.back().proof == mailstore::office::Proof::system);
    CHECK_FALSE(journal.back().actor);

    const auto again = calendar.recount(true);
    CHECK(again.moving == 0);
    CHECK(town.journal("BS").size() == journal.size());
    CHECK(town.tasks()[0].parties[0].due_changes.size() == 1);
    CHECK_FALSE(town.tasks()[0].parties[0].due_changed_by_assigner());
    const auto all = town.tasks();
    CHECK(tasks::make_report(all, {}, town.now).total.due_changed == 0);
    check_registers(town.house);
  });
}

TEST_CASE("office/recount: back again by the removal of the table, from the calendar it was last counted with") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    give(town, "Trong 5 ngày làm việc.");
    calendar.import(kFridayOff);
    calendar.recount(true);
    REQUIRE(due(town) == "02/12/2026");
    good(calendar.calendars->remove("TH-2026", "vanthu"));
    CHECK(calendar.recount(true).moving == 1);
    CHECK(due(town) == "01/12/2026");
    CHECK(calendar.recount(true).moving == 0);
    check_registers(town.house);
  });
}

TEST_CASE("office/recount: what the assigner granted or changed, and what waits for him, stays") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    for (int i = 0; i < 4; ++i) give(town, "Trong 5 ngày làm việc.");
    const auto card = [&](int task) {
      for (const Found& mail : town.inbox("giaoviec.lamson")) {
        if (mail.subject().find("NV-2026-00000" + std::to_string(task)) != std::string::npos) return mail;
      }
      FAIL("no card");
      return Found{};
    };
    good(town.answer("duc", card(1), "XONG"));
    good(town.answer("duc", card(2), "GIA HẠN 20/12 chờ số liệu"));
    Letter change;
    change.from = "chutich";
    change.to = {OfficeTown::at("giaoviec")};
    change.subject = "[NV-2026-000003] hạn";
    change.text = "HẠN MỚI 18/12";
    good(town.submit(change));
    calendar.import(kFridayOff);
    auto round = calendar.recount(true);
    CHECK(round.moving == 1);
    CHECK(due(town, 0) == "01/12/2026");
    CHECK(due(town, 1) == "01/12/2026");
    CHECK(due(town, 2) == "18/12/2026");
    CHECK(due(town, 3) == "02/12/2026");
    CHECK(town.tasks()[1].parties[0].pending_extension() != nullptr);
    int waits = 0;
    for (const auto& line : round.lines) waits += line.term.verdict == tasks::TermVerdict::waits ? 1 : 0;
    CHECK(waits == 2);
    good(town.answer("chutich", town.last("chutich"), "ĐÚNG"));
    check_registers(town.house);
  });
}

TEST_CASE("office/recount: of each for itself the parts that are open, one mail of the whole to the assigner") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    give(town, "Mỗi đơn vị báo cáo trong 5 ngày làm việc.",
         {OfficeTown::at("giaoviec.lamson"), OfficeTown::at("giaoviec.dongson")});
    REQUIRE(town.tasks().at(0).is_each());
    calendar.import(kFridayOff);
    const std::size_t mails = town.inbox("chutich").size();
    CHECK(calendar.recount(true).moving == 2);
    CHECK(due(town, 0, 0) == "02/12/2026");
    CHECK(due(town, 0, 1) == "02/12/2026");
    CHECK(town.inbox("chutich").size() == mails + 1);
    CHECK(calendar.recount(true).moving == 0);
    check_registers(town.house);
  });
}

TEST_CASE("office/recount: an office's own table moves its own tasks and its own reading of terms") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    give(town, "Trong 5 ngày làm việc.");
    calendar.import(kFridayOff, town.unit("LS"), "LS-2026");
    CHECK(calendar.recount(true).moving == 0);  // the town gave it
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec.lamson"), OfficeTown::at("tu")};
    letter.subject = "Lập danh sách";
    letter.text = "Trong 5 ngày làm việc.";
    good(town.submit(letter));
    const auto own = town.tasks("LS");
    REQUIRE(own.size() == 1);
    CHECK(cal::slash_date(cal::local_date(*own[0].parties[0].due)) == "02/12/2026");
    CHECK(own[0].head.calendar_version == "LS-2026.1 + VN-2026.1");
    CHECK(town.tasks()[0].head.calendar_version == cal::kShippedVersion);
    // The ward answers the town's task in the town's calendar.
    good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
    check_registers(town.house);
  });
}

TEST_CASE("office/recount: nobody becomes late by a calendar") {
  with_town([](OfficeTown& town) {
    Calendar calendar(town);
    calendar.import(kFridayOff);
    give(town, "Trong 5 ngày làm việc.");
    REQUIRE(due(town) == "02/12/2026");
    good(calendar.calendars->remove("TH-2026", "vanthu"));
    town.now = cal::at_minute({2026, 12, 2}, 8 * 60);  // 01/12 has gone by
    auto round = calendar.recount(true);
    CHECK(round.moving == 0);
    REQUIRE(round.lines.size() == 1);
    CHECK(round.lines[0].term.verdict == tasks::TermVerdict::past);
    CHECK(due(town) == "02/12/2026");
  });
}
