#include "mailstore/substring/words.h"

#include <algorithm>

namespace mailstore::substring {
namespace {

enum class Kind : std::uint8_t { between, letter, alone };

constexpr bool ascii_letter(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The kind of the character at the front, and its length. Forms are valid UTF-8; cut bytes (none is expected) are
// letters.
Kind kind_of(std::string_view text, std::size_t& length) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
  const unsigned lead = byte(0);
  length = 1;
  if (lead < 0x80) return ascii_letter(static_cast<unsigned char>(lead)) ? Kind::letter : Kind::between;
  length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length > text.size()) {
    length = text.size();
    return Kind::letter;
  }
  if (lead == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) return Kind::between;  // U+2000 … U+207F
  if (lead == 0xEF && byte(1) == 0xBF && byte(2) == 0xBD) return Kind::between;    // U+FFFD
  if ((lead >= 0xE3 && lead <= 0xE9) || lead >= 0xF0) return Kind::alone;          // U+3000 … U+9FFF
  return Kind::letter;
}

bool is_weak(const Term& term) { return term.octets.size() < 2; }

// Longer terms stand in fewer words; whole words in fewer than parts of words.
std::size_t weight(const Term& term) { return 2 * term.octets.size() + term.begins + term.ends; }

void add_terms(std::vector<Term>& terms, std::string_view word, bool begins, bool ends) {
  const bool fits = word.size() <= kHalfEntry || (begins && ends && word.size() <= kMaxEntry);
  if (fits) {
    terms.push_back({std::string(word), begins, ends});
    return;
  }
  terms.push_back({std::string(word.substr(0, kHalfEntry)), begins, false});
  terms.push_back({std::string(word.substr(word.size() - kHalfEntry)), false, ends});
}

}  // namespace

bool WordCutter::next(Word& word) {
  bool inside = false;
  while (position_ < form_.size()) {
    std::size_t length = 1;
    const Kind kind = kind_of(form_.substr(position_), length);
    if (kind == Kind::letter) {
      if (!inside) word.begin = position_;
      inside = true;
    } else if (inside) {
      break;
    } else if (kind == Kind::alone) {
      word = {position_, position_ + length, true};
      position_ += length;
      return true;
    }
    position_ += length;
  }
  word.end = position_;
  word.alone = false;
  return inside;
}

Question question_of(std::string_view form) {
  Question out;
  WordCutter cutter(form);
  for (Word word; cutter.next(word);) {
    const bool begins = word.begin > 0 || word.alone, ends = word.end < form.size() || word.alone;
    add_terms(out.terms, form.substr(word.begin, word.end - word.begin), begins, ends);
    out.proves = word.begin == 0 && word.end == form.size();
  }
  out.proves = out.proves && out.terms.size() == 1;
  if (out.proves) return out;
  std::erase_if(out.terms, is_weak);
  std::stable_sort(out.terms.begin(), out.terms.end(),
                   [](const Term& a, const Term& b) { return weight(a) > weight(b); });
  std::vector<Term> kept;
  for (Term& term : out.terms) {
    if (kept.size() < kMaxTerms && std::find(kept.begin(), kept.end(), term) == kept.end())
      kept.push_back(std::move(term));
  }
  out.terms = std::move(kept);
  return out;
}

std::string to_string(const Question& question) {
  std::string out;
  for (const Term& term : question.terms) {
    if (!out.empty()) out += ' ';
    if (term.begins) out += '^';
    out += term.octets;
    if (term.ends) out += '$';
  }
  return out + (question.proves ? " !" : "");
}

}  // namespace mailstore::substring
