// UTF-8: check, repair, walk, normalise. Pure functions, thread-safe. Broken bytes never fail: a maximal broken
// sequence becomes one U+FFFD (Unicode 15, section 3.9). RFC 3629: no surrogates, no overlong forms, at most U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

inline constexpr char32_t kReplacement = 0xFFFD;

bool is_ascii(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes);

// The same text when it is valid, else with U+FFFD for what is broken.
std::string sanitize_utf8(std::string_view bytes);

// Reads the code point at `position` and moves past it; broken bytes give kReplacement. REQUIRES: position <
// text.size().
char32_t next_code_point(std::string_view text, std::size_t& position);

// Appends one code point; a surrogate or a value over U+10FFFF becomes U+FFFD.
void append_code_point(std::string& out, char32_t code_point);

// Number of code points; each maximal broken sequence counts as one.
std::size_t code_point_count(std::string_view text);

// The longest prefix of at most so many bytes (code points) that does not cut a character.
std::string_view utf8_prefix_bytes(std::string_view text, std::size_t max_bytes);
std::string_view utf8_prefix_code_points(std::string_view text, std::size_t max_code_points);

// Unicode normalisation form C (ICU); broken bytes become U+FFFD first.
std::string to_nfc(std::string_view text);

}  // namespace base
