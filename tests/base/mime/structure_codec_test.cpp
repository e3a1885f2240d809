#include "base/mime/structure_codec.h"

#include <doctest/doctest.h>

using namespace base;

namespace {
const std::string kRich =
    "From: A <a@b>\r\nTo: G: c@d;\r\nSubject: s\r\nDate: d\r\nMessage-ID: <1@x>\r\nIn-Reply-To: <0@x>\r\nContent-Type: multipart/mixed; boundary=b; x*0=1\r\n\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename=a\r\nContent-ID: <c>\r\nContent-Description: d\r\n"
    "Content-MD5: m\r\nContent-Location: l\r\nContent-Language: vi, en\r\n\r\nWA==\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nbody\r\n--b--\r\n";
}

TEST_CASE("mime/structure_codec: what was parsed comes back") {
  for (const std::string& bytes : {kRich, std::string(), std::string("\r\nx"),
                                   std::string("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--")}) {
    const ParsedMessage message = parse_message(bytes);
    const auto back = decode_structure(encode_structure(message));
    REQUIRE(back.has_value());
    CHECK(back->root == message.root);
    CHECK(back->envelope == message.envelope);
    CHECK(back->size == message.size);
    CHECK(back->flags == message.flags);
    CHECK(back->parser_version == kParserVersion);
    const std::string sections = encode_sections(message);
    CHECK(sections.size() <= encode_structure(message).size());
    const auto cut = decode_structure(sections);
    REQUIRE(cut.has_value());
    CHECK(cut->root == message.root);
    CHECK(cut->envelope == Envelope());
    CHECK(cut->size == message.size);
    CHECK(cut->flags == message.flags);
    CHECK(encode_sections(*cut) == sections);
    for (const std::string& stored : {sections, encode_structure(message)}) {
      const auto outline = decode_outline(stored);
      REQUIRE(outline.has_value());
      CHECK(outline->root.header == message.root.header);
      CHECK(outline->root.body == message.root.body);
      CHECK(outline->size == message.size);
    }
  }
}

TEST_CASE("mime/structure_codec: the bytes of version 1 stay readable") {
  // Written by the first release; if this fails the format changed and needs a new version number.
  const auto back = decode_structure(std::string_view(
      "\x01\x01\x00\x11\x00\x01\x01s\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0e\x00\x03\x00\x00", 23));
  REQUIRE(back.has_value());
  CHECK(back->envelope.subject == "s");
  CHECK(back->root.header == ByteRange{0, 14});
  CHECK(back->root.body == ByteRange{14, 17});
  const std::string bytes = "Subject: s\r\n\r\nabc";
  CHECK(encode_structure(parse_message(bytes)) ==
        std::string_view("\x02\x02\x00\x11\x00\x01\x01s\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0e\x00\x03\x00\x00",
                         23));
}

TEST_CASE("mime/structure_codec: damaged bytes are refused or read within bounds") {
  const ParsedMessage message = parse_message(kRich);
  for (const std::string& good : {encode_structure(message), encode_sections(message)}) {
    for (std::size_t size = 0; size < good.size(); ++size) {
      CHECK_FALSE(decode_structure(good.substr(0, size)).has_value());
      if (const auto outline = decode_outline(good.substr(0, size))) CHECK(outline->root.header == message.root.header);
    }
    CHECK_FALSE(decode_structure(good + 'x').has_value());
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ flip);
        const auto back = decode_structure(bad);
        if (back) CHECK(back->root.body.end <= back->size);
        const auto outline = decode_outline(bad);
        if (!outline) continue;
        CHECK(outline->root.header.begin <= outline->root.header.end);
        CHECK(outline->root.header.end <= outline->size);
        CHECK(outline->root.body.end <= outline->size);
      }
    }
    std::string newer = good;
    newer[0] = 9;
    CHECK(decode_structure(newer).error().code == ErrorCode::unsupported);
    CHECK_FALSE(decode_outline(newer).has_value());
  }
  CHECK(decode_structure("").error().code == ErrorCode::corrupt);
  CHECK(decode_outline("").error().code == ErrorCode::corrupt);
}
