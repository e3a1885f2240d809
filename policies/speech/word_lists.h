// Internal: named lists of words that the patterns share, "$you" for "anh|chị|sếp|…". Pure.
#pragma once

#include <string_view>

namespace policies::speech {

// Aborts on a name that is not there: the tables are ours.
std::string_view word_list(std::string_view name);

}  // namespace policies::speech
