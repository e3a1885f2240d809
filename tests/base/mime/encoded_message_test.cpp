// Embedded messages that are themselves in base64 or quoted-printable (RFC 6532 §3.7; RFC 2046 §5.2.1 forbids it,
// senders do it): read decoded, fetched by IMAP as they stand, their parts decoded.
#include <doctest/doctest.h>

#include <string>

#include "base/mime/decoded_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/section.h"
#include "base/mime/structure_codec.h"
#include "base/text/encoding.h"

using namespace base;

namespace {

const std::string kInner =
    "From: Lò Thị Đạt <dat@x.example>\r\nSubject: văn bản bên trong\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nnộidunglạ\r\n--i\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>chữkhác</p>\r\n--i--\r\n";

std::string around(const std::string& type, const std::string& encoding, const std::string& body,
                   const std::string& b = "O") {
  return "Subject: ngoài\r\nContent-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n\r\none\r\n--" + b +
         "\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n--" + b +
         "--\r\n";
}

std::string fetched(const ParsedMessage& message, const std::string& bytes, const char* section,
                    std::size_t prefix = 0) {
  return section_text(message, bytes, *parse_section(section), prefix).value_or("NIL");
}

}  // namespace

TEST_CASE("mime/encoded_message: read decoded, whatever the label") {
  const std::pair<const char*, std::string> encodings[] = {{"base64", base64_encode_lines(kInner)},
                                                           {"quoted-printable", quoted_printable_encode(kInner)}};
  for (const char* type : {"message/global", "message/rfc822"}) {
    for (const auto& [encoding, body] : encodings) {
      CAPTURE(std::string(type));
      CAPTURE(std::string(encoding));
      const std::string bytes = around(type, encoding, body);
      const ParsedMessage message = parse_message(bytes);
      const Part& part = message.root.children.at(1);
      REQUIRE(part.is_message());
      CHECK(part.envelope->subject == "văn bản bên trong");
      CHECK(part.envelope->from.at(0).mailbox == "dat");
      CHECK(part.decoded_size == kInner.size());
      REQUIRE(part.children.size() == 1);
      CHECK(part.children[0].children.size() == 2);
      const std::string structure = imap_body_structure(message.root);
      CHECK(structure.find("\"html\"") != std::string::npos);
      CHECK(structure.find("\"dat\" \"x.example\"") != std::string::npos);
      CHECK(structure.find(std::string("\"") + encoding + "\" " + std::to_string(part.body.size())) !=
            std::string::npos);  // its own size: encoded

      // BODY[2] is what stands in the message; what lies inside is decoded.
      for (const std::size_t prefix : {0u, 10u}) {
        const std::string delivered = std::string(prefix, 'p') + bytes;
        CHECK(fetched(message, delivered, "2", prefix) == body);
        CHECK(fetched(message, delivered, "2.MIME", prefix) ==
              std::string("Content-Type: ") + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n");
        CHECK(fetched(message, delivered, "2.HEADER", prefix) == kInner.substr(0, kInner.find("--i")));
        CHECK(fetched(message, delivered, "2.HEADER.FIELDS (Subject)", prefix) == "Subject: văn bản bên trong\r\n\r\n");
        CHECK(fetched(message, delivered, "2.TEXT", prefix) == kInner.substr(kInner.find("--i")));
        CHECK(fetched(message, delivered, "2.1", prefix) == "nộidunglạ");
        CHECK(fetched(message, delivered, "2.2", prefix) == "<p>chữkhác</p>");
        CHECK(fetched(message, delivered, "2.2.MIME", prefix) == "Content-Type: text/html; charset=utf-8\r\n\r\n");
        CHECK(fetched(message, delivered, "2.3", prefix) == "NIL");
        CHECK(fetched(message, delivered, "1", prefix) == "one");
      }
      CHECK(decode_text(message, bytes).text.find("nộidunglạ") != std::string::npos);
      CHECK(searchable_body(message, bytes).text.find("nộidunglạ") != std::string::npos);
      CHECK(searchable_body(message, bytes).text.find("chữkhác") != std::string::npos);
      CHECK(searchable_body(message, bytes).text.find("Subject: văn bản bên trong") != std::string::npos);

      const auto back = decode_structure(encode_structure(message));
      REQUIRE(back.has_value());
      CHECK(back->root == message.root);
      CHECK(fetched(*back, bytes, "2.1") == "nộidunglạ");
    }
  }
}

TEST_CASE("mime/encoded_message: one inside another, and as the whole message") {
  std::string text = kInner;
  for (int i = 0; i < 3; ++i) {
    const bool base64 = i % 2 == 0;
    text = around("message/rfc822", base64 ? "base64" : "quoted-printable",
                  base64 ? base64_encode_lines(text) : quoted_printable_encode(text), "O" + std::to_string(i));
  }
  const ParsedMessage message = parse_message(text);
  CHECK(fetched(message, text, "2.2.2.1") == "nộidunglạ");
  CHECK(fetched(message, text, "2.2.1") == "one");
  CHECK(fetched(message, text, "2.2.2.HEADER.FIELDS (From)") == "From: Lò Thị Đạt <dat@x.example>\r\n\r\n");
  CHECK(searchable_body(message, text).text.find("nộidunglạ") != std::string::npos);

  const std::string root =
      "Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode_lines(kInner);
  const ParsedMessage alone = parse_message(root);
  REQUIRE(alone.root.is_message());
  CHECK(alone.root.envelope->subject == "văn bản bên trong");
  CHECK(fetched(alone, root, "1.1") == "nộidunglạ");
  CHECK(fetched(alone, root, "1") == base64_encode_lines(kInner));
}

TEST_CASE("mime/encoded_message: a label that is not true, and nothing inside") {
  const std::string plain = around("message/rfc822", "base64", kInner);
  const ParsedMessage message = parse_message(plain);
  CHECK(message.root.children.at(1).envelope->subject == "văn bản bên trong");
  CHECK_FALSE(message.root.children[1].decoded_size.has_value());
  CHECK(fetched(message, plain, "2.1") == "nộidunglạ");

  for (const char* encoding : {"base64", "quoted-printable"}) {
    const std::string empty = around("message/global", encoding, "\r\n");
    const ParsedMessage none = parse_message(empty);
    REQUIRE(none.root.children.size() == 2);
    CHECK(none.root.children[1].is_message());
    CHECK(none.root.children[1].children.size() == 1);
  }
}

TEST_CASE("mime/encoded_message: too much to decode stays as it is") {
  ParseLimits limits;
  limits.decoded_octets = 50;
  const std::string bytes = around("message/global", "base64", base64_encode_lines(kInner));
  const ParsedMessage message = parse_message(bytes, limits);
  const Part& part = message.root.children.at(1);
  CHECK((message.flags & kBudgetHit) != 0);
  REQUIRE(part.is_message());
  CHECK_FALSE(part.decoded_size.has_value());
  CHECK(part.children.at(0).body == part.body);
  // Quoted-printable inside quoted-printable: the decoded octets are one budget for all levels, and so is the depth.
  std::string deep = kInner;
  for (int i = 0; i < 150; ++i)
    deep = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + deep;
  CHECK((parse_message(deep).flags & (kPartLimitHit | kDepthLimitHit)) != 0);
}
