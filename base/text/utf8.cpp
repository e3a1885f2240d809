#include "base/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <cstring>

namespace base {

namespace {

// Length of a well-formed sequence at `p`, 0 when broken (Unicode 15, table 3-7). REQUIRES: p < end.
inline std::size_t sequence_length(const unsigned char* p, const unsigned char* end) {
  const unsigned char lead = *p;
  const std::size_t left = static_cast<std::size_t>(end - p);
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  const auto tail = [&](std::size_t i) { return (p[i] & 0xC0) == 0x80; };
  if (lead < 0xE0) return left >= 2 && tail(1) ? 2 : 0;
  if (lead < 0xF0) {
    if (left < 3 || !tail(1) || !tail(2)) return 0;
    if (lead == 0xE0 && p[1] < 0xA0) return 0;
    if (lead == 0xED && p[1] > 0x9F) return 0;
    return 3;
  }
  if (lead > 0xF4 || left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
  if (lead == 0xF0 && p[1] < 0x90) return 0;
  if (lead == 0xF4 && p[1] > 0x8F) return 0;
  return 4;
}

// Bytes of the maximal broken sequence at `p`: a start that could have gone on counts as one. REQUIRES:
// sequence_length() == 0.
std::size_t broken_length(const unsigned char* p, const unsigned char* end) {
  const unsigned char lead = *p;
  if (lead < 0xC2 || lead > 0xF4) return 1;
  const std::size_t want = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const std::size_t left = static_cast<std::size_t>(end - p);
  std::size_t n = 1;
  while (n < want && n < left && (p[n] & 0xC0) == 0x80) {
    if (n == 1 && ((lead == 0xE0 && p[1] < 0xA0) || (lead == 0xED && p[1] > 0x9F) || (lead == 0xF0 && p[1] < 0x90) ||
                   (lead == 0xF4 && p[1] > 0x8F))) {
      break;
    }
    ++n;
  }
  return n;
}

// End of the valid prefix; runs of ASCII are skipped eight bytes at a time.
std::size_t valid_prefix(std::string_view text) {
  const auto* begin = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* end = begin + text.size();
  const unsigned char* p = begin;
  while (p < end) {
    std::uint64_t word;
    while (end - p >= 8 && (std::memcpy(&word, p, 8), (word & 0x8080808080808080ull) == 0)) p += 8;
    if (p == end) break;
    const std::size_t n = sequence_length(p, end);
    if (n == 0) break;
    p += n;
  }
  return static_cast<std::size_t>(p - begin);
}

}  // namespace

bool is_ascii(std::string_view bytes) {
  std::size_t i = 0;
  std::uint64_t word;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::memcpy(&word, bytes.data() + i, 8);
    if (word & 0x8080808080808080ull) return false;
  }
  for (; i < bytes.size(); ++i) {
    if (static_cast<unsigned char>(bytes[i]) & 0x80) return false;
  }
  return true;
}

bool is_valid_utf8(std::string_view bytes) { return valid_prefix(bytes) == bytes.size(); }

std::string sanitize_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t good = valid_prefix(bytes);
    out.append(bytes.substr(0, good));
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
    append_code_point(out, kReplacement);
    bytes.remove_prefix(broken_length(p, p + bytes.size()));
  }
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + position;
  const auto* end = reinterpret_cast<const unsigned char*>(text.data()) + text.size();
  const std::size_t n = sequence_length(p, end);
  if (n == 0) {
    position += broken_length(p, end);
    return kReplacement;
  }
  position += n;
  switch (n) {
    case 1: return p[0];
    case 2: return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    case 3: return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    default: return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
  }
}

void append_code_point(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) next_code_point(text, i);
  return count;
}

std::string_view utf8_prefix_bytes(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  // Back over the tail bytes of a cut character, at most three.
  for (int back = 0; back < 4 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++back) --end;
  return text.substr(0, end);
}

std::string_view utf8_prefix_code_points(std::string_view text, std::size_t max_code_points) {
  std::size_t i = 0;
  for (std::size_t n = 0; n < max_code_points && i < text.size(); ++n) next_code_point(text, i);
  return text.substr(0, i);
}

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  const std::string clean = sanitize_utf8(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return clean;
  std::string out;
  out.reserve(clean.size());
  icu::StringByteSink<std::string> sink(&out);
  nfc->normalizeUTF8(0, icu::StringPiece(clean.data(), static_cast<int32_t>(clean.size())), sink, nullptr, status);
  return U_FAILURE(status) ? clean : out;
}

}  // namespace base
