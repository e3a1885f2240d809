#include "policies/password/sequences.h"

#include <array>

namespace policies::password {

namespace {

// The shifted digit row stands beside the digits: "!@#$" is typed as easily as "1234". The columns are walked
// downwards.
constexpr std::array<std::string_view, 15> kRows = {
    "0123456789",   "1234567890",  "!@#$%^&*()", "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1qaz",
    "2wsx",         "3edc",        "4rfv",       "5tgb",
    "6yhn",         "7ujm",        "8ik,"};

bool in_row(std::string_view piece) {
  std::string_view::value_type reversed[kRunLength];
  for (std::size_t i = 0; i < kRunLength; ++i) reversed[i] = piece[kRunLength - 1 - i];
  const std::string_view backwards(reversed, kRunLength);
  for (const std::string_view row : kRows) {
    if (row.find(piece) != row.npos || row.find(backwards) != row.npos) return true;
  }
  return false;
}

}  // namespace

bool has_sequence(std::string_view folded) {
  for (std::size_t at = 0; at + kRunLength <= folded.size(); ++at) {
    const std::string_view piece = folded.substr(at, kRunLength);
    if (piece.find_first_not_of(piece[0]) == piece.npos) return true;
    if (in_row(piece)) return true;
  }
  return false;
}

}  // namespace policies::password
