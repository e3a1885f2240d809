// Internal: looking at one place of the words without asking each time whether it is there.
#pragma once

#include <initializer_list>
#include <string_view>

#include "policies/phrases/words.h"

namespace policies::phrases {

inline const Word* word_at(const Words& words, std::size_t position) {
  return position < words.size() ? &words[position] : nullptr;
}

inline int number_at(const Words& words, std::size_t position) {
  const Word* word = word_at(words, position);
  return word != nullptr ? number_of(*word) : -1;
}

inline bool joined_at(const Words& words, std::size_t position) {
  return position < words.size() && words[position].joined;
}

inline bool is_separator(const Words& words, std::size_t position, char c) {
  return position < words.size() && is_mark(words[position], c);
}

inline bool any_at(const Words& words, std::size_t position, std::initializer_list<std::string_view> list) {
  return position < words.size() && is_any(words[position], list);
}

}  // namespace policies::phrases
