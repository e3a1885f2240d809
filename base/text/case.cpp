#include "base/text/case.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text/code_point_table.h"
#include "base/text/fold.h"
#include "base/text/search_form.h"
#include "base/text/utf8.h"

namespace base {

std::string to_ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

std::string to_ascii_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_upper(c);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && equals_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

std::size_t find_ignoring_case(std::string_view text, std::string_view needle, std::size_t from) {
  if (from > text.size() || needle.size() > text.size() - from) return std::string_view::npos;
  if (needle.empty()) return from;
  const char first = ascii_lower(needle[0]);
  for (std::size_t i = from; i + needle.size() <= text.size(); ++i) {
    if (ascii_lower(text[i]) == first && equals_ignoring_case(text.substr(i, needle.size()), needle)) return i;
  }
  return std::string_view::npos;
}

bool AsciiCaseLess::operator()(std::string_view a, std::string_view b) const {
  const std::size_t n = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned char x = static_cast<unsigned char>(ascii_lower(a[i]));
    const unsigned char y = static_cast<unsigned char>(ascii_lower(b[i]));
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

namespace {

// RFC 5051 step 2 for one code point: title case (the simple mapping), then full decomposition.
std::string map_code_point(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  const UChar32 title = u_totitle(static_cast<UChar32>(c));
  std::string out;
  icu::UnicodeString decomposed;
  if (U_SUCCESS(status) && nfkd->getDecomposition(title, decomposed)) {
    decomposed.toUTF8String(out);
  } else {
    append_code_point(out, static_cast<char32_t>(title));
  }
  return out;
}

const CodePointTable& casemap_table() {
  static const CodePointTable table(map_code_point);
  return table;
}

std::string map_for_search(char32_t c) { return is_invisible(c) ? std::string() : map_code_point(letter_meant(c)); }

const CodePointTable& search_table() {
  static const CodePointTable table(map_for_search);
  return table;
}

// Bytes of the next piece of a long text: it ends before an ASCII letter, which combines with nothing before it.
std::size_t piece_length(std::string_view text, std::size_t wanted) {
  const std::size_t longest = 4 * wanted;
  if (text.size() <= wanted) return text.size();
  const auto ascii = [&](std::size_t at) { return static_cast<unsigned char>(text[at]) < 0x80; };
  for (std::size_t at = wanted; at > wanted / 2; --at) {
    if (ascii(at)) return at;
  }
  for (std::size_t at = wanted; at < std::min(text.size(), longest); ++at) {
    if (ascii(at)) return at;
  }
  return utf8_prefix_bytes(text, longest).size();
}

// Marks in another order than Unicode's ("â" + dot below) must compare equal: only then NFC is needed first.
bool has_combining_marks(std::string_view utf8) {
  return utf8.find('\xCC') != std::string_view::npos || utf8.find('\xCD') != std::string_view::npos;
}

// memmem of glibc is two-way and vectorised enough: linear time on hostile needles.
bool contains_bytes(std::string_view text, std::string_view needle) {
  return needle.empty() || memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
}

// In blocks of a fixed size, which compilers make vector instructions of.
void copy_as_ascii_upper(const char* from, std::size_t size, char* to) {
  constexpr std::size_t kBlock = 64;
  std::size_t at = 0;
  for (; at + kBlock <= size; at += kBlock) {
    std::array<unsigned char, kBlock> block;
    std::memcpy(block.data(), from + at, kBlock);
    for (unsigned char& c : block)
      c = static_cast<unsigned char>(c - (static_cast<unsigned char>(c - 'a') < 26 ? 32 : 0));
    std::memcpy(to + at, block.data(), kBlock);
  }
  for (; at < size; ++at) to[at] = ascii_upper(from[at]);
}

bool contains_ascii_upper(std::string_view text, std::string_view upper_needle) {
  std::array<char, 4096> window;
  const std::size_t n = upper_needle.size();
  if (n > window.size() / 4) return contains_bytes(to_ascii_upper(text), upper_needle);
  // Windows overlap by the needle's length, so that a hit across their border is seen.
  for (std::size_t at = 0; at + n <= text.size(); at += window.size() - n + 1) {
    const std::size_t take = std::min(window.size(), text.size() - at);
    copy_as_ascii_upper(text.data() + at, take, window.data());
    if (contains_bytes(std::string_view(window.data(), take), upper_needle)) return true;
  }
  return false;
}

}  // namespace

std::string casemap(std::string_view utf8) {
  if (has_combining_marks(utf8)) {
    const std::string composed = to_nfc(utf8);
    if (composed != utf8) return casemap(composed);
  }
  return casemap_table().map(utf8);
}

std::string search_form(std::string_view utf8) {
  return search_table().map(has_combining_marks(utf8) ? std::string_view(clean_letters(utf8)) : utf8);
}

void visit_search_form(std::string_view text, const std::function<bool(std::string_view)>& visit) {
  while (!text.empty()) {
    const std::size_t length = piece_length(text, kSearchFormPiece);
    if (!visit(search_form(text.substr(0, length)))) return;
    text.remove_prefix(length);
  }
}

CasemapFinder::CasemapFinder(std::string_view needle_utf8) : needle_(mapped(needle_utf8)) {
  if (needle_.empty() && !needle_utf8.empty()) {
    literal_ = true;
    needle_ = mapped(needle_utf8);
  }
  ascii_needle_ = is_ascii(needle_);
}

std::string CasemapFinder::mapped(std::string_view utf8) const { return literal_ ? casemap(utf8) : search_form(utf8); }

bool CasemapFinder::contains_in_raw(std::string_view text) const {
  if (needle_.empty()) return true;
  if (is_ascii(text)) return ascii_needle_ && contains_ascii_upper(text, needle_);
  std::string window;  // what was mapped last, and before it as much as a needle that began earlier may need
  const std::size_t piece =
      std::max<std::size_t>(kSearchFormPiece, needle_.size());  // else a long needle would be compared too often
  while (!text.empty()) {
    const std::size_t length = piece_length(text, piece);
    window += mapped(text.substr(0, length));
    text.remove_prefix(length);
    if (contains_bytes(window, needle_)) return true;
    if (window.size() >= needle_.size()) window.erase(0, window.size() - (needle_.size() - 1));
  }
  return false;
}

}  // namespace base
