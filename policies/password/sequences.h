// Runs that people type without thinking: 1234, dcba, qwer, 1qaz, aaaa. Pure, thread-safe.
#pragma once

#include <string_view>

namespace policies::password {

inline constexpr std::size_t kRunLength = 4;

// `folded`: lower-case text without marks. True when it holds a run of kRunLength or more: ascending or descending
// letters or digits, neighbours on a keyboard row or column in either direction, or one character repeated.
bool has_sequence(std::string_view folded);

}  // namespace policies::password
