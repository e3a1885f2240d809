// Text cut into words for the deadline finder and the reply grammar. A word matches a Vietnamese word written with all
// its marks in any spelling habit, or with none at all; wrong marks do not match ("Nhân" is a name, not "nhận"). Pure.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace policies::phrases {

struct Word {
  enum class Kind { letters, digits, mark };  // mark: one punctuation character; a line end is the mark "\n"
  Kind kind = Kind::mark;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string exact;    // base::exact_form
  std::string folded;   // base::fold; equal to exact when it was written without marks
  bool joined = false;  // stands directly behind the word before it
};

using Words = std::vector<Word>;

// Without what nobody sees and phones or web pages bring along: zero-width spaces, byte order marks, soft hyphens and
// marks of direction. The joiners of emoji stay.
std::string visible(std::string_view utf8);

// At most max_words words; what follows is not read. Linear time.
Words split_words(std::string_view utf8, std::size_t max_words = 20000);

// `vietnamese`: lower case, composed, "hạn". English words are written as they are. REQUIRES: not empty.
bool is_word(const Word& word, std::string_view vietnamese);
bool is_mark(const Word& word, char c);
bool is_any(const Word& word, std::initializer_list<std::string_view> list);

// Number of words matched at `position` by a phrase of words parted by single spaces, 0 when it does not match.
std::size_t match_phrase(const Words& words, std::size_t position, std::string_view phrase);
// The longest of several phrases.
std::size_t match_longest(const Words& words, std::size_t position, std::initializer_list<std::string_view> phrases);

// The value of a run of at most 4 digits, else -1.
int number_of(const Word& word);

}  // namespace policies::phrases
