// Mail of another time through the same door: what it comes to, answers to what the office wrote, the same file twice.
#include "mailstore/maintenance/mail_replay.h"

#include "tests/mailstore/office_town.h"

using namespace tests;
using mailstore::ReplayMail;
using mailstore::ReplayOutcome;
namespace calendar = policies::calendar;

namespace {

ReplayMail assignment(const std::string& from = "chutich") {
  ReplayMail mail;
  mail.at = calendar::at_minute({2017, 3, 1}, 8 * 60);
  mail.from = OfficeTown::at(from);
  mail.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  mail.message =
      "From: <" + mail.from +
      ">\nTo: <giaoviec@bimson.example>, <giaoviec.lamson@bimson.example>\nSubject: Lập báo cáo\nMessage-ID: <r1@2017.example>\n"
      "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHạn 10/3.\n";
  return mail;
}

ReplayMail answer(const std::string& from, const std::string& account, const std::string& text, int day) {
  ReplayMail mail;
  mail.at = calendar::at_minute({2017, 3, day}, 9 * 60);
  mail.from = OfficeTown::at(from);
  mail.answers = mailstore::ReplayAnswers{OfficeTown::at(account), "[NV-2017-000001]"};
  mail.text = text;
  return mail;
}

}  // namespace

TEST_CASE("replay: a task of another year runs through, at the times of then") {
  with_town([](OfficeTown& town) {
    mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
    const auto assigned = good(replay.send(assignment()));
    CHECK(assigned.outcome == ReplayOutcome::applied);
    CHECK(assigned.what == "task.assigned");
    CHECK(good(replay.send(answer("duc", "giaoviec.lamson", "nhận", 2))).outcome == ReplayOutcome::applied);
    CHECK(good(replay.send(answer("duc", "giaoviec.lamson", "Xong\nKèm báo cáo", 9))).what == "task.step");
    CHECK(good(replay.send(answer("chutich", "chutich", "Đóng", 20))).outcome == ReplayOutcome::applied);
    good(replay.settle());
    const auto tasks = town.tasks();
    REQUIRE(tasks.size() == 1);
    const auto& lead = tasks[0].lead();
    CHECK(lead.state == policies::tasks::State::done);
    CHECK(tasks[0].head.assigned_at == calendar::at_minute({2017, 3, 1}, 8 * 60));
    REQUIRE(lead.submitted_at);
    CHECK(*lead.submitted_at == calendar::at_minute({2017, 3, 9}, 9 * 60));
    CHECK(*tasks[0].head.due == calendar::end_of_day({2017, 3, 10}));
    CHECK(town.last("chutich").header("Date").find("20 Mar 2017") != std::string::npos);
  });
}

TEST_CASE("replay: what changed nothing is told apart, and a line that was sent before is known") {
  with_town([](OfficeTown& town) {
    mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
    CHECK(good(replay.send(answer("duc", "giaoviec.lamson", "nhận", 2))).outcome ==
          ReplayOutcome::refused);  // nothing to answer
    good(replay.send(assignment()));
    CHECK(good(replay.send(assignment())).outcome == ReplayOutcome::known);
    const auto wrong = good(replay.send(answer("mai", "giaoviec.lamson", "nhận", 2)));  // another ward's chairman
    CHECK(wrong.outcome == ReplayOutcome::answered);
    CHECK(wrong.what == "no-such-task");
    auto letter = assignment();
    letter.to = {OfficeTown::at("an")};
    CHECK(good(replay.send(letter)).outcome == ReplayOutcome::delivered);
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("replay: lines that an earlier run has sent are passed over, and those after them keep their names") {
  with_town([](OfficeTown& town) {
    const std::vector<ReplayMail> file{assignment(), answer("duc", "giaoviec.lamson", "nhận", 2),
                                       answer("duc", "giaoviec.lamson", "tiến độ 50%", 3),
                                       answer("duc", "giaoviec.lamson", "tiến độ 50%", 3)};
    {
      mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
      for (std::size_t i = 0; i < 3; ++i) CHECK(good(replay.send(file[i])).outcome == ReplayOutcome::applied);
    }
    mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
    for (std::size_t i = 0; i < 3; ++i) replay.pass_over(file[i]);
    CHECK(good(replay.send(file[3])).outcome ==
          ReplayOutcome::applied);  // the second of two equal lines, not the first again
  });
}

TEST_CASE("replay: a whole file again, answers too, does nothing; a line that stands there twice is two mails") {
  with_town([](OfficeTown& town) {
    const std::vector<ReplayMail> file{assignment(),
                                       answer("duc", "giaoviec.lamson", "nhận", 2),
                                       answer("duc", "giaoviec.lamson", "tiến độ 50%", 3),
                                       answer("duc", "giaoviec.lamson", "tiến độ 50%", 3),
                                       answer("duc", "giaoviec.lamson", "Xong", 9),
                                       answer("chutich", "chutich", "Đóng", 20)};
    for (const ReplayOutcome expected : {ReplayOutcome::applied, ReplayOutcome::known}) {
      mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
      for (std::size_t i = 0; i < file.size(); ++i) {
        CAPTURE(i);
        CHECK(mailstore::to_string(good(replay.send(file[i])).outcome) == std::string(mailstore::to_string(expected)));
      }
      good(replay.settle());
      CHECK(town.journal("BS").size() == file.size());
    }
  });
}

TEST_CASE("replay: nobody sends as somebody else or to nobody") {
  with_town([](OfficeTown& town) {
    mailstore::MailReplay replay({*town.house.store, *town.house.door, *town.house.people});
    auto forged = assignment("an");
    forged.message = assignment("chutich").message;
    CHECK(good(replay.send(forged)).outcome == ReplayOutcome::refused);
    auto role = assignment();
    role.from = OfficeTown::at("giaoviec");
    CHECK(good(replay.send(role)).outcome == ReplayOutcome::refused);
    auto lost = assignment();
    lost.to = {OfficeTown::at("khongco")};
    const auto refused = good(replay.send(lost));
    CHECK(refused.reason.vi.find("khongco") != std::string::npos);
    CHECK(refused.reason.en.find("khongco") != std::string::npos);
    auto headless = assignment();
    headless.message = "Subject: x\n\nx\n";
    CHECK(good(replay.send(headless)).outcome == ReplayOutcome::refused);
    CHECK(town.tasks().empty());
    CHECK(town.journal("BS").empty());
  });
}
