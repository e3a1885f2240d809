// Grammar of SMTP commands as tables.
#include "server/smtp/arguments.h"

#include <doctest/doctest.h>

using namespace server::smtp;

TEST_CASE("smtp/arguments: a command line splits into verb and rest") {
  CHECK(split_command("mail FROM:<a@b>").verb == "MAIL");
  CHECK(split_command("mail FROM:<a@b>").rest == "FROM:<a@b>");
  CHECK(split_command("NOOP").rest.empty());
  CHECK(split_command("QUIT  ").rest.empty());
  CHECK(split_command("").verb.empty());
  CHECK(split_command(std::string(40, 'A')).verb.empty());
}

TEST_CASE("smtp/arguments: MAIL paths") {
  struct Row {
    const char* in;
    const char* path;  // null = refused
    int code;
  } rows[] = {
      {"FROM:<a@b.example>", "a@b.example", 0},
      {"from: <a@b.example>", "a@b.example", 0},
      {"FROM:<>", "", 0},
      {"FROM:<@one,@two:a@b.example>", "a@b.example", 0},
      {"FROM:<\"a b\"@b.example>", "\"a b\"@b.example", 0},
      {"FROM:<\"a>b\"@b.example>", "\"a>b\"@b.example", 0},
      {"FROM:<a@[192.0.2.1]>", "a@[192.0.2.1]", 0},
      {"FROM:a@b.example", nullptr, 501},
      {"FROM:<a@b.example", nullptr, 501},
      {"FROM:<a@b.example>x", nullptr, 501},
      {"FROM:<a b@b.example>", nullptr, 501},
      {"FROM:<a@>", nullptr, 501},
      {"FROM:<@b.example>", nullptr, 501},
      {"TO:<a@b.example>", nullptr, 501},
      {"", nullptr, 501},
      {"FROM:<bình@b.example>", nullptr, 553},
      {"FROM:<bình@b.example> SMTPUTF8", "bình@b.example", 0},
      {"FROM:<\xff@b.example> SMTPUTF8", nullptr, 501},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    auto parsed = parse_mail(row.in);
    if (row.path) {
      REQUIRE(std::holds_alternative<MailArgs>(parsed));
      CHECK(std::get<MailArgs>(parsed).reverse_path == row.path);
    } else {
      REQUIRE(std::holds_alternative<Reply>(parsed));
      CHECK(std::get<Reply>(parsed).code == row.code);
    }
  }
}

TEST_CASE("smtp/arguments: MAIL parameters") {
  auto good = parse_mail("FROM:<a@b.example> SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=QQ+2B1 AUTH=<> SMTPUTF8");
  REQUIRE(std::holds_alternative<MailArgs>(good));
  const MailArgs& args = std::get<MailArgs>(good);
  CHECK(args.size == 1000);
  CHECK(args.body_8bit);
  CHECK(args.headers_only);
  CHECK(args.envid == "QQ+1");
  CHECK(args.smtputf8);
  struct Row {
    const char* in;
    int code;
  } rows[] = {
      {"FROM:<a@b.example> SIZE=x", 501},
      {"FROM:<a@b.example> SIZE=-1", 501},
      {"FROM:<a@b.example> SIZE=99999999999999999999", 552},
      {"FROM:<a@b.example> SIZE=1 SIZE=2", 501},
      {"FROM:<a@b.example> BODY=BINARYMIME", 501},
      {"FROM:<a@b.example> SMTPUTF8=1", 501},
      {"FROM:<a@b.example> FOO=1", 555},
      {"FROM:<a@b.example> ENVID=a+zz", 501},
      {"FROM:<a@b.example> =x", 501},
      {"FROM:<a@b.example> RET=", 501},
      {"FROM:<a@b.example> ENVID=a+0D+0Ab", 501},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    auto parsed = parse_mail(row.in);
    REQUIRE(std::holds_alternative<Reply>(parsed));
    CHECK(std::get<Reply>(parsed).code == row.code);
  }
}

TEST_CASE("smtp/arguments: RCPT with DSN parameters") {
  auto parsed = parse_rcpt("TO:<a@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob+2Bx@b.example", false);
  REQUIRE(std::holds_alternative<mailstore::EnvelopeRecipient>(parsed));
  const auto& recipient = std::get<mailstore::EnvelopeRecipient>(parsed);
  CHECK(recipient.address == "a@b.example");
  CHECK(recipient.notify.success);
  CHECK(recipient.notify.delay);
  CHECK_FALSE(recipient.notify.failure);
  CHECK(recipient.original == "rfc822;Bob+x@b.example");

  auto plain = std::get<mailstore::EnvelopeRecipient>(parse_rcpt("TO:<a@b.example>", false));
  CHECK(plain.notify.failure);
  CHECK_FALSE(plain.notify.success);
  CHECK(std::get<mailstore::EnvelopeRecipient>(parse_rcpt("TO:<a@b.example> NOTIFY=NEVER", false)).notify.never);
  CHECK(std::get<mailstore::EnvelopeRecipient>(parse_rcpt("TO:<Postmaster>", false)).address == "postmaster");
  auto utf8 = parse_rcpt("TO:<bình@b.example> ORCPT=utf-8;b\\x{EC}nh@b.example", true);
  REQUIRE(std::holds_alternative<mailstore::EnvelopeRecipient>(utf8));
  CHECK(std::get<mailstore::EnvelopeRecipient>(utf8).original == "utf-8;bình@b.example");

  for (const char* bad :
       {"TO:<>", "TO:<a@b.example> NOTIFY=NEVER,SUCCESS", "TO:<a@b.example> NOTIFY=FOO", "TO:<a@b.example> ORCPT=x",
        "TO:<a@b.example> NOTIFY=SUCCESS,", "TO:<a b@c>", "TO:<bình@b.example>", "TO:<a@b.example> SIZE=1"}) {
    CAPTURE(bad);
    CHECK(std::holds_alternative<Reply>(parse_rcpt(bad, false)));
  }
}

TEST_CASE("smtp/arguments: BDAT, HELO and xtext") {
  CHECK(std::get<BdatArgs>(parse_bdat("10")).size == 10);
  CHECK_FALSE(std::get<BdatArgs>(parse_bdat("10")).last);
  CHECK(std::get<BdatArgs>(parse_bdat("0 last")).last);
  for (const char* bad : {"", "x", "-1", "10 x", "99999999999999999999999"})
    CHECK(std::holds_alternative<Reply>(parse_bdat(bad)));
  CHECK(std::get<std::string>(parse_helo("[127.0.0.1]")) == "[127.0.0.1]");
  CHECK(std::get<std::string>(parse_helo("my_pc")) == "my_pc");
  CHECK(std::holds_alternative<Reply>(parse_helo("")));
  CHECK(std::holds_alternative<Reply>(parse_helo("a(b)")));
  CHECK(decode_xtext("a+2Bb") == "a+b");
  CHECK_FALSE(decode_xtext("a+2b"));  // lower case hex is no xtext
  CHECK_FALSE(decode_xtext("a+"));
  CHECK_FALSE(decode_xtext("a=b"));
  CHECK_FALSE(decode_utf8_xtext("\\x{D800}"));
}
