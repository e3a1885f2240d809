// Several tasks in one mail: the table, its corrections, one confirming word, tasks for all parties in one commit.
#include "tests/mailstore/minutes_town.h"
#include "tests/mailstore/office_crash.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

constexpr const char* kMinutes =
    "Chủ tịch kết luận, giao các đơn vị hoàn thành trước 31/12:\r\n"
    "1. Phòng Kinh tế báo cáo tình hình thu ngân sách trước 10/12.\r\n"
    "2. Công an thị xã chủ trì, Phòng Văn hóa - Xã hội phối hợp rà soát hộ nghèo, hạn 15/12.\r\n"
    "3. Phòng Tư pháp lập danh sách hòa giải viên.\r\n";

std::string with_file(OfficeTown& town, const Letter& letter, const std::string& name) {
  std::string bytes = town.bytes_of(letter);
  bytes.resize(bytes.find("Content-Type:"));
  return bytes +
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
         letter.text + "\r\n--b\r\nContent-Type: application/pdf; name=" + name +
         "\r\nContent-Disposition: attachment; filename=" + name + "\r\n\r\n%PDF of " + name + "\r\n--b--\r\n";
}

base::Timestamp day(int month, int of_month) { return policies::calendar::end_of_day({2026, month, of_month}); }

std::string lead_of(const tasks::Task& task) { return task.lead().name; }

bool says(const Found& mail, const char* words) { return mail.text().find(words) != std::string::npos; }

std::vector<tasks::Task> by_number(OfficeTown& town) {
  auto all = town.tasks();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.head.number < b.head.number; });
  return all;
}

}  // namespace

TEST_CASE("office/minutes: table, ĐÚNG, three tasks, one mail to the author, a card to each party") {
  with_minutes_town([](OfficeTown& town) {
    const Letter letter = minutes_letter(kMinutes);
    good(town.submit_bytes(letter, with_file(town, letter, "ketluan.pdf")));
    town.settle();
    CHECK(town.tasks().empty());
    const Found table = town.last("chutich");
    CHECK(table.subject() == "Cần xác nhận: 3 việc – Kết luận giao ban tuần 48");
    CHECK(table.reply_to().starts_with("hoi+"));
    CHECK(says(table,
               "1. Báo cáo tình hình thu ngân sách\n   Chủ trì: Phòng Kinh tế\n   Thời hạn: thứ Năm, ngày 10/12/2026"));
    CHECK(says(table, "2. Rà soát hộ nghèo\n   Chủ trì: Công an thị xã\n   Phối hợp: Phòng Văn hóa - Xã hội\n"));
    CHECK(says(table, "31/12/2026"));
    CHECK(table.bytes.find("text/html") != std::string::npos);
    CHECK_FALSE(says(table, "CHƯA RÕ"));
    const std::size_t before = town.inbox("chutich").size();
    good(town.answer("chutich", table, "Đúng rồi"));
    const auto all = by_number(town);
    REQUIRE(all.size() == 3);
    CHECK(all[0].head.number == "NV-2026-000001");
    CHECK(all[2].head.number == "NV-2026-000003");
    CHECK(all[0].head.title == "Báo cáo tình hình thu ngân sách");
    CHECK(lead_of(all[0]) == "Phòng Kinh tế");
    CHECK(*all[0].due() == day(12, 10));
    CHECK(lead_of(all[1]) == "Công an thị xã");
    REQUIRE(all[1].parties.size() == 2);
    CHECK(all[1].parties[1].role == tasks::PartyRole::cooperating);
    CHECK(*all[2].due() == day(12, 31));  // the common one
    CHECK(all[2].head.content.find("Chủ tịch kết luận") != std::string::npos);
    CHECK(all[2].head.content.find("thu ngân sách") == std::string::npos);
    CHECK(town.inbox("chutich").size() == before + 1);
    const Found done = town.last("chutich");
    CHECK(done.subject() == "Đã giao 3 việc: Kết luận giao ban tuần 48");
    for (const char* number : {"[NV-2026-000001]", "[NV-2026-000002]", "[NV-2026-000003]"}) CHECK(says(done, number));
    CHECK(done.bytes.find("mailto:nv+") != std::string::npos);  // each number opens a mail about it
    for (const char* box : {"giaoviec.kinhte", "giaoviec.congan", "giaoviec.vhxh", "giaoviec.tuphap"}) {
      CAPTURE(box);
      REQUIRE(town.inbox(box).size() == 1);
      CHECK(town.last(box).bytes.find("%PDF of ketluan.pdf") != std::string::npos);
    }
    // What follows is done as with any task: by the party, and by its author with the number.
    good(town.answer("chutich", table, "Đúng rồi"));
    CHECK(town.tasks().size() == 3);
    CHECK(says(town.last("chutich"), "đã được trả lời trước đó"));
    Letter change;
    change.from = "chutich";
    change.to = {OfficeTown::at("giaoviec")};
    change.subject = "[NV-2026-000001]";
    change.text = "HẠN MỚI 12/12/2026";
    good(town.submit(change));
    CHECK(*by_number(town)[0].due() == day(12, 12));
  });
}

TEST_CASE("office/minutes: corrections of single points, the table again, then ĐÚNG") {
  with_minutes_town([](OfficeTown& town) {
    good(town.submit(minutes_letter(kMinutes)));
    good(town.answer("chutich", town.last("chutich"),
                     "1: hạn 12/12\nđiểm 3 Phòng Nội vụ chủ trì\n2: thêm Phòng Tư pháp phối hợp"));
    CHECK(town.tasks().empty());
    const Found again = town.last("chutich");
    CHECK(says(again, "12/12/2026"));
    CHECK(says(again, "Chủ trì: Phòng Nội vụ"));
    CHECK(says(again, "Phối hợp: Phòng Văn hóa - Xã hội; Phòng Tư pháp"));
    good(town.answer("chutich", again, "ok, bỏ điểm 1"));
    const auto all = by_number(town);
    REQUIRE(all.size() == 2);
    CHECK(lead_of(all[0]) == "Công an thị xã");
    CHECK(all[0].parties.size() == 3);
    CHECK(lead_of(all[1]) == "Phòng Nội vụ");
    REQUIRE(all[1].parties.size() == 1);
    CHECK(says(town.last("chutich"), "Không giao: việc 1."));
    CHECK(town.inbox("giaoviec.kinhte").empty());
    CHECK(town.inbox("giaoviec.noivu").size() == 1);
  });
}

TEST_CASE("office/minutes: ĐÚNG creates what is clear and keeps asking for the rest") {
  with_minutes_town([](OfficeTown& town) {
    good(
        town.submit(minutes_letter("1. Phòng Kinh tế báo cáo thu ngân sách trước 10/12\r\n"
                                   "2. Trạm Y tế: báo cáo dịch bệnh, hạn 15/12\r\n"
                                   "3. Công an thị xã rà soát hộ nghèo, hạn 31/11\r\n")));
    const Found table = town.last("chutich");
    CHECK(says(table, "Chưa rõ 2 việc"));
    CHECK(says(table, "“Trạm Y tế”"));
    good(town.answer("chutich", table, "ĐÚNG"));
    REQUIRE(town.tasks().size() == 1);
    const Found rest = town.last("chutich");
    CHECK(says(rest, "Đã giao 1 việc có số NV trong bảng"));
    CHECK(says(rest, "[NV-2026-000001]"));
    CHECK(rest.id() != table.id());
    good(town.answer("chutich", rest, "2: Phòng Văn hóa - Xã hội\n3: hạn 4/12\nđúng"));
    const auto all = by_number(town);
    REQUIRE(all.size() == 3);
    CHECK(lead_of(all[1]) == "Phòng Văn hóa - Xã hội");
    CHECK(*all[2].due() == day(12, 4));
    CHECK(says(town.last("chutich"), "Đã giao 2 việc"));
  });
}

TEST_CASE("office/minutes: HỦY drops all, another person's answer is not applied, nonsense is answered") {
  with_minutes_town([](OfficeTown& town) {
    good(town.submit(minutes_letter(kMinutes)));
    const Found table = town.last("chutich");
    good(town.answer("duc", table, "ĐÚNG"));
    CHECK(town.tasks().empty());
    CHECK(says(town.last("duc"), "Mai Đình Lâm"));
    good(town.answer("chutich", table, "Để xem đã"));
    CHECK(says(town.last("chutich"), "Chưa hiểu"));
    good(town.answer("chutich", table, "9: hạn 15/12"));
    CHECK(says(town.last("chutich"), "Không có việc số 9"));
    good(town.answer("chutich", table, "Hủy"));
    CHECK(says(town.last("chutich"), "Đã bỏ theo ý"));
    good(town.answer("chutich", table, "ĐÚNG"));
    CHECK(town.tasks().empty());
    for (const auto& event : town.journal("BS"))
      CHECK(std::string(mailstore::office::type_of(event)) != "task.assigned");
  });
}

TEST_CASE("office/minutes: several or one is asked, each with one word") {
  const auto letter = [] {
    Letter out = minutes_letter("1. Phòng Kinh tế chuẩn bị nội dung.\r\n2. Phòng Nội vụ chuẩn bị hội trường.\r\n");
    out.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.kinhte"), OfficeTown::at("giaoviec.noivu")};
    out.cc = {OfficeTown::at("bao")};
    out.subject = "Chuẩn bị hội nghị tổng kết";
    return out;
  };
  with_minutes_town([&](OfficeTown& town) {
    good(town.submit(letter()));
    const Found asked = town.last("chutich");
    CHECK(asked.subject() == "Cần làm rõ: Chuẩn bị hội nghị tổng kết");
    CHECK(says(asked, "NHIỀU VIỆC"));
    CHECK(says(asked, "MỘT VIỆC"));
    good(town.answer("chutich", asked, "ĐÚNG"));
    CHECK(town.tasks().empty());
    good(town.answer("chutich", asked, "nhiều việc"));
    const auto all = by_number(town);
    REQUIRE(all.size() == 2);
    CHECK(lead_of(all[1]) == "Phòng Nội vụ");
    CHECK(all[1].parties.size() == 2);
    CHECK(town.inbox("bao").size() == 2);  // Cc: informed of each
  });
  with_minutes_town([&](OfficeTown& town) {
    good(town.submit(letter()));
    good(town.answer("chutich", town.last("chutich"), "MỘT VIỆC"));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].head.title == "Chuẩn bị hội nghị tổng kết");
    CHECK(town.tasks()[0].parties.size() == 3);
    CHECK(says(town.last("chutich"), "Hệ thống đã tạo nhiệm vụ"));
  });
}

TEST_CASE("office/minutes: numbered steps of one unit stay one task") {
  with_minutes_town([](OfficeTown& town) {
    Letter letter = minutes_letter(
        "Phòng Kinh tế thực hiện các bước sau, hạn 20/12:\r\n1. Khảo sát nhu cầu\r\n2. Lập danh sách gửi Phòng Tư pháp\r\n"
        "3. Trình Chủ tịch\r\n");
    letter.to.push_back(OfficeTown::at("giaoviec.kinhte"));
    letter.subject = "Khảo sát nhu cầu phần mềm";
    good(town.submit(letter));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].parties.size() == 1);
    CHECK(town.tasks()[0].head.content.find("3. Trình Chủ tịch") != std::string::npos);
  });
}

TEST_CASE("office/minutes: wards each for itself; an unknown one is asked; more than sixty are refused") {
  with_minutes_town([](OfficeTown& town) {
    good(town.submit(minutes_letter(
        "1. UBND các phường báo cáo số hộ nghèo, hạn 10/12\r\n2. Phòng Nội vụ tổng hợp, hạn 15/12\r\n")));
    const Found table = town.last("chutich");
    CHECK(says(table, "Thực hiện, mỗi nơi một kết quả: UBND phường Đông Sơn; UBND phường Lam Sơn"));
    good(town.answer("chutich", table, "đồng ý"));
    const auto all = by_number(town);
    REQUIRE(all.size() == 2);
    CHECK(all[0].is_each());
    CHECK(all[0].parties.size() == 2);
    CHECK(town.last("giaoviec.lamson").subject().starts_with("[NV-2026-000001]"));
  });
  with_minutes_town([](OfficeTown& town) {
    std::string text;
    for (int i = 1; i <= 61; ++i) text += std::to_string(i) + ". Phòng Nội vụ báo cáo số " + std::to_string(i) + "\r\n";
    good(town.submit(minutes_letter(text)));
    CHECK(town.tasks().empty());
    CHECK(says(town.last("chutich"), "61 việc"));
    CHECK(says(town.last("chutich"), "nhiều nhất 60"));
  });
}

TEST_CASE("office/minutes: lists and tables of an HTML mail") {
  const auto html = [](OfficeTown& town, const std::string& body) {
    std::string bytes = town.bytes_of(minutes_letter(""));
    bytes.resize(bytes.find("MIME-Version:"));
    return bytes +
           "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
           body;
  };
  with_minutes_town([&](OfficeTown& town) {
    good(town.submit_bytes(minutes_letter(""),
                           html(town,
                                "<p>Giao c&aacute;c đơn vị:</p><ol><li>Phòng Kinh tế báo cáo thu, hạn 10/12</li>"
                                "<li>Công an thị xã chủ trì rà soát, hạn 15/12</li></ol>\r\n")));
    town.settle();
    good(town.answer("chutich", town.last("chutich"), "ok"));
    REQUIRE(town.tasks().size() == 2);
    CHECK(by_number(town)[1].head.content.starts_with("Công an thị xã chủ trì rà soát, hạn 15/12"));
  });
  with_minutes_town([&](OfficeTown& town) {
    good(town.submit_bytes(
        minutes_letter(""),
        html(
            town,
            "<table><tr><th>STT</th><th>Nội dung</th><th>Đơn vị</th><th>Thời hạn</th></tr>"
            "<tr><td><p>1</p></td><td><p>Báo cáo thu</p></td><td><p>Phòng Kinh tế</p></td><td>10/12</td></tr>"
            "<tr><td><p>2</p></td><td><p>Rà soát hộ nghèo</p></td><td>Công an thị xã, Phòng Nội vụ</td><td>15/12/2026</td></tr>"
            "</table>\r\n")));
    town.settle();
    const Found table = town.last("chutich");
    good(town.answer("chutich", table, "ok"));
    REQUIRE(town.tasks().size() == 2);
    const auto all = by_number(town);
    CHECK(all[0].head.title == "Báo cáo thu");
    CHECK(*all[0].due() == day(12, 10));
    CHECK(lead_of(all[1]) == "Công an thị xã");
    CHECK(all[1].parties.size() == 2);
  });
}

TEST_CASE("office/minutes: a head assigns within his section; names out of his reach are not clear") {
  with_minutes_town([](OfficeTown& town) {
    Letter letter =
        minutes_letter("1. Đ/c Trần Văn An lập danh sách, hạn 10/12\r\n2. Phòng Kinh tế báo cáo, hạn 15/12\r\n");
    letter.from = "bao";
    good(town.submit(letter));
    const Found table = town.last("bao");
    INFO(table.text());
    CHECK(says(table, "không thuộc đơn vị"));
    good(town.answer("bao", table, "ĐÚNG"));
    REQUIRE(town.tasks().size() == 1);
    CHECK(lead_of(town.tasks()[0]) == "Trần Văn An");
  });
}

TEST_CASE("office/minutes: a forwarded text of minutes is asked about; registers are the same when made again") {
  with_minutes_town([](OfficeTown& town) {
    std::string forwarded =
        "Giao theo thông báo dưới đây.\r\n\r\n---------- Forwarded message ---------\r\n"
        "From: Nhung <nhung@bimson.example>\r\nDate: Mon, 23 Nov 2026\r\nSubject: Thông báo\r\n\r\n";
    good(town.submit(minutes_letter(forwarded + kMinutes)));
    const Found asked = town.last("chutich");
    CHECK(says(asked, "NHIỀU VIỆC"));
    good(town.answer("chutich", asked, "Nhiều việc"));
    CHECK(town.tasks().size() == 3);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 5);
    for (std::size_t i = 1; i < events.size(); ++i) {
      CHECK(events[i].answers == 1);
      CHECK(events[i].source == 1);
    }
    check_registers(town.house);
  });
}
