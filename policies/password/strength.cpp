#include "policies/password/strength.h"

#include <zxcvbn.h>

namespace policies::password {

double strength_bits(std::string_view password, const std::vector<std::string>& known_words) {
  constexpr std::size_t kLooked = 100;
  const std::string text(password.substr(0, kLooked));
  std::vector<const char*> words;
  words.reserve(known_words.size() + 1);
  for (const std::string& word : known_words) {
    if (!word.empty()) words.push_back(word.c_str());
  }
  words.push_back(nullptr);
  return ZxcvbnMatch(text.c_str(), words.data(), nullptr);
}

}  // namespace policies::password
