#include "policies/speech/telex.h"

#include <array>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/speech/lexicon.h"
#include "policies/speech/pattern.h"

namespace policies::speech {

namespace {

// Combining marks: what a key puts on the vowel.
struct Tone {
  char key;
  std::string_view mark;
};
constexpr std::array<Tone, 5> kTones{
    {{'s', "\u0301"}, {'f', "\u0300"}, {'r', "\u0309"}, {'x', "\u0303"}, {'j', "\u0323"}}};

constexpr std::size_t kLongest = 12;  // "nghieengs"

std::string_view tone_of(char key) {
  for (const Tone& tone : kTones) {
    if (tone.key == key) return tone.mark;
  }
  return {};
}

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// Letters with their marks, in form C once they are put together. False: no keys of Telex stand in it.
struct Typed {
  std::string letters[kLongest];
  char plain[kLongest] = {};
  std::size_t count = 0;
  std::string_view tone;
  bool keys = false;
};

// "aa", "dd", "uw" wherever the second key was struck: "vieejc" and "vieecj" alike.
bool put_key(Typed& word, char key) {
  const auto last_plain = [&](std::string_view wanted) {
    for (std::size_t i = word.count; i > 0; --i) {
      if (wanted.find(word.plain[i - 1]) != std::string_view::npos) return i - 1;
    }
    return kLongest;
  };
  if (key == 'w') {
    const std::size_t at = last_plain("auo");
    if (at == kLongest || word.letters[at].size() > 1) return false;
    word.letters[at] += word.plain[at] == 'a' ? "\u0306" : "\u031B";
    // "dduowcj": both of them
    if (word.plain[at] == 'o' && at > 0 && word.plain[at - 1] == 'u' && word.letters[at - 1].size() == 1)
      word.letters[at - 1] += "\u031B";
    return word.keys = true;
  }
  if (key == 'a' || key == 'e' || key == 'o') {
    const std::size_t at = last_plain(std::string_view(&key, 1));
    if (at == kLongest || at + 2 < word.count || word.letters[at].size() > 1) return false;
    word.letters[at] += "\u0302";
    return word.keys = true;
  }
  if (key == 'd' && word.count > 0 && word.plain[0] == 'd' && word.letters[0] == "d") {
    word.letters[0] = "đ";
    return word.keys = true;
  }
  return false;
}

// On which vowel the tone stands: a marked one, the one before a last consonant, else the first of two.
std::size_t tone_place(const Typed& word) {
  std::size_t first = kLongest, last = kLongest;
  for (std::size_t i = 0; i < word.count; ++i) {
    const bool glide =
        i == 1 && ((word.plain[0] == 'q' && word.plain[1] == 'u') ||
                   (word.plain[0] == 'g' && word.plain[1] == 'i' && word.count > 2 && is_vowel(word.plain[2])));
    if (!is_vowel(word.plain[i]) || glide) continue;
    if (first == kLongest) first = i;
    last = i;
  }
  for (std::size_t i = word.count; i > 0; --i) {
    if (is_vowel(word.plain[i - 1]) && word.letters[i - 1].size() > 1) return i - 1;
  }
  if (first == kLongest || first == last) return first;
  return last + 1 < word.count || last > first + 1 ? first + 1 : first;
}

std::string spelled_out(std::string_view typed) {
  Typed word;
  for (const char c : typed) {
    if (word.count >= kLongest) return {};
    if (word.count > 0 && put_key(word, c)) continue;
    const bool vowel_before = [&] {
      for (std::size_t i = 0; i < word.count; ++i) {
        if (is_vowel(word.plain[i])) return true;
      }
      return false;
    }();
    if (const std::string_view tone = tone_of(c); !tone.empty() && vowel_before && word.tone.empty()) {
      word.tone = tone;
      word.keys = true;
      continue;
    }
    word.plain[word.count] = c;
    word.letters[word.count++] = std::string(1, c);
  }
  if (!word.keys) return {};
  if (!word.tone.empty()) {
    const std::size_t at = tone_place(word);
    if (at >= word.count) return {};
    word.letters[at] += word.tone;
  }
  std::string out;
  for (std::size_t i = 0; i < word.count; ++i) out += word.letters[i];
  return base::exact_form(out);
}

}  // namespace

std::string telex_meant(std::string_view typed) {
  if (typed.size() < 2 || typed.size() > kLongest || !base::is_ascii(typed)) return {};
  Lexicon::get();
  if (is_written(std::string(typed)) || is_folded(std::string(typed))) return {};
  std::string meant = spelled_out(typed);
  return !meant.empty() && is_written(meant) ? meant : std::string();
}

}  // namespace policies::speech
