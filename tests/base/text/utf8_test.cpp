#include "base/text/utf8.h"

#include <doctest/doctest.h>

using namespace base;

TEST_CASE("text/utf8: what is valid and how broken bytes are repaired") {
  struct Row {
    std::string_view bytes;
    std::string_view repaired;
    std::size_t code_points;
  };
  const Row rows[] = {
      {"", "", 0},
      {"plain ascii, longer than one word", "plain ascii, longer than one word", 33},
      {"văn thư", "văn thư", 7},
      {"\xF0\x9F\x87\xBB", "\xF0\x9F\x87\xBB", 1},
      {"a\xFF"
       "b",
       "a\uFFFD"
       "b",
       3},
      {"\xC0\xAF", "\uFFFD\uFFFD", 2},                      // overlong
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3},            // surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4},  // over U+10FFFF
      {"\xE1\xBA", "\uFFFD", 1},                            // cut: one maximal sequence
      {"\xE1\xBA"
       "a",
       "\uFFFD"
       "a",
       2},
      {"\xF0\x9F\x87", "\uFFFD", 1},
      {"\x80\x80", "\uFFFD\uFFFD", 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(is_valid_utf8(row.bytes) == (row.bytes == row.repaired));
    CHECK(sanitize_utf8(row.bytes) == row.repaired);
    CHECK(code_point_count(row.bytes) == row.code_points);
    CHECK(is_valid_utf8(sanitize_utf8(row.bytes)));
  }
}

TEST_CASE("text/utf8: every code point survives writing and reading") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_code_point(text, c);
    std::size_t at = 0;
    const char32_t back = next_code_point(text, at);
    if (back != c || at != text.size()) FAIL(static_cast<unsigned>(c));
  }
  std::string text;
  append_code_point(text, 0xD800);
  append_code_point(text, 0x110000);
  CHECK(text == "\uFFFD\uFFFD");
}

TEST_CASE("text/utf8: prefixes never cut a character") {
  CHECK(utf8_prefix_bytes("ếế", 4) == "ế");
  CHECK(utf8_prefix_bytes("ếế", 3) == "ế");
  CHECK(utf8_prefix_bytes("ếế", 2) == "");
  CHECK(utf8_prefix_bytes("abc", 9) == "abc");
  CHECK(utf8_prefix_code_points("công văn", 4) == "công");
}

TEST_CASE("text/utf8: NFC") {
  CHECK(to_nfc("a\u0302\u0323") == "ậ");
  CHECK(to_nfc("ậ") == "ậ");
  CHECK(to_nfc("x\xFF") == "x\uFFFD");
  CHECK(is_ascii("seven bit text only"));
  CHECK_FALSE(is_ascii("seven bit tex\xC3"));
}
