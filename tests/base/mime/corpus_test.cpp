// Real mail, when the corpus lies beside the project: every range and structure must hold, and a part fetched by its
// number must be the bytes that stand in the message.
#include <doctest/doctest.h>

#include <cstdlib>

#include "base/mime/date.h"
#include "base/mime/decoded_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/section.h"
#include "base/mime/structure_codec.h"
#include "base/text/utf8.h"
#include "tests/mail_corpus.h"

using namespace base;

namespace {

std::size_t count_parts(const Part& part) {
  std::size_t n = 1;
  for (const Part& child : part.children) n += count_parts(child);
  return n;
}

// Parentheses outside strings and literals balance.
bool is_balanced(std::string_view s) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '"') {
      for (++i; i < s.size() && s[i] != '"'; ++i) {
        if (s[i] == '\\') ++i;
      }
    } else if (s[i] == '{') {
      const std::size_t size = std::strtoul(s.data() + i + 1, nullptr, 10);
      i = s.find('\n', i) + size;
    } else if (s[i] == '(') {
      ++depth;
    } else if (s[i] == ')' && --depth < 0) {
      return false;
    }
  }
  return depth == 0;
}

}  // namespace

TEST_CASE("mime/corpus: 2,500 real messages") {
  std::size_t messages = 0;
  std::size_t parts = 0;
  std::size_t dated = 0;
  const bool there = tests::visit_mail_corpus([&](const std::string& bytes) {
    const ParsedMessage message = parse_message(bytes);
    ++messages;
    parts += count_parts(message.root);
    if (message.envelope.date && parse_mail_date(*message.envelope.date)) ++dated;
    CHECK_FALSE(message.envelope.from.empty());
    CHECK(message.envelope.message_id.has_value());
    CHECK(is_balanced(imap_envelope(message.envelope)));
    CHECK(is_balanced(imap_body_structure(message.root)));
    CHECK(message.root.header.of(bytes).size() + message.root.body.of(bytes).size() == bytes.size());
    const auto back = decode_structure(encode_structure(message));
    REQUIRE(back.has_value());
    CHECK(back->root == message.root);
    CHECK(is_valid_utf8(decode_text(message, bytes).text));
    const auto first = section_text(message, bytes, *parse_section("1"));
    REQUIRE(first.has_value());
    CHECK(bytes.find(*first) != std::string::npos);
  });
  if (!there) return;
  CHECK(messages == 2500);
  CHECK(parts > messages);
  CHECK(dated >= messages - 25);
}
