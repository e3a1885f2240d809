#include "base/text/opaque_string.h"

#include <unicode/uchar.h>

#include "base/text/utf8.h"

namespace base {

namespace {

// RFC 8264 §4.3: what FreeformClass refuses (the categories, without the per-script context rules).
bool is_refused(char32_t c) {
  if (c >= 0x1100 && c <= 0x11FF) return true;  // old Hangul jamo, §9.9
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_CONTROL_CHAR:
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR: return true;
    default: break;
  }
  // Invisible characters that nobody can type twice the same way, §9.13.
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && c != 0x200C && c != 0x200D;
}

}  // namespace

Result<std::string> opaque_string(std::string_view password) {
  if (password.empty()) return Error::permanent(ErrorCode::bad_input, {"mật khẩu trống", "the password is empty"});
  if (!is_valid_utf8(password))
    return Error::permanent(ErrorCode::bad_input, {"mật khẩu không phải UTF-8", "the password is not UTF-8"});
  std::string spaced;
  spaced.reserve(password.size());
  for (std::size_t i = 0; i < password.size();) {
    const char32_t c = next_code_point(password, i);
    if (is_refused(c))
      return Error::permanent(ErrorCode::bad_input, {"mật khẩu có ký tự không được phép",
                                                     "the password holds a character that is not allowed"});
    append_code_point(spaced, u_charType(static_cast<UChar32>(c)) == U_SPACE_SEPARATOR ? U' ' : c);
  }
  return to_nfc(spaced);
}

}  // namespace base
