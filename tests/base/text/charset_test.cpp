#include "base/text/charset.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/text/utf8.h"

using namespace base;

TEST_CASE("text/charset: bytes of many charsets become UTF-8") {
  struct Row {
    std::string_view charset;
    std::string_view bytes;
    std::string_view text;
  };
  const Row rows[] = {
      {"utf-8", "văn", "văn"},
      {"UTF-8", "v\xFF", "v\uFFFD"},
      {"us-ascii", "abc", "abc"},
      {"iso-8859-1", "caf\xE9 \x93q\x94", "café “q”"},
      {"windows-1258", "C\xF4ng v\xE3n s\xF4\xEC", "Công văn số"},
      {"Windows-1258", "\xD0\xEA\xECn", "Đến"},
      {"cp1258", "a\xCC", "à"},
      {"VISCII", "C\xF4ng v\xE5n", "Công văn"},
      {"viscii", "\x02", "Ẳ"},
      {"TCVN-5712", "C\xABng v\xA8n", "Công văn"},
      {"iso-2022-jp", "\x1B$B$3$s\x1B(B!", "こん!"},
      {"gb2312", "\xC4\xE3\xBA\xC3", "你好"},
      {"gb18030", "\x81\x30\x81\x30", "\u0080"},
      {"shift_jis", "\x82\xB1", "こ"},
      {"euc-kr", "\xC7\xD1", "한"},
      {"koi8-r", "\xD0\xD2", "пр"},
      {"big5", "\xA7\x41", "你"},
      {"utf-7", "+AOk-", "é"},
      {"utf-16le", std::string_view("a\0b\0", 4), "ab"},
      {"\"utf-8\"", "ư", "ư"},
      {"utf-8*vi", "ư", "ư"},
      {"no-such-charset", "văn", "văn"},
      {"", "C\xF4ng v\xE3n s\xF4\xEC", "Công văn số"},
      {"", "caf\xE9", "café"},
      {"unknown-8bit", "caf\xE9", "café"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.charset);
    CHECK(decode_charset(row.bytes, row.charset) == row.text);
  }
}

TEST_CASE("text/charset: decoding never fails and always gives UTF-8") {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37 % 256);
  for (const char* name : {"utf-8", "gb18030", "iso-2022-jp", "utf-7", "utf-16", "windows-1258", "viscii", "tcvn",
                           "big5", "hz-gb-2312", "x-nothing", "", "iso-2022-kr"}) {
    CAPTURE(name);
    CHECK(is_valid_utf8(decode_charset(bytes, name)));
  }
  CHECK(is_known_charset("ISO-2022-JP"));
  CHECK(is_known_charset("viscii"));
  CHECK_FALSE(is_known_charset("no-such-charset"));
}

TEST_CASE("text/charset: guessing keeps UTF-8 with a cut character") {
  CHECK(decode_guess("Công văn đế\xE1\xBA") == "Công văn đế\uFFFD");
}

TEST_CASE("text/charset: encoding says what cannot be written") {
  CHECK(encode_charset("café", "iso-8859-1").value() == "caf\xE9");
  CHECK_FALSE(encode_charset("日", "iso-8859-1").has_value());
  CHECK(encode_charset("x", "no-such-charset").error().code == ErrorCode::unsupported);
  for (const char* text : {"Công văn số 147 đến", "HOÀ BÌNH Ưỡn ẹo", "ậ"}) {
    CHECK(decode_charset(encode_charset(text, "windows-1258").value(), "windows-1258") == text);
  }
}

TEST_CASE("text/charset: piece by piece it is what it is as a whole") {
  std::string lines, noise;
  std::uint32_t random = 7;
  for (int i = 0; i < 40000; ++i) {
    random = random * 1664525 + 1013904223;
    lines += i % 9 == 0 ? "C\xF4ng v\xE3n s\xF4\xEC\r\n" : "v\xC4\x83n \x1B$B$3$s\x1B(B ";
    for (int k = 0; k < 4; ++k) noise += static_cast<char>(random >> (8 * k) & 0xFF);
    if (i % 20 == 0) noise += "\r\n";
  }
  std::string wide;
  for (int i = 0; i < 300000; ++i) wide += {static_cast<char>(i % 251), static_cast<char>(i % 223)};
  for (const std::string& bytes : {lines, noise, wide, std::string(600000, '\xC4'), std::string()}) {
    for (const char* name :
         {"utf-8", "", "us-ascii", "gb18030", "iso-2022-jp", "utf-7", "utf-16", "utf-16le", "shift_jis", "windows-1258",
          "viscii", "tcvn", "big5", "hz-gb-2312", "x-nothing", "iso-8859-1"}) {
      CAPTURE(name);
      std::string whole;
      std::size_t longest = 0;
      CHECK(visit_charset(bytes, name, [&](std::string_view piece) {
        longest = std::max(longest, piece.size());
        whole += piece;
        return true;
      }));
      CHECK(longest < (2u << 20));
      CHECK((whole == decode_charset(bytes, name)));
    }
  }
  int asked = 0;
  CHECK_FALSE(visit_charset(lines, "utf-8", [&](std::string_view) { return ++asked < 2; }));
  CHECK(asked == 2);
}
