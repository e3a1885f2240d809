// Texts in search form (base/text/search_form.h) cut into words, and a needle into what it says about them. The cut
// looks at nothing but the character itself, so a needle is cut where a text is that holds it. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailstore::substring {

// A word is a run of letters and digits of ASCII and of other characters. Blanks, control characters, punctuation of
// ASCII and of U+2000 … U+207F and broken bytes (U+FFFD) stand between words. Han, kana and what lies beyond U+FFFF
// stand alone: each is a word.
struct Word {
  std::size_t begin = 0, end = 0;  // octets of the text
  bool alone = false;
};
class WordCutter {
 public:
  explicit WordCutter(std::string_view form, std::size_t from = 0) : form_(form), position_(from) {}
  bool next(Word& word);

 private:
  std::string_view form_;
  std::size_t position_;
};

// A word of more octets is entered by pieces of this length that overlap by half of it: any half of it stands whole in
// one of them, its beginning in the first, its end in the last.
inline constexpr std::size_t kMaxEntry = 64, kHalfEntry = kMaxEntry / 2;

// Calls `enter` for each entry of a word.
template <class Enter>
void entries_of(std::string_view word, const Enter& enter) {
  if (word.size() <= kMaxEntry) return enter(word);
  for (std::size_t at = 0; at + kMaxEntry < word.size(); at += kHalfEntry) enter(word.substr(at, kMaxEntry));
  enter(word.substr(word.size() - kMaxEntry));
}

// What a text that holds a needle has among its entries: one that holds these octets, at its beginning, at its end.
struct Term {
  std::string octets;
  bool begins = false, ends = false;
  bool operator==(const Term&) const = default;
};

struct Question {
  std::vector<Term> terms;  // each stands in every text that holds the needle; none: nothing is known
  bool proves = false;      // and a text in which the one term stands holds the needle
};

inline constexpr std::size_t kMaxTerms = 6;

// form: the needle in search form. Of many terms those that say most.
Question question_of(std::string_view form);

// "^BAO$ CAO$", for tests: ^ at the beginning, $ at the end.
std::string to_string(const Question& question);

}  // namespace mailstore::substring
