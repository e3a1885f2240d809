// How far a mistyped word is from a known one.
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// Bytes to put in, take out or exchange to make `b` of `a` (Levenshtein). Time: the product of both lengths; never
// fails.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace base
