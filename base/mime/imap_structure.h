// ENVELOPE, BODY and BODYSTRUCTURE as the exact bytes of an IMAP FETCH answer (RFC 9051 §7.5.2, RFC 3501 §7.4.2), so
// that the store keeps them ready-made. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/mime/message.h"

namespace base {

enum class ImapStrings {
  rev1,         // 8-bit text goes as literals "{5}\r\n…": safe for every client (default form, the one to store)
  utf8_accept,  // 8-bit text goes in quoted strings (RFC 6855 §3, after ENABLE UTF8=ACCEPT)
};

// With the outer parentheses: `("Mon, …" "subject" (("name" NIL "box" "host")) … "<id>")`.
std::string imap_envelope(const Envelope& envelope, ImapStrings strings = ImapStrings::rev1);
// BODY: without extension data. BODYSTRUCTURE: with it.
std::string imap_body(const Part& root, ImapStrings strings = ImapStrings::rev1);
std::string imap_body_structure(const Part& root, ImapStrings strings = ImapStrings::rev1);

// One string value: NIL is not written here; quoted when it is short 7-bit without CR, LF, NUL, else a literal (NUL is
// dropped).
void append_imap_string(std::string& out, std::string_view value, ImapStrings strings = ImapStrings::rev1);

}  // namespace base
