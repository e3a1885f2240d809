// How the words of a content lie in its row: every form that was ever written is read.
#include <doctest/doctest.h>

#include <string>

#include "base/crypto/hash.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/packed_octets.h"
#include "mailstore/store/contents/text_prefix.h"

using mailstore::pack_text;
using mailstore::PackedText;

namespace {

std::string sized(std::string_view text) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(text.size() >> (8 * i) & 0xFF);
  return out + std::string(text);
}

PackedText text_of(std::size_t octets) {
  PackedText out;
  out.header = "From: Trần Văn An <an@so.example.vn>\nMIME-Version: 1.0\n";
  while (out.text.size() < octets) out.text += "Kính gửi anh " + std::to_string(out.text.size() * 7919 % 10007) + ", ";
  out.body = "<p>" + out.text + "</p>";
  out.attachment_names = {"giấy mời.pdf", ""};
  return out;
}

void check_same(const PackedText& a, const PackedText& b) {
  CHECK(a.header == b.header);
  CHECK(a.text == b.text);
  CHECK(a.body == b.body);
  CHECK(a.attachment_names == b.attachment_names);
  CHECK(a.text_in_content == b.text_in_content);
  CHECK(a.all_in_content == b.all_in_content);
  CHECK(a.header_cut == b.header_cut);
}

}  // namespace

TEST_CASE("store/content_text: the text before all texts never changes") {
  CHECK(base::to_hex(base::sha256(mailstore::text_prefix())) ==
        "c5f29e1e2e334038f811a156f0b67191aabe7f9516124e68686bd2eec5658270");
}

TEST_CASE("store/content_text: short, ordinary and long texts come back") {
  for (const std::size_t octets : {0u, 100u, 1000u, 5000u, 40'000u, 700'000u}) {
    PackedText text = text_of(octets);
    text.header_cut = octets == 5000;
    const std::string packed = pack_text(text);
    CAPTURE(octets);
    const auto read = mailstore::unpack_text(packed);
    REQUIRE(read);
    check_same(*read, text);
    if (octets >= 1000) CHECK(packed.size() < (text.header.size() + text.text.size() + text.body.size()) / 2);
  }
}

TEST_CASE("store/content_text: what lies in the message is not kept twice") {
  PackedText text = text_of(9000);
  text.text_in_content = true;
  auto read = mailstore::unpack_text(pack_text(text));
  REQUIRE(read);
  CHECK(read->text_in_content);
  CHECK(read->header == text.header);
  CHECK(read->text.empty());
  CHECK(read->body.empty());
  text.text_in_content = false;
  text.all_in_content = true;
  const std::string packed = pack_text(text);
  read = mailstore::unpack_text(packed);
  REQUIRE(read);
  CHECK(read->all_in_content);
  CHECK(read->text.empty());
  std::string inflated;
  const auto view = mailstore::view_text(packed, inflated);
  REQUIRE(view);
  CHECK(view->body_cut);               // SEARCH looks into the message
  CHECK_FALSE(view->text_in_content);  // and not at its octets as they stand
}

TEST_CASE("store/content_text: rows from before are read as they are") {
  const std::string payload = sized("Subject: cũ\n") + sized("chữ cũ") + sized("") + sized("").substr(0, 4);
  for (const std::string& row : {std::string("\x02\x00", 2) + payload, std::string("\x01\x00", 2) + payload}) {
    const auto read = mailstore::unpack_text(row);
    REQUIRE(read);
    CHECK(read->header == "Subject: cũ\n");
    CHECK(read->text == "chữ cũ");
  }
  const auto left =
      mailstore::unpack_text(std::string("\x02\x02", 2) + sized("A: b\n") + sized("") + sized("") + sized(""));
  REQUIRE(left);
  CHECK(left->text_in_content);
}

TEST_CASE("store/content_text: damage is told") {
  const std::string packed = pack_text(text_of(3000));
  for (const std::size_t at : {1u, 3u, 12u, 40u}) {
    std::string damaged = packed;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x7F);
    const auto read = mailstore::unpack_text(damaged);
    if (read) CHECK(read->text != text_of(3000).text);
  }
  for (std::size_t size = 0; size < packed.size(); size += 7)
    CHECK_FALSE(mailstore::unpack_text(packed.substr(0, size)));
}

TEST_CASE("store: long octets are packed, short ones stay, damage is told") {
  const std::string shorter(100, 'x'), longer(9000, 'y');
  CHECK(mailstore::pack_octets(shorter) == shorter);
  const std::string packed = mailstore::pack_octets(longer);
  CHECK(packed.size() < 200);
  CHECK(mailstore::unpacked_size(packed) == 9000);
  auto read = mailstore::unpack_octets(packed);
  REQUIRE(read);
  CHECK(*read == longer);
  std::string lie = packed;
  lie[7] = '\x7f';  // a size that nobody has room for
  CHECK_FALSE(mailstore::unpack_octets(lie));
  lie = packed;
  lie[1] = static_cast<char>(lie[1] + 1);
  CHECK_FALSE(mailstore::unpack_octets(lie));
  CHECK_FALSE(mailstore::unpack_octets(packed.substr(0, packed.size() - 3)));
}
