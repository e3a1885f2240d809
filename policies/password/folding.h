// The forms of a password in which forbidden words are looked for. Internal to policies/password. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace policies::password {

struct Folded {
  std::string plain;   // lower case, no marks
  std::string leet_i;  // plain with 0 o, 1 i, 3 e, 4 a, 5 s, 7 t, @ a, $ s, ! i
  std::string leet_l;  // the same, but 1 l and ! stays
  std::string digits;  // only the digits, in order
};

Folded fold_password(std::string_view password);
// Folded, letters and digits only: "UBND thị xã" → "ubndthixa".
std::string fold_word(std::string_view text);
// The folded words of a text: "Nguyễn Văn Bình" → nguyen, van, binh.
std::vector<std::string> fold_words(std::string_view text);
// Runs of letters: "mat-khau1a" → mat, khau, a.
std::vector<std::string> letter_runs(std::string_view folded);
// Is `word` (folded) in the password in any of its forms, forwards or (from four letters on) backwards?
bool holds(const Folded& password, std::string_view word);
std::string digits_of(std::string_view text);

}  // namespace policies::password
