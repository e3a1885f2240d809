// What programs write is not what people say: auto-answers, lists, replays, null senders; calendar programs are heard.
#include <map>

#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

// A calendar program's answer to the VTODO: to the organizer, without In-Reply-To.
base::Result<mailstore::DeliverAnswer> itip(OfficeTown& town, const std::string& who, const std::string& method,
                                            const std::string& properties,
                                            const std::string& text = "Vũ Minh Đức has answered", int sequence = -1) {
  Letter letter;
  letter.from = who;
  letter.to = {OfficeTown::at("giaoviec")};
  letter.subject = "Accepted: x";
  std::string bytes = town.bytes_of(letter);
  bytes =
      bytes.substr(0, bytes.find("Content-Type:")) +
      "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
      text + "\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method=" + method +
      "\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:" + method + "\r\nBEGIN:VTODO\r\nUID:nv-" +
      std::to_string(town.tasks()[0].head.task) + "@bimson.example\r\n" +
      (sequence < 0 ? "" : "SEQUENCE:" + std::to_string(sequence) + "\r\n") + properties +
      "END:VTODO\r\nEND:VCALENDAR\r\n--b--\r\n";
  auto answer = town.submit_bytes(letter, bytes);
  town.settle();
  return answer;
}

std::string answers(const std::string& state) {
  return "ATTENDEE;PARTSTAT=" + state + ":mailto:giaoviec.lamson@bimson.example\r\n";
}

}  // namespace

TEST_CASE("office: port 25, programs, lists and replays apply nothing") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    const auto before = town.journal("BS").size();
    // Port 25, the right token.
    auto outside = MailOffice::letter({got.reply_to()}, "From: <duc@bimson.example>\r\nSubject: Re\r\n\r\nnhận\r\n",
                                      "duc@elsewhere.example");
    good(base::run_blocking(town.house.door->deliver(std::move(outside))));
    town.settle();
    CHECK(town.journal("BS").size() == before);
    CHECK(town.inbox("giaoviec").size() == 2);  // shown where the office sees it
    // Automatic answers and lists.
    auto by_program = [&](const std::string& subject, const char* line) {
      Letter letter;
      letter.from = "duc";
      letter.to = {got.reply_to()};
      letter.subject = subject + got.subject();
      letter.text = "nhận";
      letter.extra = line;
      good(town.submit(letter));
    };
    for (const char* line :
         {"Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "Precedence: auto_reply\r\n",
          "List-Id: <x.example>\r\n", "List-Post: <mailto:x@x.example>\r\n", "X-BeenThere: x@x.example\r\n",
          "X-Loop: duc@bimson.example\r\n", "X-Autoreply-From: duc@bimson.example\r\n",
          "X-Failed-Recipients: x@x.example\r\n", "X-MS-Exchange-Inbox-Rules-Loop: duc@bimson.example\r\n"}) {
      by_program("Re: ", line);
    }
    for (const char* subject :
         {"Trả lời tự động: ", "Thư trả lời tự động: ", "Automatic reply: ", "Auto: ", "Out of the office: ",
          "Ngoài văn phòng: ", "Undeliverable: ", "Không gửi được: ", "Đã đọc: ", "Read: "}) {
      by_program(subject, "");
    }
    // The null sender: programs again.
    Letter silent;
    silent.from = "duc";
    silent.to = {got.reply_to()};
    silent.subject = "Re: " + got.subject();
    silent.text = "nhận";
    auto request = MailOffice::letter(silent.to, town.bytes_of(silent), "");
    request.source = mailstore::Source::submission;
    request.author = town.account("duc");
    good(base::run_blocking(town.house.door->deliver(std::move(request))));
    town.settle();
    CHECK(town.journal("BS").size() == before);
    CHECK(state_of(town) == tasks::State::not_started);
    // The same submission twice.
    Letter letter;
    letter.from = "duc";
    letter.to = {got.reply_to()};
    letter.in_reply_to = got.id();
    letter.subject = "Re: " + got.subject();
    letter.text = "nhận";
    letter.message_id = "same@client.example";
    const std::string bytes = town.bytes_of(letter);
    good(town.submit_bytes(letter, bytes));
    good(town.submit_bytes(letter, bytes));
    town.settle();
    CHECK(town.journal("BS").size() == before + 1);
    CHECK(state_of(town) == tasks::State::in_progress);
    // A forged token is refused at RCPT.
    auto forged =
        base::run_blocking(town.house.door->check_recipient("nv+abc.0.aaaaaaaaaaaaaaaaaaaaa@bimson.example", 0));
    CHECK_FALSE(forged);
    CHECK(base::run_blocking(town.house.door->check_recipient(got.reply_to(), 0)));
  });
}

TEST_CASE("office: a null sender is a program's, whatever the mail says") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    const auto before = town.journal("BS").size();
    Letter letter;
    letter.from = "duc";
    letter.to = {got.reply_to()};
    letter.in_reply_to = got.id();
    letter.subject = "Re: " + got.subject();
    letter.text = "nhận";
    auto request = MailOffice::letter(letter.to, town.bytes_of(letter), "");
    request.source = mailstore::Source::submission;
    request.author = town.account("duc");
    good(base::run_blocking(town.house.door->deliver(std::move(request))));
    town.settle();
    CHECK(town.journal("BS").size() == before);
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("giaoviec").subject() == letter.subject);  // shown
  });
}

// Answers everything that came, as programs do that neither say nor see what is automatic. How many mails that made.
std::size_t let_programs_talk(OfficeTown& town, const std::vector<std::pair<std::string, std::string>>& who_reads) {
  std::map<std::string, std::size_t> seen;
  std::size_t sent = 0;
  for (bool more = true; more && sent < 500;) {
    more = false;
    for (const auto& [who, box] : who_reads) {
      const auto all = town.inbox(box);
      for (std::size_t i = seen[box]; i < all.size(); ++i, ++sent) {
        good(town.answer(who, all[i], "Tôi đang đi công tác, sẽ trả lời sau."));
        more = true;
      }
      seen[box] = all.size();
    }
  }
  return sent;
}

TEST_CASE("office: programs that answer everything come to an end, people are heard afterwards") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    CHECK(let_programs_talk(town, {{"duc", "giaoviec.lamson"}, {"chutich", "chutich"}}) < 60);
    // One who is refused every time.
    const Found refused = town.last("giaoviec.dongson");
    good(town.answer("an", refused, "nhận"));
    CHECK(let_programs_talk(town, {{"an", "an"}}) < 30);
    // One whose every answer is taken for a new task without a lead.
    Letter nobody = assignment();
    nobody.to = {OfficeTown::at("giaoviec"), "khongco@bimson.example"};
    good(town.submit(nobody));
    CHECK(let_programs_talk(town, {{"chutich", "chutich"}}) < 80);
    const auto events = town.journal("BS").size();
    good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
    CHECK(town.journal("BS").size() == events + 1);
    good(town.answer("duc", town.last("giaoviec.lamson"), "Đã giao phòng chuyên môn."));
    CHECK(town.journal("BS").size() == events + 3);  // the remark, and that it is kept
  });
}

TEST_CASE("office: the answers of calendar programs are answers") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(itip(town, "mai", "REPLY", answers("ACCEPTED")));  // not hers
    CHECK(state_of(town) == tasks::State::not_started);
    good(itip(town, "duc", "REPLY", answers("TENTATIVE")));  // says nothing: ordinary mail
    CHECK(state_of(town) == tasks::State::not_started);
    good(itip(town, "duc", "REPLY", answers("DECLINED")));  // without a reason: asked back
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("duc").text().find("thiếu lý do") != std::string::npos);
    good(itip(town, "duc", "REPLY", answers("ACCEPTED")));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(itip(town, "duc", "REPLY", answers("IN-PROCESS") + "PERCENT-COMPLETE:70\r\n"));
    CHECK(town.tasks()[0].parties[0].percent == 70);
    good(itip(town, "duc", "COUNTER", "DUE:20261228T165959Z\r\nCOMMENT:chờ số liệu\r\n"));
    REQUIRE(town.tasks()[0].parties[0].pending_extension() != nullptr);
    CHECK(policies::calendar::iso_date(
              policies::calendar::local_date(town.tasks()[0].parties[0].pending_extension()->new_due)) == "2026-12-28");
    CHECK(town.tasks()[0].parties[0].pending_extension()->reason == "chờ số liệu");
    const int seen = town.tasks()[0].events;
    good(town.answer("chutich", town.last("chutich"), "đồng ý"));
    good(itip(town, "duc", "REPLY", answers("COMPLETED"), "x", seen));  // had not seen that
    CHECK(state_of(town) == tasks::State::in_progress);
    CHECK(town.last("duc").text().find("đã thay đổi") != std::string::npos);
    good(itip(town, "duc", "REPLY", answers("COMPLETED"), "tiến độ 80%"));  // his own words go first
    CHECK(town.tasks()[0].parties[0].percent == 80);
    good(itip(town, "duc", "REPLY", answers("COMPLETED"), "x", town.tasks()[0].events));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(town.tasks().size() == 1);
  });
}
