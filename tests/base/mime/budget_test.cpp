// One budget for the whole message: what is kept of it never grows by a multiple of what came, whichever kind of
// element is multiplied.
#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/structure_codec.h"

using namespace base;

namespace {

constexpr std::size_t kMiB = 1u << 20;

std::string times(std::string_view piece, std::size_t count) {
  std::string out;
  out.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

std::size_t addresses_of(const Envelope& e) {
  return e.from.size() + e.sender.size() + e.reply_to.size() + e.to.size() + e.cc.size() + e.bcc.size();
}

std::size_t addresses_of(const Part& part) {
  std::size_t n = part.envelope ? addresses_of(*part.envelope) : 0;
  for (const Part& child : part.children) n += addresses_of(child);
  return n;
}

// All texts that are written beside a message.
std::size_t stored(const ParsedMessage& message) {
  return imap_envelope(message.envelope).size() + imap_body(message.root).size() +
         imap_body_structure(message.root).size() + encode_structure(message).size();
}

std::string mixed_of(const std::string& part, std::size_t count) {
  return "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
         times("--b\r\n" + part + "\r\n", count) + "--b--\r\n";
}

}  // namespace

TEST_CASE("mime/budget: elements add up, they do not multiply") {
  const std::string list = times("a,", 9998);
  const struct {
    const char* name;
    std::function<std::string()> make;
  } rows[] = {
      {"embedded messages with lists of addresses",
       [&] {
         return mixed_of("Content-Type: message/rfc822\r\n\r\nFrom: " + list + "\r\nTo: " + list + "\r\n\r\nx", 150);
       }},
      {"the same, each decoded out of quoted-printable",
       [&] {
         return mixed_of("Content-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nFrom: " +
                             list + "\r\n\r\nx",
                         200);
       }},
      {"lists of addresses in one header",
       [&] {
         return "From: " + list + "\r\nSender: " + list + "\r\nReply-To: " + list + "\r\nTo: " + list +
                "\r\nCc: " + list + "\r\nBcc: " + list + "\r\n\r\nx";
       }},
      {"parameters",
       [&] {
         return mixed_of(
             "Content-Type: a/b" + times(";c=d", 199) + "\r\nContent-Disposition: x" + times(";e=f", 199) + "\r\n\r\nx",
             900);
       }},
      {"parameters full of quotes",
       [&] { return mixed_of("Content-Type: a/b; c=\"" + times("\\\"", 30000) + "\"\r\n\r\nx", 20); }},
      {"languages", [&] { return mixed_of("Content-Language: " + times("a,", 100) + "\r\n\r\nx", 900); }},
      {"descriptions", [&] { return mixed_of("Content-Description: " + times("\"", 100000) + "\r\n\r\nx", 50); }},
      {"long types",
       [&] {
         return mixed_of("Content-Type: a/" + times("b", 100000) +
                             "\r\nContent-Transfer-Encoding: " + times("c", 100000) + "\r\n\r\nx",
                         50);
       }},
      {"subjects of embedded messages",
       [&] { return mixed_of("Content-Type: message/rfc822\r\n\r\nSubject: " + times("s", 60000) + "\r\n\r\nx", 90); }},
      {"one subject",
       [&] { return "Subject: " + times("s", 3 * kMiB) + "\r\nMessage-ID: <" + times("i", 3 * kMiB) + ">\r\n\r\nx"; }},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row.name));
    const std::string bytes = row.make();
    const ParsedMessage message = parse_message(bytes);
    const std::size_t kept = stored(message);
    CAPTURE(bytes.size());
    CHECK(kept <= 3 * kMiB);
    CHECK(kept <= bytes.size() + kMiB);
    const bool cut = (message.flags & (kBudgetHit | kPartLimitHit)) != 0;
    CHECK(cut == (std::string_view(row.name) != "long types"));  // those are cut to what a type may have
    CHECK(addresses_of(message.envelope) + addresses_of(message.root) <= ParseLimits{}.addresses);
    // What was cut comes back from the store as it was cut.
    const auto back = decode_structure(encode_structure(message));
    REQUIRE(back.has_value());
    CHECK(back->root == message.root);
    CHECK(back->envelope == message.envelope);
  }
}

TEST_CASE("mime/budget: one greedy field leaves room for the others") {
  const ParsedMessage message =
      parse_message("To: " + times("a,", 200000) + "\r\nSubject: " + times("s", 400000) +
                    "\r\nFrom: Trần Văn An <an@b.example>\r\nMessage-ID: <1@b.example>\r\n"
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n");
  CHECK((message.flags & kBudgetHit) != 0);
  REQUIRE(message.envelope.from.size() == 1);
  CHECK(message.envelope.from[0].addr_spec() == "an@b.example");
  CHECK(message.envelope.message_id == "<1@b.example>");
  CHECK(message.root.children.size() == 2);
}

TEST_CASE("mime/budget: honest mail is kept whole") {
  std::string people;
  for (int i = 0; i < 3000; ++i)
    people += (i == 0 ? "" : ",\r\n ") + std::string("can.bo.") + std::to_string(i) + "@tinh.example";
  const ParsedMessage circular = parse_message("From: a@b.example\r\nTo: " + people + "\r\nSubject: s\r\n\r\nx");
  CHECK(circular.envelope.to.size() == 3000);
  CHECK((circular.flags & kBudgetHit) == 0);

  const ParsedMessage digest = parse_message(mixed_of(
      "Content-Type: message/rfc822\r\n\r\nFrom: Somebody <one@list.example>\r\nTo: two@list.example\r\nSubject: words about a thing\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\n"
      "Message-ID: <123456789@list.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n",
      200));
  CHECK(digest.root.children.size() == 200);
  CHECK(digest.flags == 0);
}

TEST_CASE("mime/budget: what lies behind a spent budget is opaque") {
  ParseLimits limits;
  limits.addresses = 3;
  const std::string part = "Content-Type: message/rfc822\r\n\r\nTo: a@b, c@d, e@f, g@h\r\n\r\nx";
  const std::string bytes = mixed_of(part, 4);
  const ParsedMessage message = parse_message(bytes, limits);
  CHECK((message.flags & (kBudgetHit | kPartLimitHit)) == (kBudgetHit | kPartLimitHit));
  REQUIRE(message.root.children.size() < 4);
  const std::string_view last = message.root.children.back().body.of(bytes);
  CHECK(last.find("--b\r\nContent-Type: message/rfc822") != std::string_view::npos);  // nothing is lost

  limits = {};
  limits.all_header_fields = 5;
  const ParsedMessage fields = parse_message(
      "A: 1\r\nB: 1\r\nC: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nD: 1\r\nContent-Type: image/png\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n",
      limits);
  CHECK((fields.flags & kBudgetHit) != 0);
  CHECK(fields.root.children.size() == 1);
  CHECK(fields.root.children[0].content_type.is("text", "plain"));
}

TEST_CASE("mime/budget: a group that is cut is still ended") {
  const AddressList list = read_address_list("G: a@b, c@d, e@f;, h@i", {3, static_cast<std::size_t>(-1)});
  CHECK(list.cut);
  REQUIRE(list.list.size() == 4);
  CHECK(list.list.front().kind == Address::Kind::group_begin);
  CHECK(list.list.back().kind == Address::Kind::group_end);
  const AddressList octets = read_address_list("a@b, " + times("c", 1000) + "@d, e@f", {100, 200});
  CHECK(octets.cut);
  CHECK(octets.list.size() == 1);
  CHECK(octets.octets == listed_octets(octets.list[0]));
}
