#include "mailstore/search/query/words.h"

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace mailstore::search {
namespace {

enum class Kind : std::uint8_t { separator, letter, alone, invisible };

constexpr bool ascii_word(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Everything beyond ASCII is a letter (so are combining marks), but for punctuation, spaces and symbols.
Kind kind_of(char32_t c) {
  if (c < 0x80) return ascii_word(static_cast<unsigned char>(c)) ? Kind::letter : Kind::separator;
  if (base::is_invisible(c)) return Kind::invisible;
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA ? Kind::letter : Kind::separator;
  if (c == 0xD7 || c == 0xF7) return Kind::separator;
  if (c >= 0x2000 && c <= 0x2BFF) {
    const bool letter = (c >= 0x2070 && c <= 0x209C && c != 0x207C) || (c >= 0x2100 && c <= 0x218B);
    return letter ? Kind::letter : Kind::separator;
  }
  if (c >= 0x3000 && c <= 0x3020) return Kind::separator;
  if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
      (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF)) {
    return Kind::alone;
  }
  if ((c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFE10 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF0F) ||
      (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) ||
      (c >= 0xFFE0 && c <= 0xFFFF) || (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0xE0000)) {
    return Kind::separator;
  }
  return Kind::letter;
}

}  // namespace

bool WordReader::next(Word& word) {
  const std::size_t size = text_.size();
  bool inside = false;
  word.ascii = true;
  while (position_ < size) {
    const unsigned char c = static_cast<unsigned char>(text_[position_]);
    if (c < 0x80) {
      if (ascii_word(c)) {
        if (!inside) word.begin = position_;
        inside = true;
      } else if (inside) {
        word.end = position_;
        return true;
      }
      ++position_;
      continue;
    }
    const std::size_t at = position_;
    const Kind kind = kind_of(base::next_code_point(text_, position_));
    if (kind == Kind::invisible) {  // neither parts a word nor begins one (UAX #29, WB4)
      if (inside) word.ascii = false;
      continue;
    }
    if (kind == Kind::letter) {
      if (!inside) word.begin = at;
      inside = true;
      word.ascii = false;
    } else if (inside) {
      word.end = at;
      if (kind == Kind::alone) position_ = at;
      return true;
    } else if (kind == Kind::alone) {
      word = Word{at, position_, false};
      return true;
    }
  }
  word.end = size;
  return inside;
}

WordForm word_form(std::string_view word) {
  if (base::is_ascii(word)) {
    std::string lower = base::to_ascii_lower(word.substr(0, kMaxWordBytes));
    return {lower, lower};
  }
  WordForm form;
  form.exact = base::utf8_prefix_bytes(base::exact_form(word.substr(0, 4 * kMaxWordBytes)), kMaxWordBytes);
  form.folded = base::utf8_prefix_bytes(base::fold(word.substr(0, 4 * kMaxWordBytes)), kMaxWordBytes);
  return form;
}

const WordForm& WordForms::of(std::string_view text, const Word& word) {
  const std::string_view bytes = word.of(text);
  if (word.ascii) {
    scratch_.exact.assign(bytes.substr(0, kMaxWordBytes));
    for (char& c : scratch_.exact) c = base::ascii_lower(c);
    scratch_.folded = scratch_.exact;
    return scratch_;
  }
  if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
  if (known_.size() >= kMaxRemembered) known_.clear();
  return known_.emplace(std::string(bytes), word_form(bytes)).first->second;
}

std::vector<WordForm> word_forms(std::string_view text) {
  std::vector<WordForm> out;
  WordReader reader(text);
  for (Word word; reader.next(word);) {
    WordForm form = word_form(word.of(text));
    if (!form.exact.empty()) out.push_back(std::move(form));
  }
  return out;
}

}  // namespace mailstore::search
