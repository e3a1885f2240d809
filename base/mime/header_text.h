// Text in header fields: unfolding, RFC 2047 encoded words both ways. Decoding never fails and gives valid UTF-8.
// Pure, thread-safe, linear time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// RFC 5322 §2.2.3: line ends are removed (white space after them stays), outer blanks trimmed. NUL and lone CR/LF go
// too.
std::string unfold(std::string_view value);

// Raw value (folded or not) -> UTF-8 for people: unfolded, encoded words decoded (adjacent ones joined before the
// charset is decoded, so a character split across two words survives), raw 8-bit bytes guessed (decode_guess).
std::string decode_header_text(std::string_view value);

enum class HeaderEncoding {
  encoded_words,  // RFC 2047, for every peer
  utf8,           // RFC 6532, only for peers that announced SMTPUTF8
};

// Unstructured text as a field body, folded with CRLF SP so that no line passes 76 (encoded) or 998 (raw) characters.
// name_size: length of "Subject: " before it. CR, LF and other controls of the text become spaces.
std::string encode_header_text(std::string_view utf8, HeaderEncoding encoding, std::size_t name_size = 0);

// A display name: atom words, "quoted string" or encoded words.
std::string encode_phrase(std::string_view utf8, HeaderEncoding encoding);

}  // namespace base
