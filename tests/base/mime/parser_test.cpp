#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/mime/message.h"

using namespace base;

namespace {

// The tree in one line: "multipart/mixed[text/plain(5,1) message/rfc822[text/html(3,0)]]", sizes and lines of leaves.
std::string outline(const Part& part) {
  std::string out = part.content_type.type + '/' + part.content_type.subtype;
  if (part.children.empty())
    return out + '(' + std::to_string(part.body.size()) + ',' + std::to_string(part.body_lines) + ')';
  out += '[';
  for (std::size_t i = 0; i < part.children.size(); ++i) out += (i ? " " : "") + outline(part.children[i]);
  return out + ']';
}

void check_ranges(const Part& part, std::uint64_t begin, std::uint64_t end) {
  REQUIRE(part.header.begin >= begin);
  REQUIRE(part.header.begin <= part.header.end);
  REQUIRE(part.header.end <= part.body.begin);
  REQUIRE(part.body.begin <= part.body.end);
  REQUIRE(part.body.end <= end);
  for (const Part& child : part.children) {
    check_ranges(child, std::max(begin, part.body.begin), part.body.end);
    begin = child.body.end;
  }
}

}  // namespace

TEST_CASE("mime/parser: raw bytes to structure") {
  struct Row {
    const char* name;
    std::string bytes;
    const char* outline;
    std::uint32_t flags;
  };
  const std::string two = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  const Row rows[] = {
      {"empty", "", "text/plain(0,0)", 0},
      {"only a header", "Subject: x\r\n", "text/plain(0,0)", 0},
      {"no line end", "Subject: x", "text/plain(0,0)", 0},
      {"blank line first", "\r\nbody\r\n", "text/plain(6,1)", 0},
      {"unfinished last line", "A: b\r\n\r\none\r\ntwo", "text/plain(8,1)", 0},
      {"lone LF", "A: b\n\none\ntwo\n", "text/plain(8,2)", kHasLoneLf},
      {"lone CR is a byte", "A: b\r\n\r\none\rtwo\r\n", "text/plain(9,1)", kHasLoneCr},
      {"two parts", two + "--b\r\n\r\none\r\n--b\r\nContent-Type: text/html\r\n\r\ntwo\r\n--b--\r\n",
       "multipart/mixed[text/plain(3,0) text/html(3,0)]", 0},
      {"preamble and epilogue", two + "pre\r\n--b\r\n\r\none\r\n--b--\r\nepi\r\n--b\r\nnot a part\r\n",
       "multipart/mixed[text/plain(3,0)]", 0},
      {"missing last boundary", two + "--b\r\n\r\none\r\n", "multipart/mixed[text/plain(5,1)]", kMissingBoundary},
      {"no boundary in the body", two + "just text\r\n", "multipart/mixed[text/plain(11,1)]", kMissingBoundary},
      {"no boundary parameter", "Content-Type: multipart/mixed\r\n\r\ntext\r\n", "multipart/mixed[text/plain(6,1)]",
       kMissingBoundary},
      {"no parts", two + "pre\r\n--b--\r\n", "multipart/mixed[text/plain(5,1)]", 0},
      {"part without blank line", two + "--b\r\nContent-Type: text/html\r\n--b--\r\n",
       "multipart/mixed[text/html(0,0)]", 0},
      {"blanks after the boundary", two + "--b \t\r\n\r\none\r\n--b-- \r\n", "multipart/mixed[text/plain(3,0)]", 0},
      {"longer line is no boundary", two + "--b\r\n\r\n--bb\r\n--b x\r\n--b--\r\n", "multipart/mixed[text/plain(11,1)]",
       0},
      {"quoted boundary", "Content-Type: multipart/mixed; boundary=\"a b:c\"\r\n\r\n--a b:c\r\n\r\nx\r\n--a b:c--",
       "multipart/mixed[text/plain(1,0)]", 0},
      {"digest", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: in\r\n\r\nxx\r\n--b--\r\n",
       "multipart/digest[message/rfc822[text/plain(2,0)]]", 0},
      {"embedded message cut in its header",
       two + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n--b--\r\n",
       "multipart/mixed[message/rfc822[text/plain(0,0)]]", 0},
      {"empty embedded message", two + "--b\r\nContent-Type: message/rfc822\r\n\r\n--b--\r\n",
       "multipart/mixed[message/rfc822[text/plain(0,0)]]", 0},
      {"blank line of an embedded header before a boundary",
       two + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\n--b--\r\n",
       "multipart/mixed[message/rfc822[text/plain(0,0)]]", 0},
      {"nested",
       two +
           "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\n1\r\n--c\r\n\r\n2\r\n--c--\r\n--b\r\n\r\n3\r\n--b--\r\n",
       "multipart/mixed[multipart/alternative[text/plain(1,0) text/plain(1,0)] text/plain(1,0)]", 0},
      {"inner one never closed",
       two + "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\n1\r\n--b\r\n\r\n3\r\n--b--\r\n",
       "multipart/mixed[multipart/alternative[text/plain(1,0)] text/plain(1,0)]", kMissingBoundary},
      {"boundaries that are prefixes",
       two +
           "--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\n1\r\n--bb--\r\n--b\r\n\r\n22\r\n--b--\r\n",
       "multipart/mixed[multipart/alternative[text/plain(1,0)] text/plain(2,0)]", 0},
      {"the outer one is longer",
       "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--bb\r\n\r\n22\r\n--bb--\r\n",
       "multipart/mixed[multipart/alternative[text/plain(1,0)] text/plain(2,0)]", kMissingBoundary},
      {"same boundary inside",
       two + "--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b--\r\n--b--\r\n",
       "multipart/mixed[multipart/alternative[text/plain(1,0)]]", 0},
      {"boundary like an encoded word",
       "Content-Type: multipart/mixed; boundary=\"=?utf-8?q?b?=\"\r\n\r\n--=?utf-8?q?b?=\r\n\r\nx\r\n--=?utf-8?q?b?=--",
       "multipart/mixed[text/plain(1,0)]", 0},
      {"unreadable content type", "Content-Type: nonsense\r\n\r\nx", "text/plain(1,0)", 0},
      {"repeated content type, the first counts", "Content-Type: text/html\r\nContent-Type: image/png\r\n\r\nx",
       "text/html(1,0)", 0},
      {"mbox From line", "From a@b Mon Jan 1 00:00:00 2020\r\nContent-Type: text/html\r\n\r\nx", "text/html(1,0)", 0},
      {"8-bit and NUL", std::string("A: \xE9\r\n\r\n\0", 9), "text/plain(1,0)", kHas8Bit | kHas8BitHeader | kHasNul},
      {"folded boundary parameter",
       "Content-Type: multipart/mixed;\r\n\tboundary*0=a;\r\n boundary*1=b\r\n\r\n--ab\r\n\r\nx\r\n--ab--",
       "multipart/mixed[text/plain(1,0)]", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const ParsedMessage message = parse_message(row.bytes);
    CHECK(outline(message.root) == row.outline);
    CHECK(message.flags == row.flags);
    CHECK(message.size == row.bytes.size());
    check_ranges(message.root, 0, row.bytes.size());
  }
}

TEST_CASE("mime/parser: a comment behind a boundary, an encoding or a language is none of it") {
  const ParsedMessage message = parse_message(
      "Content-Type: multipart/mixed; boundary=R(the outer one)\r\n\r\n--R\r\nContent-Type: text/html(page); charset=utf-8(always)\r\n"
      "Content-Transfer-Encoding: (so it is) base64(encoded)\r\nContent-Language: vi(tiếng Việt), en (English, too)\r\n\r\nPHA+\r\n--R--\r\n");
  CHECK(outline(message.root) == "multipart/mixed[text/html(4,0)]");
  CHECK(message.root.content_type.parameter("boundary") == "R");
  const Part& part = message.root.children.at(0);
  CHECK(part.encoding == "base64");
  CHECK(part.content_type.charset() == "utf-8");
  CHECK(part.languages == std::vector<std::string>{"vi", "en"});
}

TEST_CASE("mime/parser: ranges are exact") {
  const std::string bytes =
      "Subject: out\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\nContent-ID: <1>\r\n\r\nline 1\r\nline 2\r\n--b--\r\nepi";
  const ParsedMessage message = parse_message(bytes);
  REQUIRE(message.root.children.size() == 1);
  const Part& part = message.root.children[0];
  CHECK(message.root.header.of(bytes) == "Subject: out\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
  CHECK(part.header.of(bytes) == "Content-ID: <1>\r\n\r\n");
  CHECK(part.body.of(bytes) == "line 1\r\nline 2");
  CHECK(part.body_lines == 1);
  CHECK(message.root.body_lines == 7);
  CHECK(part.content_id == "<1>");
  REQUIRE(message.fields.size() == 2);
  CHECK(message.fields[1].name(bytes) == "Content-Type");
  CHECK(message.fields[0].value(bytes) == " out\r\n");
}

TEST_CASE("mime/parser: part fields") {
  const ParsedMessage message = parse_message(
      "content-type : IMAGE/PNG ; name=\"a\\\"b.png\"\r\nContent-Transfer-Encoding: \"BASE64\" (c)\r\nContent-Disposition: ATTACHMENT; filename*=utf-8''%C4%91.png\r\n"
      "Content-Description: =?utf-8?q?x?=\r\nContent-MD5: abc=\r\nContent-Language: vi, en\r\nContent-Location: http://x/\r\n\r\n");
  const Part& part = message.root;
  CHECK(part.content_type.is("image", "png"));
  CHECK(part.content_type.parameter("name") == "a\"b.png");
  CHECK(part.encoding == "base64");
  CHECK(part.disposition.type == "attachment");
  CHECK(part.file_name() == "đ.png");
  CHECK(part.is_attachment());
  CHECK(part.description == "=?utf-8?q?x?=");
  CHECK(part.md5 == "abc=");
  CHECK(part.languages == std::vector<std::string>{"vi", "en"});
  CHECK(part.location == "http://x/");
}

TEST_CASE("mime/parser: what counts as an attachment") {
  const std::pair<const char*, bool> rows[] = {
      {"", false},
      {"Content-Type: text/csv; name=a.csv\r\n", true},
      {"Content-Disposition: attachment\r\n", true},
      {"Content-Type: application/pdf\r\n", true},
      {"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n", false},
      {"Content-Type: application/ld+json\r\n", false},
      {"Content-Type: image/png\r\n", true},
      {"Content-Type: image/png\r\nContent-ID: <x>\r\n", false},
      {"Content-Type: message/rfc822\r\n", true},
      {"Content-Type: message/delivery-status\r\n", false},
      {"Content-Type: multipart/mixed; boundary=b\r\n", false},
  };
  for (const auto& [header, expected] : rows) {
    CAPTURE(std::string(header));
    CHECK(parse_message(std::string(header) + "\r\n").root.is_attachment() == expected);
  }
}

TEST_CASE("mime/parser: the envelope takes the first field of each name, raw text in UTF-8") {
  const ParsedMessage message = parse_message(
      "Subject: first\r\nSubject: second\r\nFrom: a@b\r\nFrom: c@d\r\nTo:\r\nMessage-Id: <1@x>\r\nIn-Reply-To: <0@x>\r\n (c)\r\nDate: \r\nCc: caf\xE9 <x@y>\r\n\r\n");
  const Envelope& e = message.envelope;
  CHECK(e.subject == "first");
  REQUIRE(e.from.size() == 1);
  CHECK(e.from[0] == Address::of("", "a", "b"));
  CHECK(e.to.empty());
  CHECK(e.date == "");
  CHECK_FALSE(parse_message("A: b\r\n\r\n").envelope.date.has_value());
  CHECK(e.message_id == "<1@x>");
  CHECK(e.in_reply_to == "<0@x> (c)");
  REQUIRE(e.cc.size() == 1);
  CHECK(e.cc[0].name == "café");
  CHECK(parse_envelope("Subject: s\r\n\r\nSubject: body\r\n").subject == "s");
}

TEST_CASE("mime/parser: nesting and part counts stop at their limits") {
  std::string deep;
  for (int i = 0; i < 300; ++i)
    deep +=
        "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "x\r\n\r\n--b" + std::to_string(i) + "x\r\n";
  deep += "\r\nbottom\r\n";
  const ParsedMessage nested = parse_message(deep);
  CHECK((nested.flags & kDepthLimitHit) != 0);
  int depth = 0;
  for (const Part* part = &nested.root; !part->children.empty(); part = &part->children.front()) ++depth;
  CHECK(depth >= 100);
  CHECK(depth <= 102);
  check_ranges(nested.root, 0, deep.size());

  std::string messages;
  for (int i = 0; i < 300; ++i) messages += "Content-Type: message/rfc822\r\n\r\n";
  const ParsedMessage embedded = parse_message(messages);
  CHECK((embedded.flags & kDepthLimitHit) != 0);
  check_ranges(embedded.root, 0, messages.size());

  std::string wide = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 2000; ++i) wide += "--b\r\n\r\nx\r\n";
  const ParsedMessage flat = parse_message(wide + "--b--\r\n");
  CHECK((flat.flags & kPartLimitHit) != 0);
  CHECK(flat.root.children.size() == 999);
  CHECK(flat.root.children.back().body.size() > 1000);

  ParseLimits limits;
  limits.header_fields = 3;
  const ParsedMessage few = parse_message("A: 1\r\nB: 2\r\nC: 3\r\nSubject: x\r\n\r\n", limits);
  CHECK((few.flags & kHeaderLimitHit) != 0);
  CHECK_FALSE(few.envelope.subject.has_value());
}

TEST_CASE("mime/parser: a header line of megabytes is cut, not refused") {
  const ParsedMessage message = parse_message("Subject: " + std::string(5u << 20, 'x') + "\r\nFrom: a@b\r\n\r\nbody");
  CHECK((message.flags & kHeaderLimitHit) != 0);
  CHECK((message.flags & kHasLongLine) != 0);
  CHECK(message.envelope.subject->size() <= (1u << 20));
  CHECK(message.envelope.from.size() == 1);
  CHECK(message.root.body.size() == 4);
}

TEST_CASE("mime/parser: header fields are selected and removed as they stand") {
  const std::string header = "From: a\r\nTO: b\r\n c\r\nno field\r\nX-A : d\r\nto: e\r\n\r\n";
  CHECK(select_header_fields(header, {"to", "X-a"}, false) == "TO: b\r\n c\r\nX-A : d\r\nto: e\r\n\r\n");
  CHECK(select_header_fields(header, {"to"}, true) == "From: a\r\nX-A : d\r\n\r\n");
  CHECK(select_header_fields(header, {"none"}, false) == "\r\n");
  CHECK(select_header_fields("A: b", {"a"}, false) == "A: b\r\n\r\n");
  CHECK(header_value(header, "To") == "b c");
  CHECK(header_values(header, "To") == std::vector<std::string>{"b c", "e"});
  CHECK_FALSE(header_value(header, "Cc").has_value());
  CHECK(header_size(header + "body") == header.size());
  CHECK(remove_header_fields(header + "to: body", {"TO"}) == "From: a\r\nno field\r\nX-A : d\r\n\r\nto: body");
}
