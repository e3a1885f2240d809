#include "policies/password/folding.h"

#include <algorithm>

#include "base/text/fold.h"

namespace policies::password {

namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Letters of other scripts stay in fold() as bytes above 127: they are part of words too.
bool is_word_byte(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

char unleet(char c, char one) {
  switch (c) {
    case '0': return 'o';
    case '1': return one;
    case '3': return 'e';
    case '4': return 'a';
    case '5': return 's';
    case '7': return 't';
    case '@': return 'a';
    case '$': return 's';
    case '!': return one == 'i' ? 'i' : '!';  // letter or mere ending: one form each
    default: return c;
  }
}

}  // namespace

Folded fold_password(std::string_view password) {
  Folded out;
  out.plain = base::fold(password);
  out.leet_i.reserve(out.plain.size());
  for (const char c : out.plain) {
    out.leet_i += unleet(c, 'i');
    out.leet_l += unleet(c, 'l');
  }
  out.digits = digits_of(out.plain);
  return out;
}

std::string fold_word(std::string_view text) {
  std::string out = base::fold(text);
  std::erase_if(out, [](char c) { return !is_word_byte(c); });
  return out;
}

std::vector<std::string> fold_words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : base::fold(text)) {
    if (is_word_byte(c)) {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

std::vector<std::string> letter_runs(std::string_view folded) {
  std::vector<std::string> out;
  bool inside = false;
  for (const char c : folded) {
    if (!is_letter(c)) {
      inside = false;
      continue;
    }
    if (!inside) out.emplace_back();
    inside = true;
    out.back() += c;
  }
  return out;
}

bool holds(const Folded& password, std::string_view word) {
  if (word.empty()) return false;
  const auto in_any = [&](std::string_view w) {
    return password.plain.find(w) != std::string::npos || password.leet_i.find(w) != std::string::npos ||
           password.leet_l.find(w) != std::string::npos;
  };
  if (in_any(word)) return true;
  return word.size() >= 4 && in_any(std::string(word.rbegin(), word.rend()));
}

std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_digit(c)) out += c;
  }
  return out;
}

}  // namespace policies::password
