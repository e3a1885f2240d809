// Internal: words typed as Telex while the keyboard was off: "lamf xong rooif" is "làm xong rồi". Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace policies::speech {

// The word of the lexicon that was meant; empty: it is a word as it stands, or none of ours. `typed`: lower case. Of
// "viec" without its keys nothing is made: that is a word without marks.
std::string telex_meant(std::string_view typed);

}  // namespace policies::speech
