// Case-insensitive comparing and finding. ASCII forms for protocol words; casemap() for IMAP SEARCH, SORT and subject
// comparison as in RFC 5051 (i;unicode-casemap): titlecase mapping, then full decomposition. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

inline constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
inline constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
std::string to_ascii_lower(std::string_view text);
std::string to_ascii_upper(std::string_view text);

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
bool ends_with_ignoring_case(std::string_view text, std::string_view suffix);
std::size_t find_ignoring_case(std::string_view text, std::string_view needle,
                               std::size_t from = 0);  // npos when absent

// For ordered maps and sets of protocol words.
struct AsciiCaseLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

// RFC 5051: the text as i;unicode-casemap compares it: each code point to title case, then decomposed. Marks stay (IMAP
// SEARCH is exact), so "VĂN" finds "văn" in NFC and NFD alike, and "van" does not. Broken bytes become U+FFFD.
std::string casemap(std::string_view utf8);

// Finds one needle in many texts, as IMAP SEARCH does. Both sides are casemapped, and besides a letter that looks like
// a Vietnamese one counts as that one and what nobody sees is passed over (fold.h), unless the needle is nothing else.
// A long text is mapped piece by piece: memory does not grow with it. Immutable: share freely.
class CasemapFinder {
 public:
  explicit CasemapFinder(std::string_view needle_utf8);
  bool contains_in_raw(std::string_view utf8_text) const;  // an empty needle is in every text
  const std::string& needle() const { return needle_; }

 private:
  std::string mapped(std::string_view utf8) const;

  bool literal_ = false;  // the needle holds nothing that is seen
  std::string needle_;    // mapped
  bool ascii_needle_ = false;
};

}  // namespace base
