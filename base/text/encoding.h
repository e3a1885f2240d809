// Transfer and name encodings. Pure functions, thread-safe. Strict decoders return bad_input on anything outside their
// grammar; lenient ones skip what is wrong, as mail readers must. Time is linear in the input.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

// RFC 4648 §4, with padding. Strict: no white space, padding complete, unused bits zero.
std::string base64_encode(std::string_view bytes);
Result<std::string> base64_decode(std::string_view text);
// RFC 2045 §6.8: lines of 76 ended by CRLF (also the last one; nothing for no bytes).
std::string base64_encode_lines(std::string_view bytes);
// RFC 2045 §6.8: characters outside the alphabet are skipped, padding ends a quantum, what follows is decoded too.
std::string base64_decode_lenient(std::string_view text);

// RFC 4648 §5, without padding; the decoder takes padding too.
std::string base64url_encode(std::string_view bytes);
Result<std::string> base64url_decode(std::string_view text);

// RFC 2045 §6.7. The text's CRLF and LF are line ends and come out as CRLF; lines are at most 76 characters.
std::string quoted_printable_encode(std::string_view text);
// Lenient: bad escapes stay as they are, trailing white space of a line is dropped, lone LF is a line end.
std::string quoted_printable_decode(std::string_view text);

// Lower case digits. The decoder takes both cases; odd length and other characters are bad_input.
std::string hex_encode(std::string_view bytes);
Result<std::string> hex_decode(std::string_view text);

// RFC 3986 §2.1: everything but unreserved characters is escaped.
std::string percent_encode(std::string_view bytes);
// Strict: "%" needs two hexadecimal digits. plus_is_space: as in application/x-www-form-urlencoded.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// RFC 3501 §5.1.3, the modified UTF-7 of IMAP mailbox names. Encoding takes valid UTF-8 (broken bytes become U+FFFD).
std::string mailbox_utf7_encode(std::string_view utf8);
// bad_input for anything a correct encoder would not write: 8-bit bytes, bad or superfluous base64, lone surrogates.
Result<std::string> mailbox_utf7_decode(std::string_view name);

}  // namespace base
