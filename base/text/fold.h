// Folding of text for comparison and search. Pure functions, thread-safe, never fail (broken bytes count as U+FFFD).
//   fold():       case, marks and compatibility forms are dropped: "Công văn ĐẾN" -> "cong van den", "hòa" = "hoà" =
//   "hoa". exact_form(): marks are kept, but what is only spelling habit is unified: NFC, lower case, one tone
//   placement
//                 ("hoà" = "hòa", "uỷ" = "ủy"; the tone stands where the older habit puts it: on the first vowel).
// All of them read a letter that only looks like a Vietnamese one as that one (letter_meant), and drop what nobody sees
// (is_invisible): whoever compares words through this header knows both.
#pragma once

#include <string>
#include <string_view>

namespace base {

// The Vietnamese letter that was meant by one that looks like it, in print or on the screen: old keyboards and web
// pages write Ð ð (Icelandic eth) and Ɖ ɖ (African d) for Đ đ, converters of old fonts Ǎ ǎ (caron) for Ă ă. Other
// letters stay.
constexpr char32_t letter_meant(char32_t c) {
  switch (c) {
    case 0x00D0:
    case 0x0189: return 0x0110;
    case 0x00F0:
    case 0x0256: return 0x0111;
    case 0x01CD: return 0x0102;
    case 0x01CE: return 0x0103;
    default: return c;
  }
}

// Default_Ignorable_Code_Point (Unicode 15): soft hyphens, joiners, zero-width spaces, marks of direction, variation
// selectors, byte order marks. They part no words (UAX #29, WB4) and are no letters.
constexpr bool is_invisible(char32_t c) {
  if (c < 0x034F) return c == 0x00AD;
  if (c < 0x2000)
    return c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
           (c >= 0x180B && c <= 0x180F);
  if (c < 0x3164) return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
  if (c < 0x10000)
    return c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFF8);
  return (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE0FFF);
}

// NFC, with the letters that were meant and without what nobody sees; case and marks stay. To read from, not to show.
std::string clean_letters(std::string_view utf8);

// ICU foldCase + NFKD, then combining marks are dropped and đ becomes d. Over 55 MB/s on Vietnamese text.
std::string fold(std::string_view utf8);

// See the top. Two spellings of one Vietnamese syllable give equal bytes.
std::string exact_form(std::string_view utf8);

// clean_letters() in lower case, nothing else: the tone stays where it was written.
std::string lower_form(std::string_view utf8);

}  // namespace base
