#include "base/mime/decoded_text.h"

#include <doctest/doctest.h>

#include "base/mime/html_text.h"
#include "base/text/encoding.h"
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
      {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nQ8O0bmcgdsSDbg==\r\n",
       "Công văn"},
      {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nC=C3=B4ng=\r\n v=C4=83n\r\n",
       "Công văn"},
      {"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1B$B$3$s\x1B(B\r\n", "こん"},
      {"\r\ncaf\xE9\r\n", "café"},
      {"Content-Type: text/html\r\n\r\n<p>Tom &amp; <b>Jerry</b></p>", "Tom & Jerry"},
      {"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nPlain words\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>plain <b>words</b></p>\r\n--b--\r\n",
       "Plain words"},
      {"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n",
       "html"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
       "one\n\ntwo"},
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
  const std::string text = searchable_body(parse_message(bytes), bytes).text;
  CHECK(text.find("not the body") == std::string::npos);
  CHECK(text.find("mô") != std::string::npos);
  CHECK(text.find("<b>V</b>ăn") != std::string::npos);
  CHECK(text.find("Văn bản") != std::string::npos);
}

TEST_CASE("mime/decoded_text: what only one alternative says is found") {
  const auto alternatives = [](const std::string& plain, const std::string& html) {
    return text_of(
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
        plain +
        "\r\n--b\r\nContent-Type: multipart/related; boundary=c\r\n\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
        html + "\r\n--c\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\nx\r\n--c--\r\n--b--\r\n");
  };
  const DecodedText stub =
      alternatives("Please view this message as HTML.", "<p>lichcongtac</p><p>please view this</p>");
  CHECK(stub.text == "Please view this message as HTML.\n\nlichcongtac");
  CHECK(stub.preview.starts_with("Please view"));
  // The same words in another case, another place of the tone, other punctuation: nothing is kept twice.
  CHECK(alternatives("KÍNH GỬI: phòng Văn hoá – Xã hội", "<h1>Kính gửi</h1><p>Phòng “Văn&nbsp;hóa” &mdash; xã hội…</p>")
            .text == "KÍNH GỬI: phòng Văn hoá – Xã hội");
  CHECK(alternatives("cong van", "công văn").text == "cong van\n\ncông văn");  // marks count
  CHECK(alternatives(" \r\n", "<p>chỉ có ở đây</p>").text == "chỉ có ở đây");
}

TEST_CASE("mime/decoded_text: flowed paragraphs are one line again") {
  const auto flowed = [](const std::string& parameters, const std::string& body) {
    return text_of("Content-Type: text/plain; charset=utf-8; " + parameters + "\r\n\r\n" + body).text;
  };
  CHECK(flowed("format=flowed; delsp=yes", "H26-2611 \r\n300047 xem\r\nnghiêng \r\nngả\r\n") ==
        "H26-2611300047 xem\nnghiêngngả");
  CHECK(flowed("Format=\"Flowed\"; DelSp=No", "một \r\nhai\r\nba\r\n") == "một hai\nba");
  CHECK(flowed("format=fixed", "một \r\nhai\r\n") == "một \nhai");
  CHECK(flowed("x=y", "một \r\nhai\r\n") == "một \nhai");
  CHECK(flowed("format=flowed", " >không trích\r\n From đây\r\n  thụt\r\n") == ">không trích\nFrom đây\n thụt");
  CHECK(flowed("format=flowed", "> một \r\n> hai\r\n>> sâu \r\n> nông\r\n>\r\nsau\r\n") ==
        "> một hai\n>> sâu \n> nông\n>\nsau");
  CHECK(flowed("format=flowed", "chào \r\n-- \r\nKý tên \r\nChức vụ\r\n") == "chào \n-- \nKý tên Chức vụ");
  CHECK(flowed("format=flowed; delsp=yes\r\nContent-Transfer-Encoding: quoted-printable",
               "s=E1=BB=91 2611=20\r\n300047\r\n") == "số 2611300047");
  const std::string html = "Content-Type: text/html; format=flowed\r\n\r\na \r\nb";
  CHECK(text_of(html).text == "a b");
}

TEST_CASE("mime/decoded_text: what is cut is said, and can be looked through piece by piece") {
  const std::string bytes = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + std::string(5000, 'x') +
                            " first\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>la</b>st\r\n--b--\r\n";
  const ParsedMessage message = parse_message(bytes);
  CHECK_FALSE(searchable_body(message, bytes).cut);
  const SearchableBody some = searchable_body(message, bytes, 1000);
  CHECK(some.cut);
  CHECK(some.text.size() <= 1000);
  int found = 0, pieces = 0;
  visit_searchable(message, bytes, [&](std::string_view piece) {
    ++pieces;
    found += piece.find("first") != piece.npos;
    found += piece.find("last") != piece.npos;
    return true;
  });
  CHECK(found == 2);
  int asked = 0;
  visit_searchable(message, bytes, [&](std::string_view) { return ++asked < 2; });
  CHECK(asked == 2);
  CHECK(pieces > 2);
  // Nearly nothing comes out of many encoded bytes: still said.
  const std::string blanks = "Content-Transfer-Encoding: base64\r\n\r\n" + std::string(9000, ' ') + "eHh4\r\n";
  CHECK(searchable_body(parse_message(blanks), blanks, 1000).cut);
}

TEST_CASE("mime/decoded_text: both readings of a message in one are the two readings") {
  const std::string html = base64_encode_lines("<p>chỉ &amp; <b>ở</b> đây</p><p>Công văn</p>" + std::string(700, 'h'));
  const std::string alternative =
      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\nC=C3=B4ng v=C4=83n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
      html + "\r\n--b--\r\n";
  const std::string messages[] = {
      alternative,
      "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode_lines(alternative),
      "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: message/rfc822\r\n\r\n" + alternative +
          "\r\n--m\r\nContent-Type: text/html\r\n\r\n<i>x</i>" + std::string(2u << 20, 'y') + "\r\n--m--\r\n",
  };
  for (const std::string& bytes : messages) {
    const ParsedMessage message = parse_message(bytes);
    for (const std::size_t most : {0u, 10u, 100u, 600u, 1000u, 5u << 20}) {
      CAPTURE(most);
      const MessageTexts both = message_texts(message, bytes, most);
      const DecodedText decoded = decode_text(message, bytes, most);
      const SearchableBody body = searchable_body(message, bytes, most);
      CHECK(both.decoded.text == decoded.text);
      CHECK(both.decoded.preview == decoded.preview);
      CHECK(both.decoded.truncated == decoded.truncated);
      CHECK(both.searchable.text == body.text);
      CHECK(both.searchable.cut == body.cut);
    }
    CHECK(message_texts(message, bytes).searchable.text.find("chỉ & ở đây") != std::string::npos);
    CHECK(decode_text(message, bytes).text.find("Công văn\n\nchỉ & ở đây") != std::string::npos);
  }
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
      {"</p>&amp", "&"},
      // The whole table, and names that stand without their semicolon (HTML Living Standard, 13.2.5.73).
      {"&dstrok;&Dstrok; n&abreve;m h&utilde; &Abreve;&itilde;&Itilde;&Utilde;", "đĐ năm hũ ĂĩĨŨ"},
      {"&Auml&auml;s &eacutex &notit; &notin; &amp;lt; &AMP;&LT", "Ääs éx ¬it; ∉ &lt; &<"},
      {"&CounterClockwiseContourIntegral;|&NotEqualTilde;|&fjlig;|&zwnj;|&Tab;|&NewLine;|&emsp13;x",
       "∳|≂̸|fj|\u200C| | | x"},
      {"&Abreve &dstrok &unknown; &x; &;", "&Abreve &dstrok &unknown; &x; &;"},
      {"a=1&b=2&copy=3&section", "a=1&b=2©=3§ion"},
      // Numbers: windows-1252 for the upper controls, nothing beyond Unicode (13.2.5.80).
      {"&#150;&#x80;&#159;&#x99;&#129;", "–€Ÿ™\u0081"},
      {"&#xD800;&#1114112;&#x110000;&#xFFFFFFFFFF;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"&#7871x&#x1EBFg &#;&#x;&#xg &#", "ếxếg &#;&#x;&#xg &#"},
      {"&#173;&shy;&#160;a&#8239;b", "a b"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    CHECK(html_to_text(row[0]) == row[1]);
  }
}
