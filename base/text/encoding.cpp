// base64, base64url, quoted-printable, hexadecimal and percent encodings; modified UTF-7 is in mailbox_utf7.cpp.
#include "base/text/encoding.h"

#include <array>
#include <cstdint>

namespace base {

namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char kHexLower[] = "0123456789abcdef";
constexpr char kHexUpper[] = "0123456789ABCDEF";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> reverse_table(const char* alphabet) {
  std::array<std::uint8_t, 256> table{};
  for (auto& v : table) v = kNone;
  for (std::uint8_t i = 0; i < 64; ++i) table[static_cast<unsigned char>(alphabet[i])] = i;
  return table;
}
constexpr auto kFromBase64 = reverse_table(kBase64);
constexpr auto kFromBase64Url = reverse_table(kBase64Url);

void append_base64(std::string& out, std::string_view bytes, const char* alphabet, bool pad) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t v = p[i] << 16 | p[i + 1] << 8 | p[i + 2];
    const char quad[4] = {alphabet[v >> 18], alphabet[v >> 12 & 63], alphabet[v >> 6 & 63], alphabet[v & 63]};
    out.append(quad, 4);
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  const std::uint32_t v = p[i] << 16 | (left == 2 ? p[i + 1] << 8 : 0);
  out += alphabet[v >> 18];
  out += alphabet[v >> 12 & 63];
  if (left == 2) out += alphabet[v >> 6 & 63];
  if (pad) out.append(3 - left, '=');
}

Error bad(const char* what) { return Error::permanent(ErrorCode::bad_input, protocol_words(what)); }

Result<std::string> decode_strict(std::string_view text, const std::array<std::uint8_t, 256>& table) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::uint8_t v = table[static_cast<unsigned char>(c)];
    if (v == kNone) return bad("not base64");
    bits = bits << 6 | v;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>(bits >> held & 0xFF);
    }
  }
  if (held == 6 || (bits & ((1u << held) - 1)) != 0) return bad("not base64");
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  append_base64(out, bytes, kBase64, true);
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return bad("not base64");
  if (!text.empty() && text.back() == '=') text.remove_suffix(text[text.size() - 2] == '=' ? 2 : 1);
  return decode_strict(text, kFromBase64);
}

std::string base64_encode_lines(std::string_view bytes) {
  constexpr std::size_t kBytesPerLine = 57;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4 + bytes.size() / kBytesPerLine * 2 + 2);
  for (std::size_t i = 0; i < bytes.size(); i += kBytesPerLine) {
    append_base64(out, bytes.substr(i, kBytesPerLine), kBase64, true);
    out += "\r\n";
  }
  return out;
}

std::string base64_decode_lenient(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  char* to = out.data();
  std::uint32_t bits = 0;
  int held = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (held == 0 && text.size() - at >= 4) {  // four good letters at once: nearly all of a text
      const auto value = [&](std::size_t i) -> std::uint32_t {
        return kFromBase64[static_cast<unsigned char>(text[at + i])];
      };
      const std::uint32_t a = value(0), b = value(1), c = value(2), d = value(3);
      if ((a | b | c | d) < 64) {
        *to++ = static_cast<char>(a << 2 | b >> 4);
        *to++ = static_cast<char>(b << 4 | c >> 2);
        *to++ = static_cast<char>(c << 6 | d);
        at += 4;
        continue;
      }
    }
    const char c = text[at++];
    const std::uint8_t v = kFromBase64[static_cast<unsigned char>(c)];
    if (v == kNone) {
      if (c == '=') held = 0;  // ends the quantum; joined base64 bodies go on behind it
      continue;
    }
    bits = bits << 6 | v;
    held += 6;
    if (held >= 8) {
      held -= 8;
      *to++ = static_cast<char>(bits >> held & 0xFF);
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

std::string base64url_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  append_base64(out, bytes, kBase64Url, false);
  return out;
}

Result<std::string> base64url_decode(std::string_view text) {
  if (text.size() % 4 == 0 && !text.empty() && text.back() == '=')
    text.remove_suffix(text[text.size() - 2] == '=' ? 2 : 1);
  return decode_strict(text, kFromBase64Url);
}

std::string quoted_printable_encode(std::string_view text) {
  constexpr std::size_t kMaxLine = 76;
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t column = 0;
  const auto put = [&](const char* bytes, std::size_t size) {
    if (column + size > kMaxLine - 1) {
      out += "=\r\n";
      column = 0;
    }
    out.append(bytes, size);
    column += size;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool crlf = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (crlf || c == '\n') {
      out += "\r\n";
      column = 0;
      if (crlf) ++i;
      continue;
    }
    const bool last_of_line = i + 1 == text.size() || text[i + 1] == '\n' ||
                              (text[i + 1] == '\r' && i + 2 < text.size() && text[i + 2] == '\n');
    const bool blank = c == ' ' || c == '\t';
    if ((c > ' ' && c < 0x7F && c != '=') || (blank && !last_of_line)) {
      // "From " and "." at a line's start are escaped: mbox files and bad SMTP clients change them.
      if (column != 0 || (c != '.' && text.substr(i, 5) != "From ")) {
        put(&c, 1);
        continue;
      }
    }
    const auto byte = static_cast<unsigned char>(c);
    const char escape[3] = {'=', kHexUpper[byte >> 4], kHexUpper[byte & 15]};
    put(escape, 3);
  }
  return out;
}

std::string quoted_printable_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t blanks_from = 0;  // out.size() after the last byte that is no white space of this line
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t run = i;  // of bytes that stand for themselves
    while (i < text.size() && text[i] != '=' && text[i] != '\r' && text[i] != '\n') ++i;
    if (i > run) {
      std::size_t words = i;
      while (words > run && (text[words - 1] == ' ' || text[words - 1] == '\t')) --words;
      if (words > run) blanks_from = out.size() + (words - run);
      out.append(text, run, i - run);
      if (i == text.size()) break;
    }
    const char c = text[i];
    if (c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) {
      out.resize(blanks_from);  // §6.7 rule 3: transport added them
      if (c == '\r') ++i;
      out += "\r\n";
      blanks_from = out.size();
      continue;
    }
    if (c == '=') {
      if (i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
        out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
        blanks_from = out.size();
        i += 2;
        continue;
      }
      std::size_t end = i + 1;
      while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
      if (end == text.size()) break;
      if (text[end] == '\n' || (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n')) {
        i = text[end] == '\r' ? end + 1 : end;  // soft line break
        blanks_from = out.size();
        continue;
      }
    }
    out += c;
    blanks_from = out.size();
  }
  return out;
}

std::string hex_encode(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kHexLower[static_cast<unsigned char>(c) >> 4];
    out += kHexLower[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

Result<std::string> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return bad("not hexadecimal");
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return bad("not hexadecimal");
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string percent_encode(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(byte)) {
      out += c;
    } else {
      out += '%';
      out += kHexUpper[byte >> 4];
      out += kHexUpper[byte & 15];
    }
  }
  return out;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
        return bad("bad percent escape");
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace base
