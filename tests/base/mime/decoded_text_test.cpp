#include "base/mime/decoded_text.h"

#include <doctest/doctest.h>

#include "base/mime/html_text.h"
#include "base/text/utf8.h"

using namespace base;

namespace {
DecodedText text_of(const std::string& bytes) { return decode_text(parse_message(bytes), bytes); }
}  // namespace

TEST_CASE("mime/decoded_text: text parts in UTF-8 for search") {
  struct Row {
    const char* bytes;
    const char* text;
  };
  const Row rows[] = {
      {"\r\none\r\ntwo\r\n", "one\ntwo"},
      {"Content-Type: text/plain; charset=windows-1258\r\n\r\nS\xF4\xEC 147\r\n", "Số 147"},
      {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nQ8O0bmcgdsSDbg==\r\n", "Công văn"},
      {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nC=C3=B4ng=\r\n v=C4=83n\r\n", "Công văn"},
      {"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1B$B$3$s\x1B(B\r\n", "こん"},
      {"\r\ncaf\xE9\r\n", "café"},
      {"Content-Type: text/html\r\n\r\n<p>Tom &amp; <b>Jerry</b></p>", "Tom & Jerry"},
      {"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n", "plain"},
      {"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n", "html"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b\r\n\r\ntwo\r\n--b--\r\n", "one\n\ntwo"},
      {"Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?q?=C4=91?=\r\n\r\ninner\r\n", "đ\n\ninner"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\nno boundary at all\r\n", "no boundary at all"},
      {"Content-Type: application/pdf\r\n\r\nbinary", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.bytes));
    CHECK(text_of(row.bytes).text == row.text);
  }
}

TEST_CASE("mime/decoded_text: attachments, preview and bounds") {
  const DecodedText mixed = text_of(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n> quoted\r\n  Kính   gửi\r\nanh\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; "
      "filename*=utf-8''%C4%91.pdf\r\n\r\nx\r\n--b\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <c>\r\n\r\nx\r\n--b--\r\n");
  CHECK(mixed.has_attachment);
  CHECK(mixed.attachment_names == std::vector<std::string>{"đ.pdf"});
  CHECK(mixed.preview == "Kính gửi anh");
  CHECK_FALSE(text_of("\r\nx").has_attachment);
  CHECK(text_of("\r\n> only quotes").preview == "> only quotes");

  const std::string long_text = "\r\n" + [] {
    std::string out;
    for (int i = 0; i < 500; ++i) out += "ế ";
    return out;
  }();
  const DecodedText cut = decode_text(parse_message(long_text), long_text, 101);
  CHECK(cut.truncated);
  CHECK(cut.text.size() <= 101);
  CHECK(is_valid_utf8(cut.text));
  const DecodedText whole = text_of(long_text);
  CHECK_FALSE(whole.truncated);
  CHECK(code_point_count(whole.preview) <= kMaxPreview);
  CHECK(code_point_count(whole.preview) >= kMaxPreview - 1);
}

TEST_CASE("mime/decoded_text: what SEARCH BODY looks through") {
  const std::string bytes =
      "Subject: not the body\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Description: =?utf-8?q?m=C3=B4?=\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
      "<b>V</b>ăn b&#7843;n\r\n--b--\r\n";
  const std::string text = searchable_body(parse_message(bytes), bytes);
  CHECK(text.find("not the body") == std::string::npos);
  CHECK(text.find("mô") != std::string::npos);
  CHECK(text.find("<b>V</b>ăn") != std::string::npos);
  CHECK(text.find("Văn bản") != std::string::npos);
}

TEST_CASE("mime/html_text: markup to words") {
  const char* rows[][2] = {
      {"plain", "plain"},
      {"<p>a</p><p>b</p>", "a\nb"},
      {"a<br>b<br/>c", "a\nb\nc"},
      {"a<b>b</b>c", "abc"},
      {"a  \n b", "a b"},
      {"<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"},
      {"<style>p{}</style>x<script>if (a<b) c</script>y", "xy"},
      {"<!-- c > d -->x", "x"},
      {"<a href=\"x>y\" title='>'>link</a>", "link"},
      {"1 < 2 &lt; 3 &unknown; &", "1 < 2 < 3 &unknown; &"},
      {"&#7871;&#x1EBF;&eacute;&nbsp;x&#0;", "ếếé x\uFFFD"},
      {"s&shy;oft", "soft"},
      {"<SCRIPT>x</script >y", "y"},
      {"<p unfinished", ""},
      {"&#99999999999;", "\uFFFD"},
      {"</p>&amp", "&amp"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    CHECK(html_to_text(row[0]) == row[1]);
  }
  CHECK(decode_html_entities("Tom &amp; Jerry &#7871;") == "Tom & Jerry ế");
}
