// Finds a few octets in many: the scan that the dictionaries stand on. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailstore::substring {

// Where `needle` stands in `text` from `from` on; npos when nowhere. Takes time in proportion to the text for the
// needles we have (at most 66 octets). REQUIRES: needle not empty.
std::size_t find_octets(std::string_view text, std::string_view needle, std::size_t from);

}  // namespace mailstore::substring
