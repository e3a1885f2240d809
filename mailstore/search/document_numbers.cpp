#include "mailstore/search/document_numbers.h"

#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kMaxSymbolBytes = 48;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Latin letters with marks and đ: C3 80 … CA AF, combining marks CC 80 … CD AF, E1 B8 … E1 BB. Others end a symbol.
std::size_t letter_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (ascii_letter(text[at])) return 1;
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead >= 0xC3 && lead <= 0xCD && at + 1 < text.size()) return 2;
  if (lead == 0xE1 && at + 2 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (second >= 0xB8 && second <= 0xBB) return 3;
  }
  return 0;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  std::size_t seen = 0;
  while (at < text.size() && seen < 3) {
    if (text[at] == ' ' || text[at] == '\t') ++at;
    else if (text.substr(at, 2) == "\xC2\xA0") at += 2;
    else break;
    ++seen;
  }
  return at;
}

// Reads a symbol at `at`: letters, digits, '.', '&', '-', beginning with a letter. Its end, or `at` when there is none.
std::size_t read_symbol(std::string_view text, std::size_t at) {
  if (letter_length(text, at) == 0) return at;
  std::size_t end = at, letters = 0, last_good = at;
  while (end < text.size() && end - at < kMaxSymbolBytes) {
    if (const std::size_t n = letter_length(text, end)) {
      end += n;
      ++letters;
      last_good = end;
    } else if (digit(text[end])) {
      last_good = ++end;
    } else if (text[end] == '-' || text[end] == '.' || text[end] == '&') {
      ++end;
    } else {
      break;
    }
  }
  return letters >= 2 ? last_good : at;
}

std::string plain_number(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0' && digit(digits[1])) digits.remove_prefix(1);
  return base::fold(digits);
}

// A number at `at` (not inside another number or word), with its slash and symbol. Moves `at` past what was looked at.
std::optional<DocumentNumber> read_number(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && digit(text[at])) ++at;
  std::size_t end = at;
  if (end - begin > 6) return std::nullopt;
  if (end < text.size() && ascii_letter(text[end]) && letter_length(text, end + 1) == 0) ++end;
  std::size_t next = skip_blanks(text, end);
  if (next >= text.size() || text[next] != '/') return std::nullopt;
  next = skip_blanks(text, next + 1);
  DocumentNumber found;
  if (next + 4 < text.size() && digit(text[next]) && digit(text[next + 1]) && digit(text[next + 2]) && digit(text[next + 3])) {
    const std::size_t slash = skip_blanks(text, next + 4);
    if (slash >= text.size() || text[slash] != '/') return std::nullopt;
    found.year = text.substr(next, 4);
    next = skip_blanks(text, slash + 1);
  }
  const std::size_t symbol_end = read_symbol(text, next);
  if (symbol_end == next) return std::nullopt;
  found.number = plain_number(text.substr(begin, end - begin));
  found.symbol = base::fold(text.substr(next, symbol_end - next));
  at = symbol_end;
  return found;
}

}  // namespace

std::vector<DocumentNumber> find_document_numbers(std::string_view text, std::size_t limit) {
  std::vector<DocumentNumber> out;
  // Slashes are rare: look for them first, then for the digits before.
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos && out.size() < limit; slash = text.find('/', slash + 1)) {
    std::size_t end = slash;
    for (int blanks = 0; end > 0 && blanks < 3 && (text[end - 1] == ' ' || text[end - 1] == '\t'); ++blanks) --end;
    if (end > 1 && ascii_letter(text[end - 1]) && digit(text[end - 2])) --end;
    std::size_t begin = end;
    while (begin > 0 && digit(text[begin - 1]) && end - begin <= 7) --begin;
    if (begin == end || end - begin > 6) continue;
    if (begin > 0) {
      const char before = text[begin - 1];
      if (ascii_letter(before) || high(before) || before == '/' || before == '_' || before == '.' || before == '-') continue;
    }
    std::size_t at = begin;
    std::optional<DocumentNumber> found = read_number(text, at);
    if (!found) continue;
    out.push_back(std::move(*found));
    slash = at - 1;
  }
  return out;
}

std::optional<DocumentNumber> parse_document_number(std::string_view text) {
  std::size_t at = skip_blanks(text, 0);
  const std::string folded_start = base::fold(text.substr(at, 6));
  if (folded_start.starts_with("so:") || folded_start.starts_with("so ")) at = text.find_first_of(": ", at) + 1;
  at = skip_blanks(text, at);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (at >= text.size()) return std::nullopt;
  if (digit(text[at])) {
    std::size_t end = at;
    if (std::optional<DocumentNumber> whole = read_number(text, end)) {
      return end == text.size() ? whole : std::nullopt;
    }
    end = at;
    while (end < text.size() && digit(text[end])) ++end;
    if (end - at > 6) return std::nullopt;
    if (end < text.size() && ascii_letter(text[end])) ++end;
    if (end != text.size()) return std::nullopt;
    return DocumentNumber{plain_number(text.substr(at)), "", ""};
  }
  const std::size_t end = read_symbol(text, at);
  if (end == at || end != text.size()) return std::nullopt;
  return DocumentNumber{"", "", base::fold(text.substr(at))};
}

}  // namespace mailstore::search
