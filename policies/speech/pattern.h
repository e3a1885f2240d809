// Internal: the small notation in which the lexicon is written, and its matcher over the words of a sentence.
//
//   pattern = item *( " " item )       item = [ "~" ] alternative *( "|" alternative ) [ "?" ]
//   "?": it may be missing; "~": no particle may stand before it
//   alternative = word *( "_" word ) | "$name" (a list of words.h) | "@slot"
//
// Between two items small particles ("ạ", "nhé", "giúp") and commas may stand. Compiled once; thread-safe; a match
// costs at most a fixed number of steps for each word.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "policies/speech/slots.h"

namespace policies::speech {

// A word of the lexicon: with all its marks, and without.
struct Entry {
  int exact = -1;
  int folded = -1;
};

// The words of a sentence as numbers of the lexicon.
struct Token {
  int exact = -1;
  int folded = -1;
  bool plain = false;  // written without marks
};

struct Item {
  std::vector<std::vector<Entry>> words;
  // Which of them begin with a word, by its number, in their order: a list has a hundred.
  std::vector<std::pair<int, std::uint16_t>> by_exact, by_folded;
  std::uint64_t some_exact = 0,
                some_folded = 0;  // one bit for the numbers modulo 64: nearly every word is none of them
  Slot slot = Slot::none;
  bool optional = false;
  bool close = false;
};

// Which words stand in a sentence, or may stand for an item: one bit for their numbers modulo 64.
struct WordBits {
  std::uint64_t exact = 0, folded = 0;
  bool meets(const WordBits& other) const { return (exact & other.exact) != 0 || (folded & other.folded) != 0; }
};
WordBits bits_of(const std::vector<Token>& tokens);

struct Pattern {
  std::vector<Item> items;
  std::vector<WordBits> needed;  // of each item of words that may not be missing
  // False: a word that it cannot do without is none of the sentence's. True says nothing.
  bool may_stand_in(const WordBits& sentence) const {
    for (const WordBits& item : needed) {
      if (!item.meets(sentence)) return false;
    }
    return true;
  }
};

struct Captures {
  struct Range {
    std::uint16_t begin = 0, end = 0;
  };
  std::array<Range, static_cast<std::size_t>(Slot::count)> slots{};
  bool has(Slot slot) const { return slots[static_cast<std::size_t>(slot)].end != 0; }
  Range of(Slot slot) const { return slots[static_cast<std::size_t>(slot)]; }
};

struct Found {
  std::size_t end = 0;
  Captures captures;
};

// Cuts `notation`; aborts on what is not the notation, for it is a table of ours.
Pattern compile(std::string_view notation);

std::vector<Token> tokens_of(const phrases::Words& words);
bool is_known(const Token& token);          // the lexicon has this word standing alone
bool is_written(const std::string& exact);  // the lexicon has a word written like this
bool is_folded(const std::string& folded);  // the lexicon has a word that is this one without its marks
bool matches(const Token& token, const Entry& entry);
Entry entry_of(std::string_view word);  // adds it to the lexicon; only while the tables are compiled

// All ends that the pattern can have when it begins at `at`; `steps` is what may still be spent.
void match(const Pattern& pattern, SlotEnds& slots, const std::vector<Token>& tokens, std::size_t at, int& steps,
           std::vector<Found>& out);

}  // namespace policies::speech
