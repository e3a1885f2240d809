// Ready mappings code point -> UTF-8 text for U+0000 … U+1EFF, where all Latin and Vietnamese letters live; ICU is asked
// once per code point. Immutable after construction, hence thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace base {

class CodePointTable {
 public:
  static constexpr char32_t kEnd = 0x1F00;
  using Mapping = std::string (*)(char32_t);

  explicit CodePointTable(Mapping mapping) {
    offsets_.reserve(kEnd + 1);
    for (char32_t c = 0; c < kEnd; ++c) {
      offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
      bytes_ += mapping(c);
    }
    offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }

  // REQUIRES: c < kEnd.
  std::string_view of(char32_t c) const {
    return std::string_view(bytes_.data() + offsets_[c], offsets_[c + 1] - offsets_[c]);
  }

 private:
  std::string bytes_;
  std::vector<std::uint32_t> offsets_;
};

}  // namespace base
