#include "policies/phrases/words.h"

#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace policies::phrases {

namespace {

enum class Class { space, line_end, letter, digit, mark };

// General punctuation, symbols and the replacement character part words; other code points over ASCII are letters.
Class class_of(char32_t c) {
  if (c == '\n') return Class::line_end;
  if (c <= 0x20 || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0xFEFF) return Class::space;
  if (c >= 0x2000 && c <= 0x200F) return Class::space;
  if (c >= '0' && c <= '9') return Class::digit;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Class::letter;
  if (c < 0x80 || (c >= 0xA1 && c <= 0xBF) || c == 0xD7 || c == 0xF7 || (c >= 0x2010 && c <= 0x2BFF) || c >= 0xFFF0)
    return Class::mark;
  return Class::letter;
}

// fold(word) of the words of our own tables, which are short: without a table look-up the phrases would be folded each
// time.
std::string folded_of(std::string_view vietnamese) {
  return base::is_ascii(vietnamese) ? std::string(vietnamese) : base::fold(vietnamese);
}

// May the word be this one? Looks at their first letters; nearly all of a list is turned away here.
bool may_be(const Word& word, std::string_view vietnamese) {
  const char first = vietnamese.front(), exact = word.exact.c_str()[0], folded = word.folded.c_str()[0];
  if (static_cast<unsigned char>(first) < 0x80) return first == exact || first == folded;
  return !vietnamese.starts_with("đ") || folded == 'd' || word.exact.starts_with("đ");
}

std::size_t letters_of(std::string_view vietnamese) {
  return static_cast<std::size_t>(std::count_if(vietnamese.begin(), vietnamese.end(),
                                                [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_wandering_tone(std::string_view folded) {
  return folded.find("oa") != folded.npos || folded.find("oe") != folded.npos || folded.find("uy") != folded.npos;
}

// Bytes of the invisible character that ends the text; 0: none.
std::size_t hidden_at_end(std::string_view text) {
  if (text.ends_with("\xC2\xAD")) return 2;
  if (text.size() < 3) return 0;
  const std::string_view three = text.substr(text.size() - 3);
  const auto last = static_cast<unsigned char>(three[2]);
  const bool mark =
      three.starts_with("\xE2\x80") && (last == 0x8B || last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE));
  const bool isolate =
      three.starts_with("\xE2\x81") && ((last >= 0xA0 && last <= 0xA4) || (last >= 0xA6 && last <= 0xA9));
  return mark || isolate || three == "\xEF\xBB\xBF" ? 3 : 0;
}

}  // namespace

std::string visible(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  // Looked at from the end of what is kept, so that nothing invisible is left when broken bytes come together.
  for (const char c : utf8) {
    out += c;
    if (const std::size_t hidden = hidden_at_end(out); hidden > 0) out.resize(out.size() - hidden);
  }
  return out;
}

Words split_words(std::string_view utf8, std::size_t max_words) {
  Words words;
  std::size_t position = 0;
  bool after_space = true;
  while (position < utf8.size() && words.size() < max_words) {
    const std::size_t begin = position;
    const Class kind = class_of(base::next_code_point(utf8, position));
    if (kind == Class::space) {
      after_space = true;
      continue;
    }
    if (kind == Class::letter || kind == Class::digit) {
      for (std::size_t next = position; next < utf8.size(); position = next) {
        if (class_of(base::next_code_point(utf8, next)) != kind) break;
      }
    }
    Word word;
    word.kind = kind == Class::letter  ? Word::Kind::letters
                : kind == Class::digit ? Word::Kind::digits
                                       : Word::Kind::mark;
    word.begin = begin;
    word.end = position;
    const std::string_view raw = utf8.substr(begin, position - begin);
    word.exact = kind == Class::letter ? base::exact_form(raw) : std::string(raw);
    word.folded = kind == Class::letter ? base::fold(raw) : word.exact;
    word.joined = !after_space;
    after_space = kind == Class::line_end;
    words.push_back(std::move(word));
  }
  return words;
}

bool is_word(const Word& word, std::string_view vietnamese) {
  if (!may_be(word, vietnamese)) return false;
  if (word.exact == vietnamese) return true;
  if (word.folded.empty() || word.folded.size() > vietnamese.size()) return false;
  // Folding is dear: each Vietnamese letter folds to one of ASCII, and only "hoà" and "uỷ" are spelled in two ways.
  if (word.exact == word.folded)
    return letters_of(vietnamese) == word.folded.size() && word.folded == folded_of(vietnamese);
  return word.exact.size() == vietnamese.size() && has_wandering_tone(word.folded) &&
         word.exact == base::exact_form(vietnamese);
}

bool is_mark(const Word& word, char c) {
  return word.kind == Word::Kind::mark && word.exact.size() == 1 && word.exact[0] == c;
}

bool is_any(const Word& word, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) { return is_word(word, item); });
}

std::size_t match_phrase(const Words& words, std::size_t position, std::string_view phrase) {
  std::size_t count = 0;
  while (!phrase.empty()) {
    const auto space = phrase.find(' ');
    if (position + count >= words.size() || !is_word(words[position + count], phrase.substr(0, space))) return 0;
    ++count;
    phrase.remove_prefix(space == std::string_view::npos ? phrase.size() : space + 1);
  }
  return count;
}

std::size_t match_longest(const Words& words, std::size_t position, std::initializer_list<std::string_view> phrases) {
  std::size_t best = 0;
  if (position >= words.size()) return 0;
  for (const auto phrase : phrases) {
    if (may_be(words[position], phrase)) best = std::max(best, match_phrase(words, position, phrase));
  }
  return best;
}

int number_of(const Word& word) {
  if (word.kind != Word::Kind::digits || word.exact.size() > 4) return -1;
  int value = 0;
  for (const char c : word.exact) value = value * 10 + (c - '0');
  return value;
}

}  // namespace policies::phrases
