// Who may stand in From and Sender: header lines ↔ the refusal. Port 25 for strangers, submission for an account of
// ours.
#include "server/smtp/sender_check.h"

#include <doctest/doctest.h>

#include "tests/server/office.h"

using namespace server::smtp;

namespace {

std::string times(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

// "" = accepted, else "554 5.6.0".
std::string short_form(const std::optional<Reply>& reply) {
  return reply ? std::to_string(reply->code) + " " + reply->enhanced : std::string();
}

SenderFields fields_of(const std::string& header) {
  return read_sender_fields(header + "\r\nSubject: s\r\n\r\nFrom: in the body <an@bimson.example>\r\n");
}

}  // namespace

TEST_CASE("smtp/sender_check: what port 25 takes for one of ours") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    tests::MailOffice office(std::move(db));
    const auto view = office.directory->view();
    const char* ours[] = {
        "From: an@bimson.example",
        "from:an@BIMSON.example.",
        "From: An <an@bimson.example>, x@y.example",
        "From: \"an@bimson.example\"",
        "From: an@bimson.example (An)",
        "From: =?utf-8?q?an=40bimson=2Eexample?=",
        "From: <an@=?utf-8?q?bimson.example?=>",
        "From: an@ｂｉｍｓｏｎ．ｅｘａｍｐｌｅ",
        "From: an@bimson。example",
        "From: an@bim\xc2\xadson.example",
        "From: \"an@bimson.example\" <a@evil.example>",
        "From: \"An an＠bimson.example\" <a@evil.example>",
        "From: =?utf-8?b?YW5AYmltc29uLmV4YW1wbGU=?= <a@evil.example>",
        "From: a@evil.example (an@bimson.example)",
        "From: (an@bimson.example) (x) a@evil.example",
        "From: an@bimson.example: a@evil.example;",
        "From: \"an@bimson.example\"@evil.example",
        "From: \"an@bimson.example via x\" <a@evil.example>, b@evil.example",
        "From: a@evil.example\r\nSender: an@bimson.example",
        "From: a@evil.example\r\nSender: \"an@bimson.example\" <b@evil.example>",
    };
    for (const char* header : ours) {
      CAPTURE(header);
      for (const char* path : {"x@evil.example", ""})
        CHECK(short_form(check_header_not_ours(*view, fields_of(header), path)) == "550 5.7.1");
    }
    CHECK(short_form(check_not_ours(*view, "an@bimson.example")) == "550 5.7.1");
    CHECK(short_form(check_not_ours(*view, "an@BIMSON.EXAMPLE")) == "550 5.7.1");
    CHECK(short_form(check_not_ours(*view, "an@ｂｉｍｓｏｎ.example")) == "550 5.7.1");
    CHECK(short_form(check_not_ours(*view, "")) == "");
    CHECK(short_form(check_not_ours(*view, "an@bimson.example.org")) == "");
  });
}

TEST_CASE("smtp/sender_check: one From with a domain, short enough to be looked at") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    tests::MailOffice office(std::move(db));
    const auto view = office.directory->view();
    const std::string refused[] = {
        "To: an@bimson.example",
        "Sender: x@y.example",
        "From: a@x.example\r\nFrom: b@x.example",
        "From: a@x.example\r\nFROM : a@x.example",
        "From:",
        "From: Giam Doc",
        "From: nobody:;",
        "From: <>",
        "From: an@[127.0.0.1]",
        "From: a@x.example, an@[IPv6:::1]",
        "From: a@b..c",
        "From: a@x.example\r\nSender: b@x.example\r\nSender: c@x.example",
        "From: a@x.example\r\nSender: b@x.example" + times(" ", kMaxSenderField),
        "From: " + times("a@x.example, ", kMaxSenderAddresses + 1) + "an@bimson.example",
        "From: " + times("a,", kMaxSenderField) + "a@x.example",
        "From: " + times("(c)\r\n ", 4000) + "a@x.example",
    };
    for (const std::string& header : refused) {
      CAPTURE(header.substr(0, 60));
      const auto reply = check_header_not_ours(*view, fields_of(header), "x@y.example");
      CHECK(short_form(reply) == "554 5.6.0");
      if (reply) CHECK(reply->text.size() > 20);  // it says why
    }
    const char* accepted[][2] = {
        {"From: \"Ông Trần\" <tran@x.example>", "tran@x.example"},
        {"From: x@bimson.example.org", "x@y.example"},
        {"From: x@not-bimson.example", "x@y.example"},
        {"From: x@notbimson.example", "x@y.example"},
        {"From: Ban: a@x.example, b@y.example;", "x@y.example"},
        {"From: a@x.example, Giam Doc", "x@y.example"},
        {"From: a@x.example, b@y.example\r\nSender: a@x.example", "a@x.example"},
        {"From: \"an@bimson.example via Danh sach\" <list@lists.example>", "bounces@lists.example"},
        {"From: list@lists.example\r\nReply-To: an@bimson.example", "bounces@lists.example"},
        {"From: MAILER-DAEMON@x.example (Mail Delivery System)", ""},
        {"From: Mailer-Daemon", ""},
        {"From: postmaster (Mail System)", ""},
        {"From: root@localhost", "root@localhost"},
    };
    for (const auto& [header, path] : accepted) {
      CAPTURE(header);
      CHECK(short_form(check_header_not_ours(*view, fields_of(header), path)) == "");
    }
    CHECK(short_form(check_header_not_ours(*view, fields_of("From: Mailer-Daemon"), "x@y.example")) == "554 5.6.0");
  });
}

TEST_CASE("smtp/sender_check: submission takes one From of the account's own") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    tests::MailOffice office(std::move(db));
    const auto view = office.directory->view();
    const auto sent = [&](const std::string& header) {
      return short_form(check_header_sender(*view, office.binh, fields_of(header), "", {}).refused);
    };
    CHECK(sent("From: binh@bimson.example") == "");
    CHECK(sent("From: an@bimson.example") == "550 5.7.1");
    CHECK(sent("From: binh@bimson.example, an@bimson.example") == "550 5.7.1");
    CHECK(sent("From: binh@bimson.example\r\nSender: an@bimson.example") == "550 5.7.1");
    CHECK(sent("Sender: binh@bimson.example") == "554 5.6.0");
    CHECK(sent("From: binh@bimson.example\r\nFrom: binh@bimson.example") == "554 5.6.0");
    CHECK(sent("From: " + times("binh@bimson.example,", kMaxSenderAddresses + 1) + "an@bimson.example") == "554 5.6.0");
    CHECK(sent("From: binh@bimson.example" + times(" ", kMaxSenderField) + ", an@bimson.example") == "554 5.6.0");
  });
}

TEST_CASE("smtp/sender_fields: one walk, bounded values") {
  const std::string header = "Received: 1\r\nFROM: a@b\r\n\tc\r\nreceived: 2\r\nX: y\r\nSender: s\r\n";
  const SenderFields fields = read_sender_fields(header + "\r\nReceived: 3\r\n");
  CHECK(fields.received == 2);
  CHECK(fields.from.count == 1);
  CHECK(fields.from.value == " a@b\r\n\tc\r\n");
  CHECK(fields.sender.value == " s\r\n");
  CHECK_FALSE(fields.has_8bit);
  CHECK(read_sender_fields("A: b\r\n\r\n\xc3\xa0").has_8bit);
  const SenderFields bomb = read_sender_fields(times("From: " + times("a,", 20000) + "\r\n", 50));
  CHECK(bomb.from.count == 50);
  CHECK(bomb.from.too_long);
  CHECK(bomb.from.value.size() == kMaxSenderField);
}
