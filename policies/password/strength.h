// How many guesses a password stands, estimated by libzxcvbn. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace policies::password {

// Bits of entropy, 0 or more. `known_words` count as guessed first. Only the first 100 bytes are looked at: the
// estimate takes time that grows with the square of the length, and what is longer is strong enough.
double strength_bits(std::string_view password, const std::vector<std::string>& known_words);

}  // namespace policies::password
