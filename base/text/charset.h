// Any charset to UTF-8, by ICU, with own tables for what ICU lacks (VISCII, TCVN-5712-3). Pure functions, thread-safe.
// Decoding never fails: unknown bytes become U+FFFD, an unknown charset name falls back to decode_guess().
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

// True when the name (any case, with the aliases met in mail) is one we can decode.
bool is_known_charset(std::string_view name);

// Bytes in that charset as valid UTF-8. An empty name means US-ASCII with a guess for 8-bit bytes.
std::string decode_charset(std::string_view bytes, std::string_view charset);

// The same piece by piece, in order, until `visit` answers false (then it is false too): put together they are what
// decode_charset() gives, but memory does not grow with the text. A character that is composed of several may come
// apart where 256 KiB hold no ASCII character.
bool visit_charset(std::string_view bytes, std::string_view charset,
                   const std::function<bool(std::string_view utf8)>& visit);

// Bytes without a charset: valid UTF-8 stays as it is; otherwise windows-1258 when the bytes look Vietnamese (combining
// tones after vowels), else windows-1252.
std::string decode_guess(std::string_view bytes);

// UTF-8 into another charset (exports, CSV for old tools). bad_input when a character does not exist there,
// unsupported when the charset is unknown.
Result<std::string> encode_charset(std::string_view utf8, std::string_view charset);

}  // namespace base
