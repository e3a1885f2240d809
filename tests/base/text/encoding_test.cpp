#include "base/text/encoding.h"

#include <doctest/doctest.h>

using namespace base;

TEST_CASE("text/encoding: base64 both ways and strictly") {
  const char* rows[][2] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                           {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xFF\xFE\xFD", "//79"}};
  for (const auto& row : rows) {
    CHECK(base64_encode(row[0]) == row[1]);
    CHECK(base64_decode(row[1]).value() == row[0]);
    CHECK(base64_decode_lenient(row[1]) == row[0]);
  }
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z===", "====", "Zm9v!", "Zm 9v"}) {
    CAPTURE(bad);
    CHECK_FALSE(base64_decode(bad).has_value());
  }
  CHECK(base64_decode_lenient("Zm9\r\n v\r\n") == "foo");
  CHECK(base64_decode_lenient("Zg==Zg==") == "ff");
  CHECK(base64_decode_lenient("Zm8") == "fo");
  std::string bytes;
  for (int i = 0; i < 400; ++i) bytes += static_cast<char>(i * 37 + i / 7);
  for (std::size_t size : {395u, 396u, 397u, 398u}) {  // broken anywhere, with what does not belong there, joined
    const std::string part = bytes.substr(0, size), encoded = base64_encode(part);
    for (std::size_t width = 1; width < 90; ++width) {
      std::string broken;
      for (std::size_t at = 0; at < encoded.size(); at += width) {
        broken += encoded.substr(at, width) + (at % 3 == 0 ? "\r\n" : at % 3 == 1 ? " !" : "\n");
      }
      CAPTURE(width);
      CHECK(base64_decode_lenient(broken) == part);
      if (size % 3 != 0) CHECK(base64_decode_lenient(broken + broken) == part + part);
    }
  }
  CHECK(base64_encode_lines(std::string(58, 'a')).find("\r\n") == 76);
  CHECK(base64_encode_lines("") == "");
  CHECK(base64url_encode("\xFF\xFE\xFD") == "__79");
  CHECK(base64url_decode("__79").value() == "\xFF\xFE\xFD");
  CHECK(base64url_decode("Zg==").value() == "f");
  CHECK_FALSE(base64url_decode("//79").has_value());
}

TEST_CASE("text/encoding: quoted-printable keeps every text and its lines short") {
  const std::string text = "Công văn = 100%\r\nđuôi cách \r\n\tTab\t\r\n.\r\nFrom me\r\n" + std::string(300, 'x') +
                           "\r\n" + std::string(100, '=');
  const std::string encoded = quoted_printable_encode(text);
  CHECK(quoted_printable_decode(encoded) == text);
  std::size_t start = 0;
  for (std::size_t end = encoded.find("\r\n"); end != std::string::npos;
       start = end + 2, end = encoded.find("\r\n", start))
    CHECK(end - start <= 76);
  CHECK(encoded.find("\r\n.\r\n") == std::string::npos);
  CHECK(encoded.find("\r\nFrom ") == std::string::npos);
  struct Row {
    const char* in;
    const char* out;
  };
  for (const Row& row : {Row{"a=3D=", "a="}, Row{"a=\r\nb", "ab"}, Row{"a= \t\nb", "ab"}, Row{"a \t\r\nb", "a\r\nb"},
                         Row{"=ZZ=4", "=ZZ=4"}, Row{"=c3=A9", "é"}, Row{"a\nb", "a\r\nb"}, Row{"a \rb", "a \rb"},
                         Row{"a \t", "a \t"}, Row{"a  =\r\n  b", "a    b"}, Row{"a =20 \r\n \r\nb", "a  \r\n\r\nb"},
                         Row{"a =", "a "}, Row{" \r\n=41 \n", "\r\nA\r\n"}, Row{"x =4 \r\n", "x =4\r\n"}}) {
    CAPTURE(row.in);
    CHECK(quoted_printable_decode(row.in) == row.out);
  }
}

TEST_CASE("text/encoding: hexadecimal and percent") {
  CHECK(hex_encode(std::string_view("\x00\xAB", 2)) == "00ab");
  CHECK(hex_decode("00aB").value() == std::string_view("\x00\xAB", 2));
  CHECK_FALSE(hex_decode("0").has_value());
  CHECK_FALSE(hex_decode("0g").has_value());
  CHECK(percent_encode("a b/ă~") == "a%20b%2F%C4%83~");
  CHECK(percent_decode("a%20b%2f%C4%83~").value() == "a b/ă~");
  CHECK(percent_decode("a+b", true).value() == "a b");
  CHECK(percent_decode("a+b").value() == "a+b");
  CHECK_FALSE(percent_decode("%4").has_value());
  CHECK_FALSE(percent_decode("%zz").has_value());
}

TEST_CASE("text/encoding: modified UTF-7 of mailbox names (RFC 3501 section 5.1.3)") {
  const char* rows[][2] = {
      {"INBOX", "INBOX"},
      {"a&b", "a&-b"},
      {"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
      {"Công văn đến", "C&APQ-ng v&AQM-n &AREevw-n"},
      {"📬", "&2D3c7A-"},
      {"é&é", "&AOk-&-&AOk-"},
      {"\t", "&AAk-"},
  };
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(mailbox_utf7_encode(row[0]) == row[1]);
    const auto back = mailbox_utf7_decode(row[1]);
    REQUIRE(back.has_value());
    CHECK(*back == row[0]);
  }
  for (const char* bad :
       {"&", "&AOk", "é", "&!-", "&AGEAYg-", "&Jjo-&Jjo-", "&2D0-", "&3Kw-", "&A-", "&AOn-", "a\tb"}) {
    CAPTURE(bad);
    CHECK_FALSE(mailbox_utf7_decode(bad).has_value());
  }
}
