// Codes of units: they stand in file names (seals/CODE.pem), in columns of tables, in messages and in settings. Pure,
// thread-safe.
#pragma once

#include <string_view>

namespace directory {

// May this be the code of a new unit? Letters (with or without marks), digits, ".", "-", "_"; a letter or digit first,
// no dot at the end or doubled. Codes given before this rule stay usable.
bool is_usable_unit_code(std::string_view code);

}  // namespace directory
