// Words that passwords are made of in Vietnamese offices: common Vietnamese and English passwords, place names,
// operators, office words, frequent names. Own list; lower case, no marks, letters only. Thread-safe.
#pragma once

#include <string_view>

namespace policies::password {

bool is_common_word(std::string_view folded_letters);

}  // namespace policies::password
