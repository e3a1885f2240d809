// The pieces of a message's texts, put together, are the texts.
#include "base/mime/searchable_pieces.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/mime/decoded_text.h"
#include "base/mime/flowed_text.h"
#include "base/text/encoding.h"

using namespace base;

namespace {

std::vector<std::string> whole_texts(const std::string& bytes) {
  std::vector<std::string> out;
  const ParsedMessage message = parse_message(bytes);
  visit_searchable(message, bytes, [&](std::string_view text) { return out.emplace_back(text), true; });
  return out;
}

std::vector<std::string> texts_of_pieces(const std::string& bytes, std::size_t& longest) {
  std::vector<std::string> out(1);
  const ParsedMessage message = parse_message(bytes);
  visit_searchable_pieces(message, bytes, [&](std::string_view piece, bool ends) {
    longest = std::max(longest, piece.size());
    out.back() += piece;
    if (ends) out.emplace_back();
    return true;
  });
  out.pop_back();
  return out;
}

std::string repeated(std::string_view unit, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += unit;
  return out;
}

}  // namespace

TEST_CASE("mime/searchable_pieces: every kind of text, in pieces, is what it is as a whole") {
  const std::string long_line = std::string(700'000, 'm') + ' ';
  const std::string flowed = repeated("một \r\nhai\r\n> trích \r\n> nữa\r\n-- \r\nký\r\n", 600'000) + long_line +
                             "\r\nnối\r\n>" + long_line + "\r\n> tiếp\r\n" + std::string(40'000, '>') + " x";
  const std::string html = repeated("<p>chỉ &amp; <b>ở</b> đ&acirc;y &nbsp; x</p>\r\n<!-- a -->", 600'000);
  const std::vector<std::string> messages = {
      "Content-Type: text/plain; charset=windows-1258\r\n\r\n" + repeated("C\xF4ng v\xE3n s\xF4\xEC\r\n\r", 900'000),
      "Content-Type: text/plain; charset=utf-8\r\n\r\n" + repeated(std::string("a\r\rb\0c\n\r\n", 9), 700'000) + "\r",
      "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n" + flowed,
      "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n" + flowed,
      "Content-Type: text/html; charset=utf-8\r\n\r\n" + html,
      "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode_lines(html),
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Description: =?utf-8?q?m=E1=BA=ABu?=\r\n\r\nx\r\n--b\r\n"
      "Content-Type: message/rfc822\r\n\r\nSubject: trong\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\nC=C3=B4ng =\r\nv=C4=83n\r\n--b--\r\n",
      "\r\n"};
  for (const std::string& bytes : messages) {
    CAPTURE(bytes.substr(0, 80));
    std::size_t longest = 0;
    const auto pieces = texts_of_pieces(bytes, longest);
    const auto whole = whole_texts(bytes);
    CHECK(longest < (2u << 20));
    REQUIRE(pieces.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) CHECK((pieces[i] == whole[i]));
  }
  int asked = 0;
  const std::string bytes = messages.front();
  visit_searchable_pieces(parse_message(bytes), bytes, [&](std::string_view, bool) { return ++asked < 2; });
  CHECK(asked == 2);
}

TEST_CASE("mime/flowed_text: where the pieces part does not matter") {
  const std::string text = "một \r\nhai\r\n> trích \r\n> nữa\n>> sâu \r\n\r\n-- \r\nký \r\n ";
  for (const bool del_sp : {false, true}) {
    const std::string whole = join_flowed(text, del_sp);
    for (std::size_t piece = 1; piece < text.size(); ++piece) {
      FlowedJoiner joiner(del_sp);
      std::string out;
      for (std::size_t at = 0; at < text.size(); at += piece) joiner.add(std::string_view(text).substr(at, piece), out);
      joiner.end(out);
      CHECK(out == whole);
    }
  }
}
