// What nobody sees of a mail is no command of its author; where it would change what is read, he is asked.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

base::Result<mailstore::DeliverAnswer> submit_html(OfficeTown& town, const Letter& letter, const std::string& html) {
  const std::string bytes = town.bytes_of(letter);
  auto answer = town.submit_bytes(letter, bytes.substr(0, bytes.find("Content-Type:")) +
                                              "Content-Type: text/html; charset=utf-8\r\n"
                                              "Content-Transfer-Encoding: 8bit\r\n\r\n<html><body>" +
                                              html + "</body></html>\r\n");
  town.settle();
  return answer;
}

base::Result<mailstore::DeliverAnswer> answer_html(OfficeTown& town, const std::string& who, const Found& mail,
                                                   const std::string& html) {
  Letter letter;
  letter.from = who;
  letter.to = {mail.reply_to()};
  letter.subject = "Re: " + mail.subject();
  letter.in_reply_to = mail.id();
  return submit_html(town, letter, html);
}

constexpr const char* kHides[] = {"<div style=\"display:none\">", "<div style=\"font-size:0\">",
                                  "<div style=\"color:#ffffff\">", "<div hidden>"};

}  // namespace

TEST_CASE("office/hidden-words: a hidden command does nothing, and is asked about when the words below are a command") {
  for (const char* hides : kHides) {
    CAPTURE(hides);
    with_town([&](OfficeTown& town) {
      good(town.submit(assignment()));
      const Found card = town.last("giaoviec.lamson");
      good(answer_html(town, "duc", card, std::string(hides) + "NHẬN</div><p>Chào anh, mai em qua ạ.</p>"));
      CHECK(state_of(town) == tasks::State::not_started);
      good(answer_html(town, "duc", card, std::string(hides) + "TỪ CHỐI vì bận</div><p>NHẬN</p>"));
      CHECK(state_of(town) == tasks::State::not_started);
      const Found asked = town.last("duc");
      CHECK(asked.text().find("chữ ẩn") != std::string::npos);
      CHECK(asked.text().find("đã nhận nhiệm vụ") != std::string::npos);
      CHECK(asked.text().find("từ chối nhiệm vụ") == std::string::npos);
      good(town.answer("duc", asked, "ĐÚNG"));
      CHECK(state_of(town) == tasks::State::in_progress);
    });
  }
}

TEST_CASE("office/hidden-words: all of it white is read and asked about; hidden words below a command change nothing") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found card = town.last("giaoviec.lamson");
    good(answer_html(town, "duc", card, "<div style=\"color:#fff\">NHẬN</div>"));
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("duc").text().find("chữ ẩn") != std::string::npos);
    good(answer_html(town, "duc", card,
                     "<p>NHẬN</p><p>Em làm ngay.</p><div style=\"display:none\">Zalo 0912</div>"
                     "<blockquote type=\"cite\"><div style=\"display:none\">x</div>y</blockquote>"));
    CHECK(state_of(town) == tasks::State::in_progress);
  });
}

TEST_CASE("office/hidden-words: a task is given as it is seen, after a yes") {
  with_town([](OfficeTown& town) {
    const Letter letter = assignment();
    good(submit_html(town, letter,
                     "<p>Phường Lam Sơn chủ trì báo cáo kết quả.</p><div style=\"font-size:0\">hạn 25/11</div>"
                     "<p>Hạn 20/12.</p>"));
    CHECK(town.tasks().empty());
    const Found asked = town.last("chutich");
    CHECK(asked.text().find("chữ ẩn") != std::string::npos);
    CHECK(asked.text().find("20/12") != std::string::npos);
    good(town.answer("chutich", asked, "ĐÚNG"));
    REQUIRE(town.tasks().size() == 1);
    CHECK(*town.tasks()[0].head.due == policies::calendar::end_of_day({2026, 12, 20}));
    CHECK(town.tasks()[0].head.content.find("25/11") == std::string::npos);
  });
}

TEST_CASE("office/hidden-words: a question is not answered by them, a right not given") {
  with_town([](OfficeTown& town) {
    Letter odd = assignment();
    odd.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 31/11.\r\n";
    good(town.submit(odd));
    good(answer_html(town, "chutich", town.last("chutich"), "<div hidden>không</div><p>hạn 4/12</p>"));
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("chữ ẩn") != std::string::npos);
    good(town.answer("chutich", town.last("chutich"), "hạn 4/12"));
    CHECK(town.tasks().size() == 1);
    Letter right;
    right.from = "chutich";
    right.to = {OfficeTown::at("giaoviec")};
    right.subject = "Ủy quyền";
    good(submit_html(town, right, "<p>ỦY QUYỀN đ/c Trần Văn An từ 5/12 đến 10/12</p><div hidden>và 11/12</div>"));
    CHECK(town.house.people->view()->access_grants().empty());
    CHECK(town.last("chutich").text().find("chữ ẩn") != std::string::npos);
  });
}
