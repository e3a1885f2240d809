// Header fields as byte ranges: find, select, split. Works on any bytes; lines end with LF, with or without CR. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// Offsets into the bytes that were scanned.
struct HeaderField {
  std::uint64_t begin = 0;        // first byte of the name
  std::uint64_t name_end = 0;     // end of the name, blanks before ":" left out
  std::uint64_t value_begin = 0;  // after ":"
  std::uint64_t end = 0;          // after the line end of the last folded line
  bool operator==(const HeaderField&) const = default;
  std::string_view name(std::string_view bytes) const { return bytes.substr(begin, name_end - begin); }
  // Raw, still folded, with its last line end.
  std::string_view value(std::string_view bytes) const { return bytes.substr(value_begin, end - value_begin); }
};

// Fields of a header (up to the blank line or the end). Lines without ":" belong to no field. At most max_fields.
std::vector<HeaderField> index_header(std::string_view header, std::size_t max_fields = 10000);

// Each field in its order until `visit` answers false; nothing is kept. Gives the offset behind the blank line, the
// end, or where it stopped.
std::size_t visit_header(std::string_view header, const std::function<bool(const HeaderField&)>& visit);

// The unfolded raw value of the first field of that name (any case), without outer blanks. Nothing when absent.
std::optional<std::string> header_value(std::string_view header, std::string_view name);
std::vector<std::string> header_values(std::string_view header, std::string_view name);

// The header's length in a whole message, with the blank line that ends it; all bytes when there is no blank line.
std::size_t header_size(std::string_view message);

// IMAP HEADER.FIELDS and HEADER.FIELDS.NOT (RFC 9051 §6.4.5.1): the chosen fields as they stand, then a blank line.
std::string select_header_fields(std::string_view header, const std::vector<std::string>& names, bool negate);

// A message without the fields of these names (Bcc at submission, forged Authentication-Results need a test of their
// own).
std::string remove_header_fields(std::string_view message, const std::vector<std::string>& names);

}  // namespace base
