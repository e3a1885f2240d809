// Decoding of header text; the encoder is header_encode.cpp.
#include "base/mime/header_text.h"

#include <algorithm>
#include <optional>

#include "base/mime/header_scan.h"
#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// RFC 2047 §2: "=?" charset ["*" language] "?" encoding "?" text "?="
struct EncodedWord {
  std::string_view charset;
  char encoding = 'q';  // 'q' or 'b'
  std::string_view text;
  std::size_t end = 0;  // after "?="
};

constexpr std::size_t kMaxCharsetName = 80;

// REQUIRES: "=?" stands at `at`. Looks no further than the next "?" of the text, so repeated starts stay linear.
std::optional<EncodedWord> read_encoded_word(std::string_view text, std::size_t at) {
  EncodedWord word;
  const std::size_t name_begin = at + 2;
  const std::size_t name_end =
      text.substr(0, std::min(text.size(), name_begin + kMaxCharsetName)).find('?', name_begin);
  if (name_end == std::string_view::npos || name_end == name_begin || name_end + 2 >= text.size() ||
      text[name_end + 2] != '?')
    return std::nullopt;
  word.charset = text.substr(name_begin, name_end - name_begin);
  if (word.charset.find_first_of(" \t=") != std::string_view::npos) return std::nullopt;
  word.encoding = ascii_lower(text[name_end + 1]);
  if (word.encoding != 'q' && word.encoding != 'b') return std::nullopt;
  const std::size_t begin = name_end + 3;
  const std::size_t end = text.find('?', begin);
  if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != '=') return std::nullopt;
  word.text = text.substr(begin, end - begin);
  word.end = end + 2;
  return word;
}

std::string word_bytes(const EncodedWord& word) {
  if (word.encoding == 'b') return base64_decode_lenient(word.text);
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  out.reserve(word.text.size());
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    const char c = word.text[i];
    if (c == '=' && i + 2 < word.text.size() && digit(word.text[i + 1]) >= 0 && digit(word.text[i + 2]) >= 0) {
      out += static_cast<char>(digit(word.text[i + 1]) * 16 + digit(word.text[i + 2]));
      i += 2;
    } else {
      out += c == '_' ? ' ' : c;
    }
  }
  return out;
}

// Joins the bytes of adjacent words of one charset before decoding them.
class Decoder {
 public:
  void plain(std::string_view text) {
    flush();
    if (is_valid_utf8(text)) out_ += text;
    else out_ += decode_guess(text);
  }
  void word(const EncodedWord& word) {
    if (!pending_ || !equals_ignoring_case(charset_, word.charset)) {
      flush();
      charset_ = word.charset;
      pending_ = true;
    }
    bytes_ += word_bytes(word);
  }
  std::string finish() {
    flush();
    return std::move(out_);
  }

 private:
  void flush() {
    if (pending_) out_ += decode_charset(bytes_, charset_);
    bytes_.clear();
    pending_ = false;
  }
  std::string out_;
  std::string bytes_;
  std::string_view charset_;
  bool pending_ = false;
};

}  // namespace

std::string unfold(std::string_view value) {
  std::string out;
  value = trim_wsp(value);
  out.reserve(value.size());
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  return out;
}

std::string decode_header_text(std::string_view value) {
  const std::string text = unfold(value);
  const std::string_view view = text;
  std::size_t start = view.find("=?");
  if (start == std::string_view::npos) return is_valid_utf8(text) ? text : decode_guess(text);

  Decoder decoder;
  std::size_t plain_from = 0;
  bool after_word = false;
  while (start != std::string_view::npos) {
    const auto word = read_encoded_word(view, start);
    if (!word) {
      start = view.find("=?", start + 1);
      continue;
    }
    const std::string_view between = view.substr(plain_from, start - plain_from);
    // RFC 2047 §6.2: white space between encoded words is not shown.
    const bool only_blanks = std::all_of(between.begin(), between.end(), is_wsp);
    if (!(after_word && only_blanks) && !between.empty()) decoder.plain(between);
    decoder.word(*word);
    after_word = true;
    plain_from = word->end;
    start = view.find("=?", plain_from);
  }
  if (plain_from < view.size()) decoder.plain(view.substr(plain_from));
  std::string out = decoder.finish();
  for (char& c : out) {
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  }
  return out;
}

}  // namespace base
