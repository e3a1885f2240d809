// Writing of header text: RFC 2047 encoded words, folding, display names.
#include <algorithm>

#include "base/mime/header_text.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kFoldAt = 76;       // RFC 2047 §2
constexpr std::size_t kMaxRawLine = 990;  // RFC 5322 §2.1.1, with room for the field name's own bytes
constexpr std::size_t kMaxWordText = 45;  // bytes of UTF-8 in one base64 word: "=?utf-8?B?" + 60 + "?=" = 72

// Controls cannot stand in a header; line ends would start a new field.
std::string printable(std::string_view utf8) {
  std::string out = sanitize_utf8(utf8);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  }
  return out;
}

bool is_q_safe(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '!' || c == '*' ||
         c == '+' || c == '-' || c == '/';
}

std::string q_text(std::string_view bytes) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : bytes) {
    if (c == ' ') out += '_';
    else if (is_q_safe(c)) out += c;
    else {
      out += '=';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

// One run of text as encoded words with CRLF SP between them; never cuts a character.
std::string encoded_words(std::string_view utf8, std::size_t column) {
  std::string out;
  while (!utf8.empty()) {
    const std::size_t room = column + 14 < kFoldAt ? kFoldAt - column - 12 : 0;
    std::size_t budget = std::min(kMaxWordText, room / 4 * 3);
    if (budget < 6) {
      if (column > 1) {
        out += "\r\n ";
        column = 1;
        continue;
      }
      budget = kMaxWordText;
    }
    std::string_view piece = utf8_prefix_bytes(utf8, budget);
    std::string q = q_text(piece);
    const std::string b = base64_encode(piece);
    std::string word = "=?utf-8?";
    word += q.size() <= b.size() ? "Q?" + q : "B?" + b;
    word += "?=";
    out += word;
    column += word.size();
    utf8.remove_prefix(piece.size());
    if (!utf8.empty()) {
      out += "\r\n ";
      column = 1;
    }
  }
  return out;
}

bool needs_encoding(std::string_view word) { return !is_ascii(word) || word.find("=?") != std::string_view::npos; }

// The next word with the blanks before it.
std::string_view next_word(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && text[i] == ' ') ++i;
  while (i < text.size() && text[i] != ' ') ++i;
  return text.substr(0, i);
}

// Puts a word with its leading blanks, folding before it when the line would grow over the limit.
void put_word(std::string& out, std::size_t& column, std::string_view word, std::size_t limit) {
  const bool may_fold = !word.empty() && word.front() == ' ' && word.find_first_not_of(' ') != std::string_view::npos;
  if (may_fold && column > 1 && column + word.size() > limit) {
    out += "\r\n";
    column = 0;
  }
  // A single word longer than any line may be: cut it, RFC 5322 §2.1.1 leaves no other way.
  while (column + word.size() > kMaxRawLine) {
    const std::string_view piece = utf8_prefix_bytes(word, kMaxRawLine - column);
    out += piece;
    out += "\r\n ";
    word.remove_prefix(piece.size());
    column = 1;
  }
  out += word;
  column += word.size();
}

}  // namespace

std::string encode_header_text(std::string_view utf8, HeaderEncoding encoding, std::size_t name_size) {
  const std::string clean = printable(utf8);
  std::string_view text = clean;
  // Outer blanks do not survive reading, and a line of blanks only is no folded line.
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  std::string out;
  std::size_t column = name_size;
  while (!text.empty()) {
    const std::string_view word = next_word(text);
    if (encoding == HeaderEncoding::utf8 ? word.find("=?") == std::string_view::npos : !needs_encoding(word)) {
      // A word that no fold can shorten goes into encoded words, which may break anywhere.
      if (word.size() <= kMaxRawLine / 2 || encoding == HeaderEncoding::utf8) {
        put_word(out, column, word, kFoldAt);
        text.remove_prefix(word.size());
        continue;
      }
    }
    // A run of words that need it, the blanks between them encoded too; the blank before the run stays outside.
    std::size_t end = word.size();
    for (std::string_view more = next_word(text.substr(end)); !more.empty() && needs_encoding(more);
         more = next_word(text.substr(end)))
      end += more.size();
    std::string_view run = text.substr(0, end);
    if (!out.empty() && run.front() == ' ') {
      out += column > kFoldAt - 24 ? "\r\n " : " ";
      column = column > kFoldAt - 24 ? 1 : column + 1;
      run.remove_prefix(1);
    }
    const std::string words = encoded_words(run, column);
    const std::size_t last_line = words.rfind('\n');
    column = last_line == std::string::npos ? column + words.size() : words.size() - last_line - 1;
    out += words;
    text.remove_prefix(end);
  }
  return out;
}

std::string encode_phrase(std::string_view utf8, HeaderEncoding encoding) {
  const std::string text = printable(utf8);
  if (text.empty()) return text;
  if (encoding == HeaderEncoding::encoded_words && needs_encoding(text)) return encoded_words(text, 1);
  const bool atoms = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  });
  if (atoms && text.front() != ' ' && text.back() != ' ' && text.find("  ") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace base
