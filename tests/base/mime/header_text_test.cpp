#include "base/mime/header_text.h"

#include <doctest/doctest.h>

#include "base/text/utf8.h"

using namespace base;

TEST_CASE("mime/header_text: raw header text to words for people") {
  const char* rows[][2] = {
      {"plain", "plain"},
      {" folded\r\n text ", "folded text"},
      {"=?utf-8?B?Q8O0bmcgdsSDbg==?=", "Công văn"},
      {"=?UTF-8?q?C=C3=B4ng_v=C4=83n?=", "Công văn"},
      {"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
      {"=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"},
      {"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
      {"=?utf-8?q?a?==?utf-8?q?b?=", "ab"},
      {"=?utf-8?q?=E1=BA?= =?utf-8?q?=BF?=", "ế"},  // one character in two words
      {"=?utf-8?b?4bo=?= =?UTF-8?b?vw==?=", "ế"},
      {"=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=", "こん"},
      {"=?windows-1258?q?S=F4=EC?=", "Số"},
      {"=?utf-8*vi?q?x?=", "x"},
      {"=?no-such?q?abc?=", "abc"},
      {"=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
      {"=?utf-8?q?abc", "=?utf-8?q?abc"},
      {"=?", "=?"},
      {"=??q?a?=", "=??q?a?="},
      {"a=?utf-8?q?b?=c", "abc"},
      {"=?utf-8?q?with space?=", "with space"},
      {"=?utf-8?q?=ZZ?=", "=ZZ"},
      {"caf\xE9", "café"},
      {"văn", "văn"},
      {"=?utf-8?q?=0D=0Ax?=", "  x"},
      {"x =?utf-8?q?=FF?=", "x \uFFFD"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    CHECK(decode_header_text(row[0]) == row[1]);
  }
}

TEST_CASE("mime/header_text: what is written is read back, in short lines") {
  std::string long_vi;
  for (int i = 0; i < 40; ++i) long_vi += "Về việc triển khai nhiệm vụ quý " + std::to_string(i) + " ";
  long_vi.pop_back();
  const std::string texts[] = {"",
                               "plain subject",
                               "Công văn số 147/BC-UBND",
                               "a =?x?= b",
                               "tail ế",
                               "ế head",
                               "one ế two three ư four",
                               long_vi,
                               std::string(3000, 'x'),
                               "đ" + std::string(500, 'y') + "đ",
                               std::string(200, ' ') + "x",
                               "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑"};
  for (const std::string& text : texts) {
    for (const HeaderEncoding encoding : {HeaderEncoding::encoded_words, HeaderEncoding::utf8}) {
      const std::string written = encode_header_text(text, encoding, 9);
      CAPTURE(written);
      const std::size_t first = text.find_first_not_of(' ');
      const std::string expected = first == std::string::npos ? "" : text.substr(first);
      // A raw word over 990 bytes must be cut by a blank; everything else comes back.
      if (!(encoding == HeaderEncoding::utf8 && text.size() >= 3000)) CHECK(decode_header_text(written) == expected);
      if (encoding == HeaderEncoding::encoded_words) CHECK(is_ascii(written));
      std::size_t start = 0;
      for (std::size_t end = written.find("\r\n"); end != std::string::npos;
           start = end + 2, end = written.find("\r\n", start)) {
        CHECK(end - start <= 998);
        CHECK(end > start);
        CHECK(written[end + 2] == ' ');
      }
      CHECK(written.size() - start <= 998);
    }
  }
  CHECK(encode_header_text("a\r\nBcc: x", HeaderEncoding::utf8) == "a  Bcc: x");
  CHECK(encode_phrase("Ann B", HeaderEncoding::encoded_words) == "Ann B");
  CHECK(encode_phrase("Doe, \"J\"", HeaderEncoding::encoded_words) == "\"Doe, \\\"J\\\"\"");
  CHECK(encode_phrase("Văn", HeaderEncoding::utf8) == "Văn");
  CHECK(decode_header_text(encode_phrase("Văn, thư", HeaderEncoding::encoded_words)) == "Văn, thư");
}

TEST_CASE("mime/header_text: unfolding") {
  CHECK(unfold(" a\r\n b\n\tc\r\n") == "a b\tc");
  CHECK(unfold(std::string_view("a\0b", 3)) == "ab");
}
