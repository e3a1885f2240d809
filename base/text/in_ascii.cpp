#include "base/text/in_ascii.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace base {

std::string in_ascii(std::string_view utf8) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(utf8.begin(), utf8.end(), is_plain)) return std::string(utf8);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  if (U_SUCCESS(status)) text = nfkd->normalize(text, status);
  std::string out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (c < 0x80) out += static_cast<char>(c);
    else if (c == 0x0111 || c == 0x0110) out += c == 0x0111 ? 'd' : 'D';  // đ has no decomposition
    else if (u_charType(c) != U_NON_SPACING_MARK) out += '?';
  }
  return out;
}

}  // namespace base
