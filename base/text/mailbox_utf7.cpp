// Modified UTF-7 of IMAP mailbox names, RFC 3501 §5.1.3:
//   name = *(printable-except-& / "&-" / "&" 1*modified-base64 "-"), the base64 (with "," for "/") holding UTF-16BE.
#include "base/text/encoding.h"

#include <cstdint>
#include <vector>

#include "base/text/utf8.h"

namespace base {

namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == ',' ? 63 : -1;
}

class ShiftedRun {
 public:
  explicit ShiftedRun(std::string& out) : out_(out) { out_ += '&'; }
  void unit(std::uint16_t u) {
    bits_ = bits_ << 16 | u;
    held_ += 16;
    while (held_ >= 6) {
      held_ -= 6;
      out_ += kAlphabet[bits_ >> held_ & 63];
    }
    bits_ &= (1u << held_) - 1;
  }
  void code_point(char32_t c) {
    if (c >= 0x10000) {
      c -= 0x10000;
      unit(static_cast<std::uint16_t>(0xD800 | c >> 10));
      unit(static_cast<std::uint16_t>(0xDC00 | (c & 0x3FF)));
    } else {
      unit(static_cast<std::uint16_t>(c));
    }
  }
  void close() {
    if (held_ > 0) out_ += kAlphabet[bits_ << (6 - held_) & 63];
    out_ += '-';
  }

 private:
  std::string& out_;
  std::uint32_t bits_ = 0;
  int held_ = 0;
};

Error bad_name() {
  return Error::permanent(ErrorCode::bad_input, protocol_words("mailbox name is not in modified UTF-7"));
}

// The units of one run between "&" and "-"; empty when it is wrong.
std::vector<std::uint16_t> decode_run(std::string_view run) {
  std::vector<std::uint16_t> units;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : run) {
    const int v = value_of(c);
    if (v < 0) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(v);
    held += 6;
    if (held >= 16) {
      held -= 16;
      units.push_back(static_cast<std::uint16_t>(bits >> held));
      bits &= (1u << held) - 1;
    }
  }
  if (held >= 6 || bits != 0) return {};
  return units;
}

// Appends the run's text; false for lone surrogates and for characters that had to stand for themselves.
bool append_units(std::string& out, const std::vector<std::uint16_t>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t c = units[i];
    if (c >= 0x20 && c < 0x7F) return false;
    if (c >= 0xDC00 && c <= 0xDFFF) return false;
    if (c >= 0xD800 && c <= 0xDBFF) {
      if (i + 1 == units.size() || units[i + 1] < 0xDC00 || units[i + 1] > 0xDFFF) return false;
      c = 0x10000 + ((c & 0x3FF) << 10 | (units[++i] & 0x3FF));
    }
    append_code_point(out, c);
  }
  return true;
}

}  // namespace

std::string mailbox_utf7_encode(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const char c = utf8[i];
    if (c >= 0x20 && c < 0x7F) {
      out += c;
      if (c == '&') out += '-';
      ++i;
      continue;
    }
    ShiftedRun run(out);
    while (i < utf8.size() && !(utf8[i] >= 0x20 && utf8[i] < 0x7F)) run.code_point(next_code_point(utf8, i));
    run.close();
  }
  return out;
}

Result<std::string> mailbox_utf7_decode(std::string_view name) {
  std::string out;
  bool after_run = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c < 0x20 || c >= 0x7F) return bad_name();
    if (c != '&') {
      out += c;
      after_run = false;
      continue;
    }
    const std::size_t end = name.find('-', i);
    if (end == std::string_view::npos) return bad_name();
    if (end == i + 1) {
      out += '&';
      after_run = false;
    } else {
      const auto units = decode_run(name.substr(i + 1, end - i - 1));
      // Two runs side by side are superfluous: one name, one encoding.
      if (after_run || units.empty() || !append_units(out, units)) return bad_name();
      after_run = true;
    }
    i = end;
  }
  return out;
}

}  // namespace base
