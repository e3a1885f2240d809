// A leader assigns by mail, replies move the task, the journal keeps every step.
#include <map>

#include "base/crypto/cms.h"
#include "base/text/encoding.h"
#include "tests/mailstore/office_town.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

Letter assignment() {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("vanthu.dongson")};
  letter.cc = {OfficeTown::at("bao")};
  letter.subject = "Báo cáo kết quả triển khai phần mềm theo 1132/STTTT-CNTT";
  letter.text = "Các phường báo cáo kết quả, hạn 20/12.\r\n";
  return letter;
}

tasks::State state_of(OfficeTown& town, int party = 0) {
  return town.tasks().front().parties[static_cast<std::size_t>(party)].state;
}

}  // namespace

TEST_CASE("office: a leader's mail becomes a task, every party gets one message of its own") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const auto all = town.tasks();
    REQUIRE(all.size() == 1);
    const auto& head = all[0].head;
    CHECK(head.number == "NV-2026-000001");
    CHECK(head.basis == "1132/STTTT-CNTT");
    REQUIRE(head.due);
    CHECK(*head.due == policies::calendar::end_of_day({2026, 12, 20}));
    REQUIRE(head.parties.size() == 3);
    CHECK(head.parties[0].role == tasks::PartyRole::lead);
    CHECK(head.parties[0].unit == town.unit("LS"));
    CHECK(head.parties[1].role == tasks::PartyRole::cooperating);
    CHECK(head.parties[1].unit == town.unit("DS"));
    CHECK(head.parties[2].role == tasks::PartyRole::informed);

    CHECK(town.inbox("giaoviec").size() == 1);           // the leader's mail itself
    REQUIRE(town.inbox("giaoviec.lamson").size() == 1);  // one structured message, not the raw mail
    CHECK(town.inbox("vanthu.dongson").empty());         // the unit's task mailbox gets it
    CHECK(town.inbox("giaoviec.dongson").size() == 1);
    CHECK(town.inbox("bao").size() == 1);
    const Found got = town.last("giaoviec.lamson");
    CHECK(got.subject().find("[NV-2026-000001] Hạn 20/12") == 0);
    CHECK(got.reply_to().starts_with("nv+"));
    CHECK(got.reply_to().find('@') <= 64);
    CHECK(got.text().find("NHẬN") != std::string::npos);
    CHECK(got.header("Return-Path") == "<>");
    CHECK(got.header("Structured-Data") == "full, action");
    const Found echo = town.last("chutich");
    CHECK(echo.text().find("Chủ nhật, ngày 20/12/2026") != std::string::npos);
    CHECK(echo.text().find("UBND phường Lam Sơn") != std::string::npos);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 1);
    CHECK(events[0].seq == 1);
    CHECK(events[0].actor == town.account("chutich"));
    CHECK(std::string(mailstore::office::type_of(events[0])) == "task.assigned");
  });
}

TEST_CASE("office: replies move the task to its end") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found first = town.last("giaoviec.lamson");
    good(town.answer("duc", first, "nhận"));
    CHECK(state_of(town) == tasks::State::in_progress);
    // A mail program shows the mails of a task as one conversation.
    const std::string ancestor = first.header("References");
    CHECK(ancestor == "<nv-" + std::to_string(town.tasks()[0].head.task) + "@bimson.example>");
    CHECK(town.last("giaoviec.lamson").header("References").starts_with(ancestor));
    CHECK(town.last("chutich").header("References").starts_with(ancestor));
    good(town.answer("tu", town.last("giaoviec.lamson"), "Tiến độ 60%"));
    CHECK(town.tasks()[0].parties[0].percent == 60);
    good(town.answer("duc", town.last("giaoviec.lamson"), "gia han 25/12 vi cho so lieu"));
    CHECK(town.last("chutich").text().find("25/12/2026") != std::string::npos);
    good(town.answer("chutich", town.last("chutich"), "Đồng ý"));
    REQUIRE(town.tasks()[0].parties[0].due);
    CHECK(*town.tasks()[0].parties[0].due == policies::calendar::end_of_day({2026, 12, 25}));
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    good(town.answer("chutich", town.last("chutich"), "trả lại thiếu phụ lục"));
    CHECK(state_of(town) == tasks::State::returned);
    good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "2"));
    good(town.answer("chutich", town.last("chutich"), "đóng"));
    CHECK(state_of(town) == tasks::State::done);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 10);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  });
}

TEST_CASE("office: who may not, is told and changes nothing") {
  with_town([](OfficeTown& town) {
    Letter wrong = assignment();
    wrong.from = "an";  // a specialist
    good(town.submit(wrong));
    CHECK(town.tasks().empty());
    CHECK(town.inbox("giaoviec.lamson").empty());
    CHECK(town.inbox("an").size() == 1);
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    good(town.answer("mai", got, "nhận"));  // the right token from another account
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("mai").subject().find("NV-2026-000001") != std::string::npos);
    good(town.answer("duc", got, "đóng"));  // a word of the other side
    CHECK(state_of(town) == tasks::State::not_started);
  });
}

TEST_CASE(
    "office: an answer inside an opaque S/MIME signature is read with its files, an encrypted one is said to be unreadable") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    auto answer_with = [&](const std::string& body) {
      Letter letter;
      letter.from = "duc";
      letter.to = {got.reply_to()};
      letter.subject = "Re";
      letter.in_reply_to = got.id();
      std::string bytes = town.bytes_of(letter);
      bytes.resize(bytes.find("Content-Type:"));
      good(town.submit_bytes(letter, bytes + body));
      town.settle();
    };
    const auto authority = good(base::make_authority("Gốc", town.now, 30));
    const auto person =
        good(base::make_signing_certificate(authority, "Vũ Minh Đức", {"duc@bimson.example"}, town.now, 30));
    const std::string inside =
        "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>XONG</p><img src=\"cid:anh\">\r\n"
        "--b\r\nContent-Type: image/jpeg; name=IMG_1.jpeg\r\nContent-ID: <anh>\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base::base64_encode_lines("photo") + "\r\n--b--\r\n";
    const std::string der = good(
        base::sign_opaque(inside, std::vector<base::CmsSigner>{{person.certificate_pem, person.key_pem}}, town.now));
    answer_with("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIIB\r\n");
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("duc").text().find("mã hóa") != std::string::npos);
    answer_with(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base::base64_encode_lines(der) + "\r\n");
    CHECK(state_of(town) == tasks::State::wait_confirm);
    const std::string told = town.last("chutich").bytes;
    CHECK(told.find("IMG_1.jpeg") != std::string::npos);
    CHECK(told.find("smime.p7m") == std::string::npos);
  });
}

TEST_CASE("office: an encrypted assignment creates nothing: nobody could read its deadline") {
  with_town([](OfficeTown& town) {
    std::string bytes = town.bytes_of(assignment());
    bytes.resize(bytes.find("Content-Type:"));
    good(town.submit_bytes(
        assignment(),
        bytes + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIIB\r\n"));
    town.settle();
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("mã hóa") != std::string::npos);
    CHECK(town.inbox("giaoviec.lamson").empty());
  });
}

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

TEST_CASE("office: a mail to the reply addresses of several tasks is asked back and does nothing") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(town.submit(assignment()));
    const auto all = town.inbox("chutich");
    REQUIRE(all.size() == 2);
    Letter letter;
    letter.from = "chutich";
    letter.to = {all[0].reply_to(), all[1].reply_to()};
    letter.subject = "Hai việc";
    letter.text = "hủy vì trùng";
    good(town.submit(letter));
    for (const auto& task : town.tasks()) CHECK(task.parties.front().state == tasks::State::not_started);
    CHECK(town.last("chutich").text().find("nhiều nhiệm vụ") != std::string::npos);
    letter.to = {all[1].reply_to(), all[1].reply_to()};  // the same one twice is one
    good(town.submit(letter));
    CHECK(town.tasks().back().parties.front().state == tasks::State::cancelled);
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
    CHECK(town.journal("BS").size() == events + 2);
  });
}

TEST_CASE("office: what is not understood is asked back, nothing is created") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.text = "Làm xong cuối tuần, hạn cuối tuần.";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("Chưa hiểu thời hạn") != std::string::npos);
    letter = assignment();
    letter.to.push_back("khongco@bimson.example");
    letter.message_id = "x1@client.example";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    letter = assignment();
    letter.to = {OfficeTown::at("giaoviec")};
    letter.cc.clear();
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    CHECK(town.inbox("giaoviec.lamson").empty());
    CHECK(town.journal("BS").size() == 3);
  });
}

TEST_CASE("office: an answer to an old message after somebody else changed the task is not applied") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found first = town.last("giaoviec.lamson");
    good(town.answer("duc", first, "nhận"));
    good(town.answer("duc", first, "tiến độ 20"));  // his own change does not make his message old
    CHECK(town.tasks()[0].parties[0].percent == 20);
    good(town.answer("chutich", town.last("chutich"), "tạm hoãn chờ hướng dẫn"));
    CHECK(state_of(town) == tasks::State::suspended);
    good(town.answer("chutich", town.last("chutich"), "tiếp tục"));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(town.answer("duc", first, "xong"));
    CHECK(state_of(town) == tasks::State::in_progress);
    CHECK(town.last("duc").text().find("đã thay đổi") != std::string::npos);
    good(town.answer("duc", town.last("duc"), "xong"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}

TEST_CASE("office: an answer written as a new mail is known by the tag in its subject") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec.lamson")};
    letter.subject = "[NV-2026-000001] trả lời";
    letter.text = "Nhận";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.text = "Tạm hoãn chờ hướng dẫn";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::suspended);
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("office: a new mail to the assigner's task mailbox answers too, and whoever else was written to gets it") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.cc = {OfficeTown::at("an")};
    letter.subject = "[NV-2026-000001] trả lời";
    letter.text = "Nhận";
    const auto copies = town.inbox("an").size();
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
    CHECK(town.inbox("an").size() == copies + 1);
    letter.text = "Kính gửi thị xã, phường đang làm.";  // no command: ordinary mail
    const auto kept = town.inbox("giaoviec").size();
    const auto events = town.journal("BS").size();
    good(town.submit(letter));
    CHECK(town.inbox("giaoviec").size() == kept + 1);
    CHECK(town.journal("BS").size() == events);
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE(
    "office: what the leader forwards and the pictures in his text reach the parties, and no deadline is read from it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.text =
        "Chuyển các phường thực hiện, hạn 20/12.\r\n\r\n-- \r\nMai Đình Lâm\r\n\r\n---------- Forwarded message ---------\r\nFrom: Sở <so@tinh.example>\r\nSubject: x\r\n\r\nNộp biểu mẫu số 7 trước ngày 05/12/2026.\r\n";
    good(town.submit(letter));
    Found got = town.last("giaoviec.lamson");
    CHECK(got.text().find("Nộp biểu mẫu số 7") != std::string::npos);
    CHECK(got.subject().find("Hạn 20/12") != std::string::npos);
    CHECK(town.tasks()[0].head.content.find("-----") != std::string::npos);

    Letter page = assignment();
    std::string bytes = town.bytes_of(page);
    bytes =
        bytes.substr(0, bytes.find("Content-Type:")) +
        "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Làm như ảnh, hạn 21/12<img src=cid:i></p>" +
        "<div class=\"gmail_quote\"><p>Nộp biểu mẫu số 8 trước 05/12/2026</p></div>\r\n--r\r\nContent-Type: image/png; name=anh.png\r\nContent-ID: <i>\r\nContent-Disposition: inline; filename=anh.png\r\nContent-Transfer-Encoding: " +
        "base64\r\n\r\niVBORw0KGgo=\r\n--r--\r\n";
    good(town.submit_bytes(page, bytes));
    town.settle();
    got = town.last("giaoviec.lamson");
    CHECK(got.subject().find("Hạn 21/12") != std::string::npos);
    CHECK(got.text().find("Nộp biểu mẫu số 8") != std::string::npos);
    CHECK(got.bytes.find("iVBORw0KGgo=") != std::string::npos);
  });
}

TEST_CASE("office: the head of a section assigns within the section") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.from = "bao";
    letter.cc = {OfficeTown::at("nhung")};  // whoever is only informed may be anybody
    for (const char* outside : {"giaoviec.lamson", "chutich", "nhung"}) {
      letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("an"), OfficeTown::at(outside)};
      good(town.submit(letter));
      CHECK(town.last("bao").text().find("không thuộc đơn vị của Anh/Chị") != std::string::npos);
    }
    CHECK(town.tasks().empty());
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("an")};
    good(town.submit(letter));
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("office: an answer to two tasks at once is asked back") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const std::string first = town.last("giaoviec.lamson").reply_to();
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {first, town.last("giaoviec.lamson").reply_to()};
    letter.subject = "Re: x";
    letter.text = "nhận";
    good(town.submit(letter));
    CHECK(town.last("duc").text().find("nhiều nhiệm vụ cùng lúc") != std::string::npos);
    for (const auto& task : town.tasks()) CHECK(task.lead().state == tasks::State::not_started);
  });
}

TEST_CASE("office: a section passes on within itself, nobody to the one who has it, and the old holder is told") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    const Found got = town.last("giaoviec.vhtt");
    good(town.answer("bao", got, "CHUYỂN TỚI " + OfficeTown::at("giaoviec.vhtt")));  // it has it
    good(town.answer("bao", got, "CHUYỂN TỚI " + OfficeTown::at("nhung")));          // of another section
    CHECK(town.tasks()[0].parties.size() == 1);
    good(town.answer("bao", town.last("bao"), "CHUYỂN TỚI Trần Văn An <" + OfficeTown::at("an") + ">"));
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].address == "an@bimson.example");
    good(town.answer("bao", town.last("bao"), "xong"));
    CHECK(town.last("bao").text().find("đã được chuyển tới") != std::string::npos);
    CHECK(state_of(town, 1) == tasks::State::not_started);
  });
}

TEST_CASE("office: a task is passed on to a person or section by name, when only one has it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("bao")};
    letter.cc.clear();
    good(town.submit(letter));
    good(town.answer("bao", town.last("bao"), "CHUYỂN TỚI Người Không Có"));
    CHECK(town.last("bao").text().find("hoặc có nhiều người cùng tên") != std::string::npos);
    good(town.answer("bao", town.last("bao"), "chuyển tới trần văn an"));
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].address == "an@bimson.example");
    CHECK(town.last("an").subject().find("[NV-2026-000001]") != std::string::npos);
  });
}

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

TEST_CASE("office: a section with a mailbox is a party; its head and its specialists act for it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].parties[0].unit == town.unit("BS.VHTT"));
    CHECK(town.tasks()[0].parties[0].unit_code == "BS.VHTT");
    const Found got = town.last("giaoviec.vhtt");
    good(town.answer("nhung", got, "nhận"));  // the clerk is of another section
    CHECK(state_of(town) == tasks::State::not_started);
    good(town.answer("an", got, "nhận"));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(town.answer("bao", town.last("giaoviec.vhtt"), "xong"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}
