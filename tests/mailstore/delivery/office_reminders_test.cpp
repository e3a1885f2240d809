// The morning's reminders: one mail a person, each thing said once, whatever restarts and clocks do.
#include "mailstore/office/rows/rebuild.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

constexpr int kMorning = 7 * 60 + 30;

base::Timestamp morning(int month, int day, int minute = kMorning) {
  return policies::calendar::at_minute({2026, month, day}, minute);
}

int remind(OfficeTown& town, base::Timestamp now) {
  return good(town.house.desk->remind(policies::reminders::ReminderRules{}, now)).mails;
}

std::vector<Found> digests(OfficeTown& town, const std::string& who) {
  std::vector<Found> out;
  for (const Found& mail : town.inbox(who)) {
    if (mail.subject().starts_with("Nhắc việc")) out.push_back(mail);
  }
  return out;
}

// Due on Friday, 11 December; accepted, so that nothing else is said.
void give(OfficeTown& town, const std::string& subject = "Rà soát hộ nghèo") {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.cc.clear();
  letter.subject = subject;
  letter.text = "Hạn 11/12.";
  good(town.submit(letter));
  good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
}

}  // namespace

TEST_CASE("office/reminders: before, on and after the day, one mail a morning, nothing on days off") {
  with_town([](OfficeTown& town) {
    give(town);
    give(town, "Báo cáo cải cách hành chính");
    CHECK(remind(town, morning(12, 7)) == 0);
    CHECK(remind(town, morning(12, 8)) == 1);
    REQUIRE(digests(town, "duc").size() == 1);
    CHECK(digests(town, "duc")[0].subject() == "Nhắc việc 08/12/2026: 2 sắp đến hạn");
    CHECK(digests(town, "duc")[0].text().find("[NV-2026-000002]") != std::string::npos);
    CHECK(remind(town, morning(12, 9)) == 0);
    CHECK(remind(town, morning(12, 10)) == 1);
    CHECK(remind(town, morning(12, 11)) == 1);
    CHECK(remind(town, morning(12, 12)) == 0);  // Saturday
    CHECK(remind(town, morning(12, 14)) == 2);  // the chairman too
    REQUIRE(digests(town, "chutich").size() == 1);
    CHECK(digests(town, "chutich")[0].subject() == "Nhắc việc 14/12/2026: 2 việc đã giao quá hạn");
    CHECK(digests(town, "duc").size() == 4);
    CHECK(digests(town, "duc").back().header("Auto-Submitted") == "auto-generated");
    CHECK(digests(town, "duc").back().bytes.find("text/html") != std::string::npos);
  });
}

TEST_CASE("office/reminders: a second round of the day, a clock set back and a restart say nothing twice") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK(remind(town, morning(12, 8)) == 1);
    CHECK(remind(town, morning(12, 8)) == 0);
    CHECK(remind(town, morning(12, 8, 15 * 60)) == 0);
    CHECK(remind(town, morning(12, 10)) == 1);
    CHECK(remind(town, morning(12, 8)) == 0);  // set back
    CHECK(remind(town, morning(12, 9)) == 0);
    CHECK(digests(town, "duc").size() == 2);
  });
}

TEST_CASE("office/reminders: a morning on which nothing ran is made up for; a moved deadline is told anew") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK(remind(town, morning(12, 9, 14 * 60)) == 1);  // off on the 8th and in the morning
    town.now = morning(12, 9, 15 * 60);
    good(town.answer("duc", town.last("giaoviec.lamson"), "GIA HẠN 15/12 chờ số liệu"));
    good(town.answer("chutich", town.last("chutich"), "đồng ý"));
    CHECK(remind(town, morning(12, 10)) == 1);  // three working days before the new one
    CHECK(digests(town, "duc").back().text().find("15/12/2026") != std::string::npos);
  });
}

TEST_CASE("office/reminders: what waits for the assigner and what is done is not told; nobody accepted is") {
  with_town([](OfficeTown& town) {
    give(town);
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG"));
    CHECK(remind(town, morning(12, 10)) == 0);
  });
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
    letter.cc.clear();
    letter.text = "Hạn 30/12.";
    good(town.submit(letter));  // Monday, 23 November, 09:00; Tuesday is a day off
    CHECK(remind(town, morning(11, 26)) == 0);
    CHECK(remind(town, morning(11, 27)) == 2);
    CHECK(digests(town, "duc").at(0).subject() == "Nhắc việc 27/11/2026: 1 chưa nhận");
    CHECK(digests(town, "lan").size() == 1);  // the ward's clerk
    CHECK(remind(town, morning(11, 30)) == 0);
  });
}

TEST_CASE("office/reminders: an answer to a digest of one task is for that task") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK(remind(town, morning(12, 14)) == 2);
    good(town.answer("chutich", digests(town, "chutich").at(0), "Đôn đốc giúp anh"));
    CHECK(town.tasks().size() == 1);
    CHECK(town.tasks()[0].parties[0].times_urged == 1);
    good(town.answer("duc", digests(town, "duc").at(0), "tiến độ 50%"));
    CHECK(town.tasks()[0].parties[0].percent == 50);
    good(town.answer("duc", digests(town, "duc").at(0), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE(
    "office/reminders: an answer to a digest of several tasks is asked which; words and files wait for the answer") {
  for (const char* choice : {"2", "Việc số 2 ạ", "NV-2026-000002", "[NV-2026-000002]"}) {
    INFO(choice);
    with_town([&](OfficeTown& town) {
      give(town);
      give(town, "Báo cáo cải cách hành chính");
      CHECK(remind(town, morning(12, 8)) == 1);
      town.now = morning(12, 8, 9 * 60);
      const Found digest = digests(town, "duc").at(0);
      Letter letter;
      letter.from = "duc";
      letter.to = {digest.reply_to()};
      const std::string bytes =
          "From: <" + OfficeTown::at("duc") + ">\r\nTo: <" + digest.reply_to() +
          ">\r\nSubject: Re: " + digest.subject() + "\r\nMessage-ID: <d1@client.example>\r\nIn-Reply-To: <" +
          digest.id() +
          ">\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n\r\nXONG\r\n--b\r\nContent-Type: application/pdf\r\n"
          "Content-Disposition: attachment; filename=bao-cao.pdf\r\n\r\n%PDF-1.4 hai\r\n--b--\r\n";
      good(town.submit_bytes(letter, bytes));
      town.settle();
      for (const auto& task : town.tasks()) CHECK(task.lead().state == tasks::State::in_progress);
      const Found asked = town.last("duc");
      CHECK(asked.text().find("1. [NV-2026-000001]") != std::string::npos);
      CHECK(asked.text().find("bao-cao.pdf") != std::string::npos);
      good(town.answer("duc", asked, "việc nào cũng được"));
      CHECK(town.last("duc").text().find("1 đến 2") != std::string::npos);
      good(town.answer("duc", asked, choice));
      CHECK(town.tasks()[0].lead().state == tasks::State::in_progress);
      CHECK(town.tasks()[1].lead().state == tasks::State::wait_confirm);
      CHECK(town.last("chutich").bytes.find("filename=bao-cao.pdf\r\n\r\n%PDF-1.4 hai") != std::string::npos);
      good(town.answer("duc", asked, "1"));  // it was answered
      CHECK(town.tasks()[0].lead().state == tasks::State::in_progress);
      CHECK(town.last("duc").text().find("đã được trả lời") != std::string::npos);
    });
  }
}

TEST_CASE(
    "office/reminders: words that name their task in the answer to a digest need no question; plain ones are asked") {
  with_town([](OfficeTown& town) {
    give(town);
    give(town, "Báo cáo cải cách hành chính");
    CHECK(remind(town, morning(12, 8)) == 1);
    town.now = morning(12, 8, 9 * 60);
    const Found digest = digests(town, "duc").at(0);
    good(town.answer("duc", digest, "NV-2026-000002 TIẾN ĐỘ 60%"));
    CHECK(town.tasks()[1].lead().percent == 60);
    good(town.answer("duc", digest, "Việc này em xin lùi đến 14/12 ạ, chờ số liệu"));
    good(town.answer("duc", town.last("duc"), "1"));
    if (town.tasks()[0].lead().pending_extension() == nullptr) good(town.answer("duc", town.last("duc"), "ĐÚNG"));
    CHECK(town.tasks()[0].lead().pending_extension() != nullptr);
    CHECK(town.tasks()[1].lead().pending_extension() == nullptr);
    const std::size_t before = town.inbox("duc").size();
    good(town.answer("duc", digest, "Em đã gửi hôm qua rồi ạ"));
    CHECK(town.inbox("duc").size() == before + 1);
    CHECK(town.tasks().size() == 2);
  });
}

namespace {

// The person's own password, chosen on that day, runs out that many days before the rule.
void own_password(OfficeTown& town, const std::string& who, base::Timestamp chosen, int early = 0) {
  good(town.house.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute("UPDATE credential SET state = 2, changed_us = ?, early_days = ? WHERE account = ?",
                           {chosen.us, early, town.account(who)});
    return done ? base::Result<void>() : done.error();
  }));
}

policies::reminders::ReminderRules with_passwords() {
  policies::reminders::ReminderRules rules;
  rules.password.maximum_days = 90;
  rules.password.page = "https://mail.bimson.example/password";
  return rules;
}

int remind_with(OfficeTown& town, base::Timestamp now) {
  return good(town.house.desk->remind(with_passwords(), now)).mails;
}

}  // namespace

TEST_CASE(
    "office/reminders: a password that runs out is said 14, 7 and 1 days before, in the one mail of the morning") {
  with_town([](OfficeTown& town) {
    give(town);
    own_password(town, "an", morning(9, 19));       // until Friday, 18 December
    own_password(town, "duc", morning(9, 22), 7);   // until Monday, 14 December
    CHECK(remind_with(town, morning(12, 3)) == 1);  // the 14th is eleven days away
    CHECK(digests(town, "duc").at(0).subject() == "Nhắc việc 03/12/2026: mật khẩu còn 11 ngày");
    CHECK(remind_with(town, morning(12, 4)) == 1);
    CHECK(digests(town, "an").at(0).subject() == "Nhắc việc 04/12/2026: mật khẩu còn 14 ngày");
    CHECK(remind_with(town, morning(12, 4)) == 0);
    CHECK(remind_with(town, morning(12, 7)) == 1);   // duc: 7
    CHECK(remind_with(town, morning(12, 8)) == 1);   // his task
    CHECK(remind_with(town, morning(12, 11)) == 2);  // the last working morning, and his task is due: one mail
    CHECK(digests(town, "duc").back().subject() == "Nhắc việc 11/12/2026: 1 hôm nay, mật khẩu còn 3 ngày");
    CHECK(digests(town, "duc").back().text().find("https://mail.bimson.example/password") != std::string::npos);
    CHECK(digests(town, "an").back().subject() == "Nhắc việc 11/12/2026: mật khẩu còn 7 ngày");
    CHECK(remind_with(town, morning(12, 17)) >= 1);
    CHECK(digests(town, "an").size() == 3);
    CHECK(remind_with(town, morning(12, 4)) == 0);  // the clock set back
    CHECK(digests(town, "an").size() == 3);
    own_password(town, "an", morning(12, 17));  // he changed it: nothing more
    CHECK(digests(town, "an").size() == 3);
  });
}

TEST_CASE("office/reminders: that a deadline went by is an event of the server, once for each deadline") {
  with_town([](OfficeTown& town) {
    give(town);
    const std::size_t before = town.journal("BS").size();
    CHECK(remind(town, morning(12, 11)) == 1);
    CHECK(town.journal("BS").size() == before);
    CHECK(remind(town, morning(12, 14)) == 2);
    auto events = town.journal("BS");
    REQUIRE(events.size() == before + 1);
    CHECK(events.back().actor == base::AccountId());
    CHECK(events.back().proof == mailstore::office::Proof::system);
    const auto& step = std::get<mailstore::office::TaskStep>(events.back().body).event;
    CHECK(step.kind == tasks::EventKind::escalated);
    CHECK(step.due == policies::calendar::end_of_day({2026, 12, 11}));
    CHECK(town.tasks()[0].parties[0].escalated_at() == morning(12, 14));
    CHECK(remind(town, morning(12, 15)) == 2);  // said each day, escalated once
    CHECK(remind(town, morning(12, 14)) == 0);
    CHECK(town.journal("BS").size() == before + 1);

    // The trail shows it, and so does the card of the next step; an older mail can still be answered.
    town.now = morning(12, 15, 9 * 60);
    good(town.answer("duc", town.last("giaoviec.lamson"), "TIẾN ĐỘ 50%"));
    CHECK(town.tasks()[0].parties[0].percent == 50);
    CHECK(town.last("duc").text().find("đã báo người giao ngày 14/12/2026") != std::string::npos);
    good(town.answer("chutich", town.last("chutich"), "LỊCH SỬ"));
    CHECK(town.last("chutich").text().find("báo người giao việc: đã quá hạn") != std::string::npos);

    // Another deadline that goes by is told anew.
    town.now = morning(12, 15, 10 * 60);
    Found card = town.last("chutich");
    for (const Found& mail : town.inbox("chutich")) {
      if (mail.reply_to().starts_with("nv+")) card = mail;
    }
    good(town.answer("chutich", card, "HẠN MỚI 16/12/2026"));
    CHECK_FALSE(town.tasks()[0].parties[0].escalated_at().has_value());
    CHECK(remind(town, morning(12, 17)) == 2);
    CHECK(town.tasks()[0].parties[0].escalations.size() == 2);

    // Made anew from the journal the register is the same, and nothing is sent.
    const std::size_t mails = town.inbox("chutich").size();
    const auto task = town.tasks()[0];
    const mailstore::office::RebuildParts parts{*town.house.db, *town.house.blobs, *town.house.people->view()};
    CHECK(good(mailstore::office::rebuild_registers(parts, {.check = true})).differences.empty());
    good(mailstore::office::rebuild_registers(parts, {}));
    CHECK(town.tasks()[0].parties == task.parties);
    CHECK(town.inbox("chutich").size() == mails);
    CHECK(remind(town, morning(12, 17)) == 0);
  });
}
