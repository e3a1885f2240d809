// Arguments of SMTP commands: pure grammar over one line without its CRLF. RFC 5321 §4.1.2, RFC 1870, RFC 6152, RFC
// 3461, RFC 6531, RFC 6533, RFC 3030. Parsers give the arguments or the Reply that refuses them. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mailstore/delivery/delivery.h"
#include "server/smtp/reply.h"

namespace server::smtp {

template <class T>
using Parsed = std::variant<T, Reply>;

// "MAIL FROM:<a@b>" -> verb "MAIL" (upper case, at most kMaxVerb letters, else empty), rest "FROM:<a@b>".
struct CommandLine {
  std::string verb;
  std::string_view rest;  // into the line, without leading and trailing blanks
};
inline constexpr std::size_t kMaxVerb = 16;
CommandLine split_command(std::string_view line);

// EHLO, HELO: a domain or an address literal (RFC 5321 §4.1.1.1). Tolerant of what clients really send (underscores,
// bare names), but no blanks, controls, quotes or over 255 octets.
Parsed<std::string> parse_helo(std::string_view rest);

struct MailArgs {
  std::string reverse_path;  // local@domain, "" = null sender
  std::int64_t size = 0;     // SIZE=, 0 when not told
  bool body_8bit = false;    // BODY=8BITMIME
  bool smtputf8 = false;
  bool headers_only = false;  // RET=HDRS
  std::string envid;          // ENVID=, xtext decoded, printable ASCII
  bool extended = false;      // at least one parameter was given
};
// rest: after the verb. smtputf8 is looked for first, so that a UTF-8 path before the parameter is understood.
Parsed<MailArgs> parse_mail(std::string_view rest);

// RCPT. `postmaster` without a domain stays as it is (RFC 5321 §4.5.1).
Parsed<mailstore::EnvelopeRecipient> parse_rcpt(std::string_view rest, bool smtputf8);

struct BdatArgs {
  std::uint64_t size = 0;
  bool last = false;
};
Parsed<BdatArgs> parse_bdat(std::string_view rest);

// RFC 3461 §4: "+3D" -> "=". Nothing for anything that is not xtext.
std::optional<std::string> decode_xtext(std::string_view text);
// RFC 6533 §3: also "\x{1ED3}". Gives UTF-8.
std::optional<std::string> decode_utf8_xtext(std::string_view text);

}  // namespace server::smtp
