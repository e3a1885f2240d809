// The end of the data, dot-stuffing and smuggling, in pieces of every size.
#include "server/smtp/data_scanner.h"

#include <doctest/doctest.h>

using server::smtp::DataScanner;

namespace {

struct Outcome {
  bool done = false, lone = false, large = false, long_line = false;
  std::string message, rest;
};

Outcome scan(std::string_view wire, std::size_t piece, DataScanner::Limits limits = {1 << 20, 1 << 20}) {
  DataScanner scanner(DataScanner::Form::dots, limits);
  std::size_t at = 0;
  while (at < wire.size() && !scanner.done()) at += scanner.feed(wire.substr(at, piece));
  Outcome out{scanner.done(),          scanner.lone_cr_or_lf(), scanner.too_large(),
              scanner.line_too_long(), scanner.take(),          ""};
  out.rest = std::string(wire.substr(at));
  return out;
}

}  // namespace

TEST_CASE("smtp/data: dots are unstuffed and the end is found, in pieces of any size") {
  const std::string wire = "Subject: x\r\n\r\n..a\r\n.b\r\n...\r\nc.\r\n.\r\nRSET\r\n";
  for (std::size_t piece = 1; piece <= wire.size(); ++piece) {
    Outcome out = scan(wire, piece);
    CAPTURE(piece);
    CHECK(out.done);
    CHECK_FALSE(out.lone);
    CHECK(out.message == "Subject: x\r\n\r\n.a\r\nb\r\n..\r\nc.\r\n");
    CHECK(out.rest == "RSET\r\n");
  }
}

TEST_CASE("smtp/data: an empty message is a dot at once") {
  Outcome out = scan(".\r\n", 1);
  CHECK(out.done);
  CHECK(out.message.empty());
}

TEST_CASE("smtp/data: only CRLF.CRLF ends the data, everything else is noted as smuggling") {
  for (const std::string end :
       {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n.\r", "\r\n\r.\r\n", "\r\n.\r\r\n"}) {
    const std::string wire = "Subject: x\r\n\r\nbody" + end + "MAIL FROM:<evil@x>\r\n.\r\n";
    for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, wire.size()}) {
      Outcome out = scan(wire, piece);
      CAPTURE(end);
      CAPTURE(piece);
      CHECK(out.done);
      CHECK(out.rest.empty());  // nothing of it was taken for a command
      CHECK(out.lone);
    }
  }
}

TEST_CASE("smtp/data: limits keep the session in step") {
  const std::string body(100, 'x');
  Outcome large = scan(body + "\r\n.\r\nQUIT\r\n", 7, {50, 1000});
  CHECK(large.done);
  CHECK(large.large);
  CHECK(large.message.empty());
  CHECK(large.rest == "QUIT\r\n");
  CHECK(scan(body + "\r\n.\r\n", 7, {1000, 50}).long_line);
  CHECK_FALSE(scan(body + "\r\n.\r\n", 7, {1000, 102}).long_line);
}

TEST_CASE("smtp/data: chunks keep their dots") {
  DataScanner scanner(DataScanner::Form::chunks, {1000, 1000});
  CHECK(scanner.feed(".a\r\n.\r") == 6);
  CHECK(scanner.feed("\n..") == 3);
  CHECK_FALSE(scanner.lone_cr_or_lf());
  CHECK(scanner.take() == ".a\r\n.\r\n..");
  DataScanner lone(DataScanner::Form::chunks, {1000, 1000});
  lone.feed("a\r");
  CHECK(lone.lone_cr_or_lf());
}
