#include "base/mime/section.h"

#include <doctest/doctest.h>

using namespace base;

namespace {

// The example tree of RFC 3501 §6.4.5: text, binary, message (text, binary), multipart (image, message (text,
// alternative)).
const std::string kMessage =
    "Subject: top\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
    "--a\r\n\r\npart1\r\n"
    "--a\r\nContent-Type: application/octet-stream\r\n\r\npart2\r\n"
    "--a\r\nContent-Type: message/rfc822\r\nX: mime3\r\n\r\n"
    "Subject: three\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\n\r\npart31\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\npart32\r\n--b--\r\n"
    "--a\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
    "--c\r\nContent-Type: image/gif\r\nX: mime41\r\n\r\npart41\r\n"
    "--c\r\nContent-Type: message/rfc822\r\n\r\nSubject: fourtwo\r\nTo: x\r\n\r\npart421\r\n"
    "--c--\r\n"
    "--a--\r\n";

std::string fetched(const ParsedMessage& message, std::string_view bytes, std::string_view section,
                    std::uint64_t prefix = 0) {
  const auto spec = parse_section(section);
  REQUIRE(spec.has_value());
  return section_text(message, bytes, *spec, prefix).value_or("NIL");
}

}  // namespace

TEST_CASE("mime/section: what each spec names (RFC 3501 section 6.4.5)") {
  const ParsedMessage message = parse_message(kMessage);
  const char* rows[][2] = {
      {"", kMessage.c_str()},
      {"HEADER", "Subject: top\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"},
      {"header.fields (SUBJECT)", "Subject: top\r\n\r\n"},
      {"HEADER.FIELDS (\"subject\" to)", "Subject: top\r\n\r\n"},
      {"HEADER.FIELDS.NOT (Subject)", "Content-Type: multipart/mixed; boundary=a\r\n\r\n"},
      {"1", "part1"},
      {"1.MIME", "\r\n"},
      {"2", "part2"},
      {"2.MIME", "Content-Type: application/octet-stream\r\n\r\n"},
      {"3.HEADER", "Subject: three\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"},
      {"3.TEXT", "--b\r\n\r\npart31\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\npart32\r\n--b--"},
      {"3.MIME", "Content-Type: message/rfc822\r\nX: mime3\r\n\r\n"},
      {"3.HEADER.FIELDS (Subject)", "Subject: three\r\n\r\n"},
      {"3.1", "part31"},
      {"3.2.MIME", "Content-Type: application/octet-stream\r\n\r\n"},
      {"4.1", "part41"},
      {"4.1.MIME", "Content-Type: image/gif\r\nX: mime41\r\n\r\n"},
      {"4.2.HEADER", "Subject: fourtwo\r\nTo: x\r\n\r\n"},
      {"4.2.TEXT", "part421"},
      {"4.2.1", "part421"},
      {"4.2.1.MIME", "Subject: fourtwo\r\nTo: x\r\n\r\n"},
      {"5", "NIL"},
      {"1.1", "NIL"},
      {"1.HEADER", "NIL"},
      {"1.TEXT", "NIL"},
      {"4.HEADER", "NIL"},
      {"4.3", "NIL"},
      {"4.2.2", "NIL"},
      {"4.2.1.1", "NIL"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    CHECK(fetched(message, kMessage, row[0]) == row[1]);
  }
}

TEST_CASE("mime/section: a message that is no multipart has part 1, its body") {
  const std::string bytes = "Subject: x\r\n\r\nbody\r\n";
  const ParsedMessage message = parse_message(bytes);
  CHECK(fetched(message, bytes, "1") == "body\r\n");
  CHECK(fetched(message, bytes, "TEXT") == "body\r\n");
  CHECK(fetched(message, bytes, "1.MIME") == "Subject: x\r\n\r\n");
  CHECK(fetched(message, bytes, "2") == "NIL");
  CHECK(fetched(message, bytes, "1.1") == "NIL");
}

TEST_CASE("mime/section: the stored prefix belongs to the root header and shifts the rest") {
  const std::string prefix = "Return-Path: <r@x>\r\nReceived: here\r\n";
  const ParsedMessage message = parse_message(kMessage);
  const std::string delivered = prefix + kMessage;
  CHECK(fetched(message, delivered, "", prefix.size()) == delivered);
  CHECK(fetched(message, delivered, "HEADER", prefix.size()) == prefix + fetched(message, kMessage, "HEADER"));
  CHECK(fetched(message, delivered, "HEADER.FIELDS (Return-Path)", prefix.size()) == "Return-Path: <r@x>\r\n\r\n");
  for (const char* section : {"1", "TEXT", "3.HEADER", "4.2.1", "4.1.MIME"}) {
    CHECK(fetched(message, delivered, section, prefix.size()) == fetched(message, kMessage, section));
  }
  const auto body = section_place(message, *parse_section("1"), prefix.size());
  REQUIRE(body.has_value());
  CHECK(body->range.of(delivered) == "part1");
  CHECK(body->inside.empty());
}

TEST_CASE("mime/section: specs outside the grammar are refused") {
  for (const char* bad :
       {"0", "1.", "1..2", ".1", "01", "MIME", "1.FOO", "HEADER.FIELDS", "HEADER.FIELDS ()", "HEADER.FIELDS (a",
        "HEADER.FIELDS (a  b)", "4294967296", "HEADERX", "TEXT.1", "1 ", "HEADER.FIELDS (\"a)", "-1", "1.HEADER.1"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(parse_section(bad).has_value());
  }
  CHECK(parse_section("4294967295").has_value());
}
