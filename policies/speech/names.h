// Internal: where units and persons are named in a sentence: "đ/c Bình", "Phòng Văn hóa và Thông tin, anh An". Nothing
// is looked up; whoever knows the directory says whether they exist. Pure; linear.
#pragma once

#include <utility>
#include <vector>

#include "policies/speech/slots.h"

namespace policies::speech {

// The ends a list of units and persons can have when it begins at `at`, the longest first. `titled`: the first one must
// have a title or a unit's word.
void who_ends(const Reading& reading, std::size_t at, bool titled, std::vector<std::size_t>& ends);

// The single ones of a list, as ranges of words without titles.
std::vector<std::pair<std::size_t, std::size_t>> who_parts(const Reading& reading, std::size_t begin, std::size_t end);

// Do the words of a name begin with a unit's word: "Phòng Tư pháp", and not "Bình"?
bool is_unit_name(const phrases::Words& words);

// One to five capitalised words; 0: none.
std::size_t personal_name_end(const Reading& reading, std::size_t at);

}  // namespace policies::speech
