// SMTP sessions as conversations, over the in-memory pipe, with the real directory, gate and door.
#include <doctest/doctest.h>

#include "base/text/encoding.h"
#include "server/net/receive_memory.h"
#include "server/smtp/service.h"
#include "tests/server/dialogue.h"
#include "tests/server/office.h"

using namespace server::smtp;
using tests::MailOffice;

namespace {

const base::PeerAddress kStranger{"203.0.113.7", 4711, false};
const base::PeerAddress kHome{"127.0.0.1", 4711, true};

SmtpSettings test_settings() {
  SmtpSettings settings;
  settings.hostname = "mail.bimson.example";
  settings.max_message_bytes = 1 << 20;
  return settings;
}

base::Co<std::string> converse(SmtpService& service, SmtpMode mode, std::string script, std::size_t piece,
                               base::PeerAddress peer, bool tls_first) {
  auto pipe = base::make_memory_pipe(64 * 1024, std::move(peer));
  base::Stream& client = *pipe.first;
  if (tls_first) (void)co_await pipe.second->start_tls();
  base::spawn(*base::Executor::current(), service.serve(std::move(pipe.second), mode));
  tests::Dialogue dialogue(client, piece);
  std::string problem = co_await dialogue.play(std::move(script));
  client.close();
  while (service.sessions() > 0) co_await base::sleep_for(std::chrono::milliseconds(1));
  co_return problem;
}

struct Server {
  explicit Server(MailOffice& office, SmtpSettings settings = test_settings())
      : service({*office.delivery, *office.gate, *office.directory, office.clock, receive, office.parsing}, settings) {}
  void play(SmtpMode mode, const std::string& script, std::size_t piece = 0, base::PeerAddress peer = kStranger) {
    std::string problem =
        base::run_blocking(converse(service, mode, script, piece, std::move(peer), mode == SmtpMode::submissions));
    CHECK(problem == "");
  }
  server::net::ReceiveMemory receive{{}};
  SmtpService service;
};

std::string plain(const std::string& login, const std::string& password) {
  return base::base64_encode(std::string(1, '\0') + login + std::string(1, '\0') + password);
}

// The opening of a session with sign-in on port 465.
std::string signed_in_as(const std::string& login) {
  return "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " + plain(login, tests::kPassword) + "\nS: 235 2.7.0*\n";
}

const char* kDelivery = R"(
  S: 220 mail.bimson.example ESMTP*
  C: EHLO outside.example
  S: 250-mail.bimson.example*
  S: 250-PIPELINING
  S: 250-SIZE 1048576
  S: 250-8BITMIME
  S: 250-SMTPUTF8
  S: 250-CHUNKING
  S: 250-DSN
  S: 250-ENHANCEDSTATUSCODES
  S: 250-STARTTLS
  S: 250 HELP
  C: MAIL FROM:<x@outside.example> SIZE=100
  S: 250 2.1.0*
  C: RCPT TO:<binh@bimson.example>
  S: 250 2.1.5*
  C: DATA
  S: 354 *
  C: From: x@outside.example
  C: Subject: chao
  C:
  C: ..dot
  C: xin ch\xc3\xa0o
  C: .
  S: 250 2.0.0*
  C: QUIT
  S: 221 2.0.0*
  EOF
)";

}  // namespace

TEST_CASE("smtp/session: a message from outside is in the box when 250 is said") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    server.play(SmtpMode::port25, kDelivery);
    auto mails = office.inbox(office.binh);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("Return-Path: <x@outside.example>\r\n") != std::string::npos);
    CHECK(mails[0].find(
              "Received: from outside.example ([203.0.113.7])\r\n\tby mail.bimson.example (Vanthu) with ESMTP id ") !=
          std::string::npos);
    CHECK(mails[0].find("for <binh@bimson.example>;") != std::string::npos);
    CHECK(mails[0].find("\r\n\r\n.dot\r\n") != std::string::npos);
  });
}

TEST_CASE("smtp/session: one byte at a time, and all at once") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    server.play(SmtpMode::port25, kDelivery, 1);
    server.play(SmtpMode::port25, R"(
      S: 220 *
      RAW: EHLO x.example\r\nMAIL FROM:<>\r\nRCPT TO:<binh@bimson.example>\r\nRCPT TO:<an@bimson.example>\r\nDATA\r\n
      S- 250 HELP
      S: 250 2.1.0*
      S: 250 2.1.5*
      S: 250 2.1.5*
      S: 354 *
      RAW: From: MAILER-DAEMON\r\nSubject: a\r\n\r\nb\r\n.\r\nMAIL FROM:<y@outside.example>\r\nRCPT TO:<nobody@bimson.example>\r\nRSET\r\nNOOP\r\nQUIT\r\n
      S: 250 2.0.0*
      S: 250 2.1.0*
      S: 550 5.1.1*
      S: 250 2.0.0*
      S: 250 2.0.0*
      S: 221 *
      EOF
    )");
    CHECK(office.inbox(office.binh).size() == 2);
    CHECK(office.inbox(office.an).size() == 1);
  });
}

TEST_CASE("smtp/session: port 25 relays nothing, takes no forged senders, offers no sign-in") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    server.play(SmtpMode::port25, R"(
      S: 220 *
      C: MAIL FROM:<x@outside.example>
      S: 503 5.5.1*
      C: EHLO x.example
      S- 250 HELP
      C: RCPT TO:<binh@bimson.example>
      S: 503 5.5.1*
      C: DATA
      S: 503 5.5.1*
      C: AUTH PLAIN AGEAYg==
      S: 503 5.5.1*
      C: MAIL FROM:<binh@bimson.example>
      S: 550 5.7.1*
      C: MAIL FROM:<nobody@BIMSON.example>
      S: 550 5.7.1*
      C: MAIL FROM:<x@outside.example>
      S: 250 *
      C: MAIL FROM:<x@outside.example>
      S: 503 5.5.1*
      C: RCPT TO:<a@elsewhere.example>
      S: 550 5.7.1*
      C: RCPT TO:<nobody@bimson.example>
      S: 550 5.1.1*
      C: DATA
      S: 554 5.5.1*
      C: RCPT TO:<postmaster>
      S: 250 2.1.5*
      C: RCPT TO:<binh@bimson.example>
      S: 250 2.1.5*
      C: RCPT TO:<BINH@bimson.example>
      S: 250 2.1.5*
      C: DATA
      S: 354 *
      C: From: "Giam doc" <giamdoc@bimson.example>
      C: Subject: forged
      C:
      C: .
      S: 550 5.7.1*
      C: VRFY binh
      S: 252 *
      C: EXPN all
      S: 502 *
      C: FOO
      S: 500 5.5.1*
      C: HELP
      S- 214 2.0.0 QUIT
    )");
    CHECK(office.inbox(office.binh).empty());
  });
}

TEST_CASE("smtp/session: an administrator exists for postmaster") {
  // The office has no administrator in the test above: postmaster must resolve all the same or be refused with 550.
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    auto admin = office.person("Trần Quản Trị", directory::Role::admin, "quantri@bimson.example");
    Server server(office);
    server.play(
        SmtpMode::port25,
        "S: 220*\nC: HELO x\nS: 250 mail.bimson.example\nC: MAIL FROM:<>\nS: 250 *\nC: RCPT TO:<Postmaster>\nS: 250 *\n"
        "C: DATA\nS: 354 *\nC: From: x@outside.example\nC: Subject: x\nC:\nC: .\nS: 250 *\nC: QUIT\nS: 221 *\n");
    auto mails = office.inbox(admin);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find(" with SMTP id ") != std::string::npos);
  });
}

TEST_CASE("smtp/session: smuggled line ends are refused and never become commands") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    for (const std::string end : {"\\n.\\n", "\\r\\n.\\n", "\\n.\\r\\n", "\\r.\\r\\n", "\\r.\\r"}) {
      CAPTURE(end);
      server.play(
          SmtpMode::port25,
          "S: 220*\nC: EHLO x\nS- 250 HELP\nC: MAIL FROM:<a@outside.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\n"
          "S: 250*\nC: DATA\nS: 354*\nRAW: Subject: a\\r\\n\\r\\nb" +
              end +
              "MAIL FROM:<evil@outside.example>\\r\\nRCPT TO:<an@bimson.example>\\r\\nDATA\\r\\nSubject: evil\\r\\n\\r\\nx\\r\\n.\\r\\n\n"
              "S: 550 5.6.0*\nC: NOOP\nS: 250*\nC: QUIT\nS: 221*\nEOF\n");
    }
    server.play(SmtpMode::port25,
                "S: 220*\nRAW: EHLO x\\n\nS: 500 5.5.2*\nRAW: NO\\rOP\\r\\n\nS: 500 5.5.2*\nC: NOOP\nS: 250*\n");
    CHECK(office.inbox(office.binh).empty());
    CHECK(office.inbox(office.an).empty());
  });
}

TEST_CASE("smtp/session: nothing pipelined before STARTTLS survives, and the greeting is forgotten") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    server.play(SmtpMode::port25, R"(
      S: 220 *
      C: EHLO x.example
      S- 250-STARTTLS
      S: 250 HELP
      RAW: STARTTLS\r\nMAIL FROM:<evil@outside.example>\r\nNOOP\r\n
      S: 220 2.0.0*
      TLS
      C: MAIL FROM:<a@outside.example>
      S: 503 5.5.1*
      C: EHLO x.example
      S- 250-ENHANCEDSTATUSCODES
      S: 250 HELP
      C: STARTTLS
      S: 503 5.5.1*
      C: MAIL FROM:<a@outside.example>
      S: 250 *
    )");
  });
}

TEST_CASE("smtp/session: submission wants TLS, then a password, then an address of one's own") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    const std::string good = plain("binh@bimson.example", tests::kPassword);
    server.play(
        SmtpMode::submission,
        "S: 220*\nC: EHLO pc\nS- 250-STARTTLS\nS: 250 HELP\nC: AUTH PLAIN " + good +
            "\nS: 538 5.7.11*\nC: MAIL FROM:<binh@bimson.example>\nS: 530 5.7.0*\nC: STARTTLS\nS: 220*\n"
            "C: EHLO pc\nS- 250-AUTH PLAIN LOGIN\nS: 250 HELP\n"
            "C: AUTH CRAM-MD5\nS: 504 5.5.4*\nC: AUTH PLAIN !!!\nS: 501 5.5.2*\n"
            "C: AUTH PLAIN\nS: 334 *\nC: *\nS: 501*\n"
            "C: AUTH PLAIN " +
            plain("binh@bimson.example", "wrong") +
            "\nS: 535 5.7.8*\n"
            "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: " +
            base::base64_encode("binh") + "\nS: 334 UGFzc3dvcmQ6\nC: " + base::base64_encode(tests::kPassword) +
            "\nS: 235 2.7.0*\n"
            "C: AUTH PLAIN " +
            good +
            "\nS: 503*\n"
            "C: MAIL FROM:<an@bimson.example>\nS: 550 5.7.1*\n"
            "C: MAIL FROM:<binh@bimson.example>\nS: 250*\n"
            "C: RCPT TO:<an@bimson.example>\nS: 250*\nC: RCPT TO:<friend@elsewhere.example>\nS: 250*\n"
            "C: DATA\nS: 354*\nC: From: Lê Thị An <an@bimson.example>\nC: Subject: forged\nC:\nC: .\nS: 550 5.7.1*\n"
            "C: MAIL FROM:<binh@bimson.example>\nS: 250*\nC: RCPT TO:<an@bimson.example>\nS: 250*\n"
            "C: RCPT TO:<friend@elsewhere.example>\nS: 250*\nC: DATA\nS: 354*\nC: From: binh@bimson.example\nC: Bcc: secret@x.example\n"
            "C: Subject: real\nC:\nC: hello\nC: .\nS: 250 2.0.0*\nC: QUIT\nS: 221*\nEOF\n");
    auto mails = office.inbox(office.an);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find(" with ESMTPSA id ") != std::string::npos);
    CHECK(mails[0].find("Bcc:") == std::string::npos);
    CHECK(mails[0].find("Message-ID:") != std::string::npos);
    auto items = office.queued();
    REQUIRE(items.size() == 1);
    CHECK(items[0].domain == "elsewhere.example");
    CHECK(items[0].reverse_path == "binh@bimson.example");
    CHECK(items[0].recipients[0].address == "friend@elsewhere.example");
  });
}

TEST_CASE("smtp/session: initial passwords, closed accounts and lockouts are told with the right codes") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    auto fresh = office.person("Phạm Mới", directory::Role::staff, "moi@bimson.example");
    std::string one_time = tests::must(office.gate->reset_password(fresh, "", false, "test"));
    Server server(office);
    server.play(
        SmtpMode::submissions,
        "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " + plain("moi@bimson.example", one_time) +
            "\nS: 535 5.7.8 *https://mail.bimson.example/password*\nC: MAIL FROM:<moi@bimson.example>\nS: 530 5.7.0*\n");
    tests::must(office.admin->disable(office.an, "test"));
    server.play(SmtpMode::submissions, "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " +
                                           plain("an@bimson.example", tests::kPassword) + "\nS: 535 5.7.8*\n");
    server.play(
        SmtpMode::port25,
        "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: MAIL FROM:<x@outside.example>\nS: 250*\nC: RCPT TO:<an@bimson.example>\nS: 550 5.2.1*\n");
    std::string wrong = "C: AUTH PLAIN " + plain("binh@bimson.example", "no") + "\nS: 535 5.7.8*\n";
    server.play(SmtpMode::submissions,
                "S: 220*\nC: EHLO pc\nS- 250 HELP\n" + wrong + wrong + wrong + wrong + wrong + "S: 421 4.7.0*\nEOF\n");
    server.play(SmtpMode::submissions, "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " +
                                           plain("binh@bimson.example", tests::kPassword) + "\nS: 535 5.7.8*\n");
  });
}

TEST_CASE("smtp/session: a demonstration on loopback may sign in without TLS") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto gate_settings = MailOffice::cheap();
    gate_settings.demo = true;
    MailOffice office(std::move(db), gate_settings);
    Server server(office);
    const std::string script = "S: 220*\nC: EHLO pc\nS- 250-AUTH PLAIN LOGIN\nS: 250 HELP\nC: AUTH PLAIN " +
                               plain("binh", tests::kPassword) + "\nS: 235*\n";
    server.play(SmtpMode::submission, script, 0, kHome);
    server.play(SmtpMode::submission,
                "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " + plain("binh", tests::kPassword) + "\nS: 538*\n");
  });
}

TEST_CASE("smtp/session: members of a role mailbox write for it, and Sender says who") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    const directory::Account* role = office.directory->view()->find_address("vanthu@bimson.example");
    REQUIRE(role != nullptr);
    tests::must(office.admin->add_member(role->id, office.an, "test"));
    Server server(office);
    const std::string message = "C: DATA\nS: 354*\nC: From: vanthu@bimson.example\nC: Subject: role\nC:\nC: x\nC: .\n";
    server.play(SmtpMode::submissions,
                signed_in_as("an@bimson.example") +
                    "C: MAIL FROM:<vanthu@bimson.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 250*\n" +
                    message + "S: 250 2.0.0*\n");
    server.play(SmtpMode::submissions,
                signed_in_as("binh@bimson.example") +
                    "C: MAIL FROM:<binh@bimson.example>\nS: 250*\nC: RCPT TO:<an@bimson.example>\nS: 250*\n" + message +
                    "S: 550 5.7.1*\n");
    auto mails = office.inbox(office.binh);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("Sender: ") != std::string::npos);
    CHECK(mails[0].find("an@bimson.example") != std::string::npos);
  });
}

TEST_CASE("smtp/session: BDAT chunks, also refused ones, keep the session in step") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    server.play(SmtpMode::port25, R"(
      S: 220 *
      C: EHLO x.example
      S- 250 HELP
      RAW: BDAT 5\r\nRSET\n
      S: 503 5.5.1*
      C: MAIL FROM:<a@outside.example> BODY=8BITMIME
      S: 250 *
      RAW: BDAT 6 LAST\r\nNOOP\r\n
      S: 554 5.5.1*
      C: RCPT TO:<binh@bimson.example>
      S: 250 *
      RAW: BDAT 14\r\nSubject: a\r\n\r\nBDAT 8 LAST\r\n.\r\nQUIT\n
      S: 250 2.0.0 14*
      S: 550 5.6.0*
      C: MAIL FROM:<a@outside.example>
      S: 250 *
      C: RCPT TO:<binh@bimson.example>
      S: 250 *
      RAW: BDAT 15\r\nFrom: a@b.c\r\n\r\n
      S: 250 2.0.0*
      C: DATA
      S: 503 5.5.1*
      C: RCPT TO:<an@bimson.example>
      S: 503 5.5.1*
      RAW: BDAT 9\r\n.\r\nQUIT\r\nBDAT 0 LAST\r\n
      S: 250 2.0.0 9*
      S: 250 2.0.0 Message*
      C: BDAT x
      S: 501 *
      EOF
    )");
    auto mails = office.inbox(office.binh);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].ends_with("From: a@b.c\r\n\r\n.\r\nQUIT\r\n"));
  });
}

TEST_CASE("smtp/session: limits of size, recipients, lines, errors and loops") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    SmtpSettings settings = test_settings();
    settings.max_message_bytes = 1000;
    settings.max_recipients = 1;
    settings.max_errors = 3;
    settings.max_hops = 2;
    settings.messages_per_source = 5;
    Server server(office, settings);
    const std::string open = "S: 220*\nC: EHLO x\nS- 250 HELP\n";
    const std::string mail = "C: MAIL FROM:<a@outside.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 250*\n";
    server.play(SmtpMode::port25,
                open + "C: MAIL FROM:<a@outside.example> SIZE=1001\nS: 552 5.3.4*\n" + mail +
                    "C: RCPT TO:<an@bimson.example>\nS: 452 4.5.3*\nC: DATA\nS: 354*\nC: " + std::string(1200, 'x') +
                    "\nC: .\nS: 552 5.3.4*\n" + mail +
                    "C: DATA\nS: 354*\nC: Received: a\nC: Received: b\nC: Received: c\nC:\nC: .\nS: 554 5.4.6*\n");
    server.play(SmtpMode::port25, open + "C: NOOP " + std::string(4000, 'x') +
                                      "\nS: 500 5.5.2*\nC: FOO\nS: 500*\nC: BAR\nS: 500*\nS: 421 4.7.0*\nEOF\n");
    server.play(SmtpMode::port25, open + "C: GET / HTTP/1.1\nS: 421 4.7.0*\nEOF\n");
    server.play(SmtpMode::port25, open + mail + "C: RSET\nS: 250*\n" + mail + "C: RSET\nS: 250*\n" + mail +
                                      "C: RSET\nS: 250*\nC: MAIL FROM:<a@outside.example>\nS: 451 4.7.1*\n");
    CHECK(office.inbox(office.binh).empty());
  });
}

TEST_CASE("smtp/session: a full box is 452 and a UTF-8 address needs SMTPUTF8") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    tests::must(office.admin->set_quota(office.binh, 500, "test"));
    Server server(office);
    server.play(
        SmtpMode::port25,
        "S: 220*\nC: EHLO x\nS- 250 HELP\nC: MAIL FROM:<a@outside.example> SIZE=900\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 452 4.2.2*\n"
        "C: RSET\nS: 250*\nC: MAIL FROM:<bình@outside.example>\nS: 553 5.6.7*\nC: MAIL FROM:<bình@outside.example> SMTPUTF8\nS: 250*\n"
        "C: RCPT TO:<an@bimson.example>\nS: 250*\nC: DATA\nS: 354*\nC: From: bình@outside.example\nC: Từ: x\nC:\nC: .\nS: 250*\n");
    auto mails = office.inbox(office.an);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find(" with UTF8SMTP id ") != std::string::npos);
    CHECK(mails[0].find("Return-Path: <bình@outside.example>") != std::string::npos);
  });
}

TEST_CASE("smtp/session: silent clients get 421, a stopping server says so") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    SmtpSettings settings = test_settings();
    settings.command_timeout = std::chrono::milliseconds(60);
    settings.data_timeout = std::chrono::milliseconds(60);
    Server server(office, settings);
    server.play(SmtpMode::port25, "S: 220*\nS: 421 4.4.2*\nEOF\n");
    server.play(
        SmtpMode::port25,
        "S: 220*\nC: EHLO x\nS- 250 HELP\nC: MAIL FROM:<>\nS: 250*\nC: RCPT TO:<an@bimson.example>\nS: 250*\nC: DATA\nS: 354*\nS: 421 4.4.2*\nEOF\n");
    server.service.stop();
    server.play(SmtpMode::port25, "S: 421 4.3.2*\nEOF\n");
    CHECK(office.inbox(office.an).empty());
  });
}

namespace {

base::Co<std::string> password_changes_under_a_session(MailOffice& office, SmtpService& service) {
  auto pipe = base::make_memory_pipe(64 * 1024, kStranger);
  (void)co_await pipe.second->start_tls();
  base::spawn(*base::Executor::current(), service.serve(std::move(pipe.second), SmtpMode::submissions));
  tests::Dialogue dialogue(*pipe.first);
  std::string problem = co_await dialogue.play(signed_in_as("binh@bimson.example"));
  if (!problem.empty()) co_return problem;
  directory::ChangeRequest change;
  change.address = "binh@bimson.example";
  change.current = tests::kPassword;
  change.next = "Song-Chay-77?";
  change.peer = kStranger;
  directory::ChangeAnswer changed = co_await office.gate->change_password(std::move(change));
  if (changed.verdict != directory::ChangeVerdict::changed) co_return std::string("the password was not changed");
  std::string ended = co_await dialogue.play("S: 421 4.7.0*\nEOF\n");
  pipe.first->close();
  while (service.sessions() > 0) co_await base::sleep_for(std::chrono::milliseconds(1));
  co_return ended;
}

}  // namespace

TEST_CASE("smtp/session: a changed password ends open sessions") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    Server server(office);
    CHECK(base::run_blocking(password_changes_under_a_session(office, server.service)) == "");
  });
}
