#include "policies/dispatch/document_number.h"

#include <algorithm>
#include <vector>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace policies::dispatch {

namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xA0 || c == 0x202F || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A);
}
bool is_markup(char32_t c) {
  return c == '*' || c == '_' || c == '`' || c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F);
}
bool is_hyphen(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFF0D;
}
bool is_slash(char32_t c) { return c == '/' || c == 0x2044 || c == 0x2215 || c == 0xFF0F; }
bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Latin letters with and without marks: what Vietnamese symbols are made of. × and ÷ stand among them.
bool is_letter(char32_t c) {
  return is_ascii_letter(c) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
}

// Code points without markup, hyphens and slashes made one; letters as they were meant, NFC.
std::vector<char32_t> cleaned(std::string_view text) {
  const std::string letters = base::clean_letters(text);
  std::vector<char32_t> out;
  out.reserve(letters.size());
  for (std::size_t i = 0; i < letters.size();) {
    char32_t c = base::next_code_point(letters, i);
    if (is_markup(c)) continue;
    if (is_hyphen(c)) c = '-';
    if (is_blank(c)) c = ' ';
    if (is_slash(c)) c = '/';
    out.push_back(c);
  }
  return out;
}

class Reader {
 public:
  Reader(const std::vector<char32_t>& text, std::size_t at) : text_(&text), at_(at) {}
  std::size_t at() const { return at_; }
  char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < text_->size() ? (*text_)[at_ + ahead] : 0; }
  void blanks() {
    while (peek() == ' ') ++at_;
  }
  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  // 1 … max digits; 0 when there is none or there are more.
  int digits(int max, int* count) {
    int value = 0;
    *count = 0;
    while (is_digit(peek())) {
      if (++*count > max) return 0;
      value = value * 10 + static_cast<int>(peek() - '0');
      ++at_;
    }
    return value;
  }
  // "Số:", "số", "So", "No." are left out; so is "Số, ký hiệu:".
  void label() {
    blanks();
    const std::size_t start = at_;
    std::string word;
    while (is_letter(peek()) || peek() == ' ' || peek() == ',') {
      if (word.size() > 40) break;
      base::append_code_point(word, (*text_)[at_++]);
    }
    take('.');
    take(':');
    const std::string folded = base::fold(word);
    std::string bare;
    for (const char c : folded) {
      if (c != ' ' && c != ',') bare += c;
    }
    if (bare != "so" && bare != "sokyhieu" && bare != "sovakyhieu" && bare != "no") at_ = start;
    blanks();
  }
  // Groups of letters, digits, '.' and '&' parted by hyphens; blanks only around hyphens, and none when it is told so.
  // Empty: none.
  std::string symbol(bool no_blanks = false) {
    std::string out;
    bool some_letter = false, after_hyphen = true;
    while (out.size() <= kMaxSymbolBytes) {
      const char32_t c = peek();
      if (is_letter(c) || is_digit(c) || (!after_hyphen && (c == '.' || c == '&'))) {
        base::append_code_point(out, c);
        some_letter = some_letter || is_letter(c);
        after_hyphen = false;
        ++at_;
        continue;
      }
      // A hyphen, with blanks around it, that is followed by another group.
      std::size_t ahead = 0;
      while (peek(ahead) == ' ') ++ahead;
      if (after_hyphen || peek(ahead) != '-') break;
      const std::size_t before = ahead;
      ++ahead;
      if (no_blanks && (before > 0 || peek(ahead) == ' ')) break;
      while (peek(ahead) == ' ') ++ahead;
      // " - " between words is a dash; a hyphen of a symbol has a blank on one side at most, or an upper-case group on
      // both.
      if (!is_letter(peek(ahead)) && !is_digit(peek(ahead))) break;
      if (before > 0 && peek(before + 1) == ' ' && !upper_group(ahead)) break;
      out += '-';
      after_hyphen = true;
      at_ += ahead;
    }
    while (!out.empty() && (out.back() == '.' || out.back() == '&')) out.pop_back();
    return some_letter && out.size() <= kMaxSymbolBytes ? out : std::string();
  }

 private:
  bool upper_group(std::size_t ahead) const {
    int letters = 0;
    for (; is_letter(peek(ahead)); ++ahead, ++letters) {
      std::string one;
      base::append_code_point(one, peek(ahead));
      if (base::lower_form(one) == one) return false;
    }
    return letters > 0;
  }
  const std::vector<char32_t>* text_;  // of the caller
  std::size_t at_;
};

std::optional<DocumentNumber> read_number(Reader& in, bool no_blanks = false) {
  DocumentNumber out;
  int count = 0;
  out.number = in.digits(6, &count);
  if (out.number < 1) return std::nullopt;
  if (is_ascii_letter(in.peek()) && !is_letter(in.peek(1)) && !is_digit(in.peek(1))) {
    base::append_code_point(out.letter, in.peek());
    in.take(in.peek());
  }
  in.blanks();
  if (!in.take('/')) return std::nullopt;
  in.blanks();
  Reader year = in;
  const int value = year.digits(4, &count);
  year.blanks();
  if (count == 4 && value >= 1900 && year.take('/')) {
    out.year = value;
    in = year;
    in.blanks();
  }
  out.symbol = in.symbol(no_blanks);
  if (out.symbol.empty()) return std::nullopt;
  return out;
}

// Whether a number may begin here: not inside a word, another number, a date or a path.
bool may_begin(const std::vector<char32_t>& text, std::size_t at) {
  const char32_t before = at == 0 ? ' ' : text[at - 1];
  return is_digit(text[at]) && !is_digit(before) && !is_letter(before) && before != '/' && before != '-' &&
         before != '.';
}

// What long texts are looked through by: to the last line end of so many bytes, else to the last blank.
std::string_view next_piece(std::string_view text) {
  constexpr std::size_t kPiece = 64 << 10;
  if (text.size() <= kPiece) return text;
  for (const char end : {'\n', ' '}) {
    const std::size_t found = text.rfind(end, kPiece);
    if (found != std::string_view::npos && found > kPiece / 2) return text.substr(0, found + 1);
  }
  return base::utf8_prefix_bytes(text, kPiece);
}

bool has_slash(std::string_view text) {
  for (const std::string_view slash : {"/", "\u2044", "\u2215", "\uFF0F"}) {
    if (text.find(slash) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::optional<DocumentNumber> parse_document_number(std::string_view text) {
  if (text.size() > kMaxNumberText) return std::nullopt;
  const std::vector<char32_t> clean = cleaned(text);
  Reader in(clean, 0);
  in.label();
  std::optional<DocumentNumber> out = read_number(in);
  in.blanks();
  if (!out || in.peek() != 0 || in.at() != clean.size()) return std::nullopt;
  return out;
}

std::optional<DocumentNumber> find_document_number(std::string_view text) {
  const std::vector<char32_t> clean = cleaned(base::utf8_prefix_bytes(text, 64 * kMaxNumberText));
  for (std::size_t at = 0; at < clean.size(); ++at) {
    if (!may_begin(clean, at)) continue;
    Reader in(clean, at);
    if (std::optional<DocumentNumber> found = read_number(in)) return found;
  }
  return std::nullopt;
}

std::vector<DocumentNumber> find_document_numbers(std::string_view text, std::size_t limit) {
  std::vector<DocumentNumber> out;
  while (!text.empty() && out.size() < limit) {
    const std::string_view piece = next_piece(text);
    text.remove_prefix(piece.size());
    if (!has_slash(piece)) continue;
    const std::vector<char32_t> clean = cleaned(piece);
    for (std::size_t at = 0; at < clean.size() && out.size() < limit; ++at) {
      if (!may_begin(clean, at)) continue;
      Reader in(clean, at), strict(clean, at);
      std::optional<DocumentNumber> found = read_number(in);
      if (!found) continue;
      std::optional<DocumentNumber> shorter = read_number(strict, true);
      const std::size_t end = in.at();
      if (shorter && *shorter == *found) shorter.reset();
      out.push_back(*std::move(found));
      if (shorter && out.size() < limit) out.push_back(*std::move(shorter));
      at = end - 1;
    }
  }
  return out;
}

NumberWords number_words(const DocumentNumber& number) {
  return {std::to_string(number.number) + base::to_ascii_lower(number.letter),
          number.year == 0 ? std::string() : std::to_string(number.year), base::fold(number.symbol)};
}

std::optional<NumberWords> parse_number_words(std::string_view text) {
  if (const std::optional<DocumentNumber> whole = parse_document_number(text)) return number_words(*whole);
  if (text.size() > kMaxNumberText) return std::nullopt;
  const std::vector<char32_t> clean = cleaned(text);
  Reader in(clean, 0);
  in.label();
  DocumentNumber out;
  if (is_digit(in.peek())) {
    int count = 0;
    out.number = in.digits(6, &count);
    if (out.number < 1) return std::nullopt;
    if (is_ascii_letter(in.peek())) {
      base::append_code_point(out.letter, in.peek());
      in.take(in.peek());
    }
  } else {
    out.symbol = in.symbol();
    if (base::code_point_count(out.symbol) < 2) return std::nullopt;
  }
  in.blanks();
  if (in.at() != clean.size()) return std::nullopt;
  NumberWords words = number_words(out);
  if (out.number == 0) words.number.clear();
  return words;
}

std::string format_number(int number) {
  return number >= 0 && number < 10 ? "0" + std::to_string(number) : std::to_string(number);
}

std::string format_document_number(const DocumentNumber& number) {
  std::string out = format_number(number.number) + number.letter + "/";
  if (number.year != 0) out += std::to_string(number.year) + "/";
  return out + number.symbol;
}

bool same_symbol(std::string_view a, std::string_view b) { return base::lower_form(a) == base::lower_form(b); }

bool same_document_number(const DocumentNumber& a, const DocumentNumber& b) {
  return a.number == b.number && base::equals_ignoring_case(a.letter, b.letter) &&
         (a.year == 0 || b.year == 0 || a.year == b.year) && same_symbol(a.symbol, b.symbol);
}

SymbolParts split_symbol(std::string_view symbol, std::string_view office_symbol) {
  const auto group = [&] {
    const std::size_t hyphen = symbol.find('-');
    const std::string_view out = symbol.substr(0, hyphen);
    symbol = hyphen == std::string_view::npos ? std::string_view() : symbol.substr(hyphen + 1);
    return out;
  };
  SymbolParts out;
  const bool own_letter = !office_symbol.empty() && symbol.size() > office_symbol.size() &&
                          symbol[office_symbol.size()] == '-' &&
                          same_symbol(symbol.substr(0, office_symbol.size()), office_symbol);
  std::string_view first = group();
  if (!own_letter && !symbol.empty()) {
    if (base::equals_ignoring_case(first, "CV")) {  // "45/CV-UBND": not by the decree, but common
      out.type = &document_type(kOfficialLetter);
      first = group();
    } else if ((out.type = type_of_abbreviation(first)) != nullptr) {
      first = group();
    }
  }
  if (!out.type) out.type = &document_type(kOfficialLetter);
  out.office = std::string(first);
  out.unit = std::string(symbol);
  return out;
}

std::string compose_symbol(const DocumentType& type, std::string_view office_symbol, std::string_view unit_symbol) {
  if (!type.abbreviation.empty()) return std::string(type.abbreviation) + "-" + std::string(office_symbol);
  return unit_symbol.empty() ? std::string(office_symbol) : std::string(office_symbol) + "-" + std::string(unit_symbol);
}

std::string date_line(std::string_view place, calendar::Date date) {
  std::string out = place.empty() ? std::string() : std::string(place) + ", ";
  out += "ngày " + format_number(date.day) + " tháng ";
  out += date.month <= 2 ? format_number(date.month) : std::to_string(date.month);
  return out + " năm " + std::to_string(date.year);
}

std::string duplicate_key(std::string_view issuer, const DocumentNumber& number, int date_year) {
  std::string who;
  for (const char c : base::lower_form(issuer)) {
    if (static_cast<unsigned char>(c) > ' ') who += c;
  }
  return who + "|" + std::to_string(number.year != 0 ? number.year : date_year) + "|" + std::to_string(number.number) +
         base::to_ascii_lower(number.letter) + "|" + base::lower_form(number.symbol);
}

}  // namespace policies::dispatch
