// What is missing in a leader's mail is asked back once; his answer is the missing piece, not a new mail.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

Letter without_lead() {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec")};
  letter.cc.clear();
  return letter;
}

Letter with_odd_deadline() {
  Letter letter = assignment();
  letter.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 31/11.\r\n";
  return letter;
}

std::string with_file(OfficeTown& town, Letter letter, const std::string& text, const std::string& name) {
  std::string bytes = town.bytes_of(letter);
  bytes.resize(bytes.find("Content-Type:"));
  return bytes +
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
         text + "\r\n--b\r\nContent-Type: application/pdf; name=" + name +
         "\r\nContent-Disposition: attachment; filename=" + name + "\r\n\r\n%PDF of " + name + "\r\n--b--\r\n";
}

}  // namespace

TEST_CASE("office/question: the answer is the missing deadline; text and files of the first mail go out") {
  with_town([](OfficeTown& town) {
    const Letter letter = with_odd_deadline();
    good(town.submit_bytes(letter, with_file(town, letter, letter.text, "mau.pdf")));
    town.settle();
    CHECK(town.tasks().empty());
    const Found asked = town.last("chutich");
    CHECK(asked.subject().starts_with("Cần làm rõ: "));
    CHECK(asked.reply_to().starts_with("hoi+"));
    CHECK(asked.reply_to().find('@') <= 64);
    CHECK(asked.text().find("Đã rõ:") != std::string::npos);
    CHECK(asked.text().find("UBND phường Lam Sơn") != std::string::npos);
    good(town.answer("chutich", asked, "hạn 4/12"));
    REQUIRE(town.tasks().size() == 1);
    const auto head = town.tasks()[0].head;
    CHECK(head.title == "Báo cáo kết quả triển khai phần mềm theo 1132/STTTT-CNTT");
    CHECK(head.content.find("chủ trì báo cáo kết quả") != std::string::npos);
    CHECK(head.parties.size() == 3);
    REQUIRE(head.due);
    CHECK(*head.due == policies::calendar::end_of_day({2026, 12, 4}));
    CHECK(town.last("giaoviec.lamson").bytes.find("%PDF of mau.pdf") != std::string::npos);
    CHECK(town.last("chutich").subject().find("Đã giao") != std::string::npos);
    // The same answer again changes nothing and is not met with silence.
    good(town.answer("chutich", asked, "hạn 5/12"));
    CHECK(town.tasks().size() == 1);
    CHECK(town.last("chutich").text().find("đã được trả lời trước đó") != std::string::npos);
  });
}

TEST_CASE("office/question: an answer brings files of its own") {
  with_town([](OfficeTown& town) {
    good(town.submit(with_odd_deadline()));
    const Found asked = town.last("chutich");
    Letter letter;
    letter.from = "chutich";
    letter.to = {asked.reply_to()};
    letter.subject = "Re: " + asked.subject();
    letter.in_reply_to = asked.id();
    good(town.submit_bytes(letter, with_file(town, letter, "hạn 4/12", "them.pdf")));
    town.settle();
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.last("giaoviec.lamson").bytes.find("%PDF of them.pdf") != std::string::npos);
  });
}

TEST_CASE("office/question: the lead is named in the answer, with or without marks, or by address") {
  for (const std::string words : {"Phòng Văn hóa và Thông tin chủ trì", "phong van hoa va thong tin chu tri nhe",
                                  "P.VHTT chủ trì", "giaoviec.vhtt@bimson.example", "Giao phòng VH-TT"}) {
    CAPTURE(words);
    with_town([&](OfficeTown& town) {
      good(town.submit(without_lead()));
      good(town.answer("chutich", town.last("chutich"), words));
      REQUIRE(town.tasks().size() == 1);
      CHECK(town.tasks()[0].lead().unit == town.unit("BS.VHTT"));
      CHECK(*town.tasks()[0].due() == policies::calendar::end_of_day({2026, 12, 20}));
    });
  }
}

TEST_CASE("office/question: what is still missing is asked again, three times at most, and nothing clear is lost") {
  with_town([](OfficeTown& town) {
    Letter letter = without_lead();
    letter.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 31/11.\r\n";
    good(town.submit(letter));
    const Found first = town.last("chutich");
    good(town.answer("chutich", first, "hạn 4/12"));
    CHECK(town.tasks().empty());
    const Found second = town.last("chutich");
    CHECK(second.id() != first.id());
    CHECK(second.subject() == first.subject());  // no "Cần làm rõ: Cần làm rõ:"
    CHECK(second.text().find("04/12/2026") != std::string::npos);
    good(town.answer("chutich", second, "Lam Sơn chủ trì, Đông Sơn phối hợp, đ/c Bảo để biết"));
    REQUIRE(town.tasks().size() == 1);
    const auto parties = town.tasks()[0].parties;
    REQUIRE(parties.size() == 3);
    CHECK(parties[0].unit == town.unit("LS"));
    CHECK(parties[1].unit == town.unit("DS"));
    CHECK(parties[1].role == tasks::PartyRole::cooperating);
    CHECK(parties[2].address == "bao@bimson.example");
    CHECK(parties[2].role == tasks::PartyRole::informed);
  });
  with_town([](OfficeTown& town) {
    good(town.submit(without_lead()));
    for (int i = 0; i < 3; ++i)
      good(town.answer("chutich", town.last("chutich"), "anh chưa hiểu " + std::to_string(i)));
    const Found last = town.last("chutich");
    CHECK(last.text().find("gửi lại thư") != std::string::npos);
    CHECK(town.tasks().empty());
    good(town.answer("chutich", last, "Lam Sơn chủ trì"));
    CHECK_FALSE(town.last("chutich").id() == last.id());  // still answered
  });
}

TEST_CASE("office/question: the day that was probably meant is taken by one word") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.text = "Phường Lam Sơn chủ trì, gửi lại đầu tuần sau.";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    const Found asked = town.last("chutich");
    CHECK(asked.text().find("30/11/2026") != std::string::npos);
    good(town.answer("chutich", asked, "dung"));  // on a phone
    REQUIRE(town.tasks().size() == 1);
    CHECK(*town.tasks()[0].due() == policies::calendar::end_of_day({2026, 11, 30}));
  });
}

TEST_CASE("office/question: KHÔNG drops it, others are told that it is not for them") {
  with_town([](OfficeTown& town) {
    good(town.submit(with_odd_deadline()));
    const Found asked = town.last("chutich");
    good(town.answer("duc", asked, "hạn 4/12"));
    CHECK(town.tasks().empty());
    CHECK(town.last("duc").text().find("Mai Đình Lâm") != std::string::npos);
    good(town.answer("chutich", asked, "Thôi không cần nữa nhé em"));
    CHECK(town.last("chutich").text().find("Đã bỏ") != std::string::npos);
    good(town.answer("chutich", asked, "hạn 4/12"));
    CHECK(town.tasks().empty());
  });
}

TEST_CASE("office/question: a mail program that keeps only the subject answers too; a forged address does not") {
  with_town([](OfficeTown& town) {
    good(town.submit(with_odd_deadline()));
    const Found asked = town.last("chutich");
    Letter letter;
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.subject = "Re: " + asked.subject();
    letter.text = "hạn 4/12";
    good(town.submit(letter));
    REQUIRE(town.tasks().size() == 1);
    CHECK(*town.tasks()[0].due() == policies::calendar::end_of_day({2026, 12, 4}));
    std::string forged = asked.reply_to();
    forged[forged.find('@') - 1] = forged[forged.find('@') - 1] == 'a' ? 'b' : 'a';
    letter.to = {forged};
    letter.message_id = "anders@client.example";
    good(town.submit(letter));
    CHECK(town.tasks().size() == 1);
    CHECK(town.last("chutich").text().find("Không tìm thấy") != std::string::npos);
  });
}

TEST_CASE("office/question: registers are the same when they are made again") {
  with_town([](OfficeTown& town) {
    good(town.submit(without_lead()));
    good(town.answer("chutich", town.last("chutich"), "Lam Sơn chủ trì"));
    good(town.submit(with_odd_deadline()));
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 3);
    CHECK(std::string(mailstore::office::type_of(events[0])) == "question.asked");
    CHECK(events[1].answers == 1);
    CHECK(events[1].source == 1);
    CHECK(std::string(mailstore::office::type_of(events[2])) == "question.asked");
  });
}
