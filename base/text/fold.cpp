#include "base/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text/code_point_table.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// Marks that decorate letters of Latin, Greek and Cyrillic. Vowel signs of other scripts are letters to their readers.
bool is_dropped_mark(UChar32 c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

std::string fold_code_point(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  std::string out;
  c = letter_meant(c);
  if (U_FAILURE(status)) {
    append_code_point(out, c);
    return out;
  }
  // Decompose, fold, decompose: folding may bring composed letters back and compatibility forms hide capitals.
  icu::UnicodeString text = nfkd->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  text.foldCase(U_FOLD_CASE_DEFAULT);
  text = nfkd->normalize(text, status);
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UChar32 unit = text.char32At(i);
    if (is_dropped_mark(unit) || is_invisible(static_cast<char32_t>(unit))) continue;
    if (unit == 0x0111) unit = 'd';  // đ has no decomposition
    append_code_point(out, static_cast<char32_t>(unit));
  }
  return out;
}

std::string simple_fold_code_point(char32_t c) {
  std::string out;
  if (is_invisible(c)) return out;
  append_code_point(out, static_cast<char32_t>(u_foldCase(static_cast<UChar32>(letter_meant(c)), U_FOLD_CASE_DEFAULT)));
  return out;
}

std::string lower_code_point(char32_t c) {
  std::string out;
  if (is_invisible(c)) return out;
  append_code_point(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(letter_meant(c)))));
  return out;
}

const CodePointTable& fold_table() {
  static const CodePointTable table(fold_code_point);
  return table;
}
const CodePointTable& simple_fold_table() {
  static const CodePointTable table(simple_fold_code_point);
  return table;
}
const CodePointTable& lower_table() {
  static const CodePointTable table(lower_code_point);
  return table;
}

std::string mean_code_point(char32_t c) {
  std::string out;
  if (!is_invisible(c)) append_code_point(out, letter_meant(c));
  return out;
}

const CodePointTable& meant_table() {
  static const CodePointTable table(mean_code_point);
  return table;
}

// Everything below U+0300 and in U+1E00 … U+1EFF is already in form C on its own; other code points may combine.
bool may_need_nfc(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0xCC) continue;
    if (byte == 0xE1 && i + 1 < utf8.size()) {
      const auto second = static_cast<unsigned char>(utf8[i + 1]);
      if (second >= 0xB8 && second <= 0xBB) continue;
    }
    return true;
  }
  return false;
}

struct Toned {
  char plain;  // 'a', 'e' or 'y'; 0: none of them with a tone
  int tone;    // 0 grave, 1 hook, 2 tilde, 3 acute, 4 dot below
};

Toned toned_second_vowel(char32_t c) {
  switch (c) {
    case 0xE0: return {'a', 0};
    case 0x1EA3: return {'a', 1};
    case 0xE3: return {'a', 2};
    case 0xE1: return {'a', 3};
    case 0x1EA1: return {'a', 4};
    case 0xE8: return {'e', 0};
    case 0x1EBB: return {'e', 1};
    case 0x1EBD: return {'e', 2};
    case 0xE9: return {'e', 3};
    case 0x1EB9: return {'e', 4};
    case 0x1EF3: return {'y', 0};
    case 0x1EF7: return {'y', 1};
    case 0x1EF9: return {'y', 2};
    case 0xFD: return {'y', 3};
    case 0x1EF5: return {'y', 4};
    default: return {0, 0};
  }
}

constexpr char32_t kTonedO[] = {0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD};
constexpr char32_t kTonedU[] = {0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5};

// "oà" -> "òa", "oè" -> "òe", "uỷ" -> "ủy" but not after q ("quỷ" is spelled one way only). Done whatever follows:
// the result is a key for comparing, not a spelling. Text is lower case NFC.
std::string move_tones_left(std::string text) {
  std::string out;
  std::size_t kept_from = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!(text[i] & 0x80) || (text[i - 1] != 'o' && text[i - 1] != 'u')) continue;
    std::size_t after = i;
    const Toned toned = toned_second_vowel(next_code_point(text, after));
    const bool moves = text[i - 1] == 'o' ? toned.plain == 'a' || toned.plain == 'e'
                                          : toned.plain == 'y' && !(i >= 2 && text[i - 2] == 'q');
    if (moves) {
      out.append(text, kept_from, i - 1 - kept_from);
      append_code_point(out, (text[i - 1] == 'o' ? kTonedO : kTonedU)[toned.tone]);
      out += toned.plain;
      kept_from = after;
    }
    i = after - 1;
  }
  if (kept_from == 0) return text;
  return out.append(text, kept_from);
}

}  // namespace

std::string fold(std::string_view utf8) { return fold_table().map(utf8); }

std::string clean_letters(std::string_view utf8) {
  if (is_ascii(utf8)) return std::string(utf8);
  if (!may_need_nfc(utf8)) return meant_table().map(utf8);
  // Twice: a caron may stand apart from its letter, a tone behind both, and something invisible between them.
  const std::string composed = to_nfc(meant_table().map(utf8)), meant = meant_table().map(composed);
  return meant == composed ? composed : to_nfc(meant);
}

std::string exact_form(std::string_view utf8) {
  return move_tones_left(simple_fold_table().map(may_need_nfc(utf8) ? std::string_view(clean_letters(utf8)) : utf8));
}

std::string lower_form(std::string_view utf8) {
  return lower_table().map(may_need_nfc(utf8) ? std::string_view(clean_letters(utf8)) : utf8);
}

}  // namespace base
