// Internal to base/text: ready mappings code point -> UTF-8 text for U+0000 … U+1EFF, where all Latin and Vietnamese
// letters live; ICU is asked once per code point. Immutable after construction, hence thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/utf8.h"

namespace base {

class CodePointTable {
 public:
  static constexpr char32_t kEnd = 0x1F00;
  using Mapping = std::string (*)(char32_t);

  explicit CodePointTable(Mapping mapping) : mapping_(mapping), entries_(kEnd) {
    for (char32_t c = 0; c < kEnd; ++c) {
      const std::string text = mapping(c);
      if (text.size() > sizeof Entry::bytes) {
        entries_[c].size = kTooLong;
      } else {
        std::memcpy(entries_[c].bytes, text.data(), text.size());
        entries_[c].size = static_cast<std::uint8_t>(text.size());
      }
    }
  }

  // The whole text mapped; broken bytes count as U+FFFD.
  std::string map(std::string_view utf8) const {
    std::string out(utf8.size() + utf8.size() / 2 + kRoom, '\0');
    std::size_t size = 0;
    for (std::size_t i = 0; i < utf8.size();) {
      for (; i < utf8.size() && static_cast<unsigned char>(utf8[i]) < 0x80; ++i) {
        out[size++] = entries_[static_cast<unsigned char>(utf8[i])].bytes[0];
      }
      if (i == utf8.size()) break;
      const auto lead = static_cast<unsigned char>(utf8[i]);
      char32_t c;
      if (lead >= 0xC2 && lead < 0xE0 && i + 1 < utf8.size() && (utf8[i + 1] & 0xC0) == 0x80) {
        c = (lead & 0x1Fu) << 6 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3Fu);
        i += 2;
      } else if (lead == 0xE1 && i + 2 < utf8.size() && (utf8[i + 1] & 0xC0) == 0x80 && (utf8[i + 2] & 0xC0) == 0x80) {
        // U+1000 … U+1FFF: every letter of Vietnamese with two marks
        c = 0x1000 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3Fu) << 6 |
            (static_cast<unsigned char>(utf8[i + 2]) & 0x3Fu);
        i += 3;
      } else {
        c = next_code_point(utf8, i);
      }
      if (c < kEnd && entries_[c].size != kTooLong) {
        std::memcpy(out.data() + size, entries_[c].bytes, sizeof Entry::bytes);
        size += entries_[c].size;
      } else {
        const std::string text = mapping_(c);
        if (size + text.size() + kRoom > out.size()) out.resize(out.size() * 2 + text.size());
        std::memcpy(out.data() + size, text.data(), text.size());
        size += text.size();
      }
      // What is left fits as it stands, ASCII needs no look at the room.
      if (size + (utf8.size() - i) + kRoom > out.size()) out.resize(size + (utf8.size() - i) * 2 + kRoom);
    }
    out.resize(size);
    return out;
  }

 private:
  static constexpr std::uint8_t kTooLong = 0xFF;
  static constexpr std::size_t kRoom = 16;  // for one entry, with the bytes copied past its end
  struct Entry {
    char bytes[7] = {};
    std::uint8_t size = 0;
  };
  Mapping mapping_;
  std::vector<Entry> entries_;
};

}  // namespace base
