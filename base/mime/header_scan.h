// Internal to base/mime: reading one header line and cleaning one value. Pure.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace base {

// Offset just after the line that starts at `at` (after its LF, or the end).
inline std::size_t line_end(std::string_view bytes, std::size_t at) {
  const void* lf = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
  return lf == nullptr ? bytes.size() : static_cast<std::size_t>(static_cast<const char*>(lf) - bytes.data()) + 1;
}

// The line without its line end.
inline std::string_view without_eol(std::string_view line) {
  if (!line.empty() && line.back() == '\n') {
    line.remove_suffix(1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  }
  return line;
}

inline bool is_blank_line(std::string_view line) { return line == "\n" || line == "\r\n"; }

inline bool is_wsp(char c) { return c == ' ' || c == '\t'; }

inline std::string_view trim_wsp(std::string_view text) {
  while (!text.empty() && (is_wsp(text.front()) || text.front() == '\r' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (is_wsp(text.back()) || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

struct FieldStart {
  std::size_t name_size = 0;  // without blanks before ":"
  std::size_t colon = 0;
  bool valid = false;
};

// RFC 5322 §2.2 and §4.5: printable ASCII without ":", blanks before the colon tolerated. RFC 6532 leaves names ASCII.
inline FieldStart read_field_start(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && line[i] > ' ' && line[i] < 0x7F && line[i] != ':') ++i;
  std::size_t colon = i;
  while (colon < line.size() && is_wsp(line[colon])) ++colon;
  if (i == 0 || colon >= line.size() || line[colon] != ':') return {};
  return {i, colon, true};
}

// Octets of a value in an IMAP string: quotes and backslashes are written twice.
inline std::size_t rendered_octets(std::string_view text) {
  std::size_t octets = text.size();
  for (const char c : text) octets += c == '"' || c == '\\' ? 1 : 0;
  return octets;
}

// The text without comments (RFC 5322 §3.2.2) outside of quoted strings; one that is not closed stays as it is.
std::string without_comments(std::string_view text);
// Offset after the comment that "(" at `at` opens; 0 when it is not closed.
std::size_t comment_end(std::string_view text, std::size_t at);

// Unfolded, trimmed, valid UTF-8 (8-bit bytes guessed), NUL dropped.
std::string clean_value(std::string_view raw);

}  // namespace base
