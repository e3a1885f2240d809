// Text into words, for the indexer, the query and the snippet alike. A word is a run of letters and digits of any
// script; Han, kana and Hangul syllables stand alone. What nobody sees (base::is_invisible) does not part a word and is
// no part of its forms. Pure functions; a WordForms belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mailstore::search {

// Longer words are cut, in the index and in the query alike. Bytes.
inline constexpr std::size_t kMaxWordBytes = 64;

struct Word {
  std::size_t begin = 0, end = 0;  // bytes in the text
  bool ascii = true;
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// Walks over the words of a text; broken bytes part words.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}
  bool next(Word& word);

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

// The two forms of a word: exact (NFC, lower case, one tone placement) and folded (marks dropped too).
struct WordForm {
  std::string exact;
  std::string folded;
  bool same() const { return exact == folded; }
};
WordForm word_form(std::string_view word);

// The same with a memory, since the words of a language repeat. Bounded; not thread-safe.
class WordForms {
 public:
  // Valid until the next call.
  const WordForm& of(std::string_view text, const Word& word);

 private:
  static constexpr std::size_t kMaxRemembered = 50000;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
  };
  std::unordered_map<std::string, WordForm, Hash, std::equal_to<>> known_;
  WordForm scratch_;
};

std::vector<WordForm> word_forms(std::string_view text);

}  // namespace mailstore::search
