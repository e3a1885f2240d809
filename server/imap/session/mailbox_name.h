// Mailbox names on the wire and inside. On the wire: modified UTF-7 (RFC 3501 §5.1.3), or UTF-8 after ENABLE
// UTF8=ACCEPT (RFC 6855 §3); plain UTF-8 is taken from clients at any time (RFC 9051 §5.1). Inside: UTF-8 NFC, levels
// separated by "/". Personal names stand at the top ("Sent"); a role mailbox's under "Shared/<address>/…" (RFC 2342).
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace server::imap {

inline constexpr char kDelimiter = '/';
inline constexpr std::string_view kSharedRoot = "Shared";
inline constexpr std::size_t kMaxNameOctets = 1000;

// A name as a client wrote it -> UTF-8 NFC, a trailing "/" dropped, a leading "inbox" in capitals.
// bad_input: neither valid modified UTF-7 nor UTF-8, control characters, an empty level, too long.
base::Result<std::string> decode_mailbox_name(std::string_view wire, bool utf8_enabled);
// The same for a LIST pattern or reference: may be empty, and "%" and "*" stay.
base::Result<std::string> decode_mailbox_pattern(std::string_view wire, bool utf8_enabled);

// As an astring for an answer: an atom, a quoted string or a literal.
void append_mailbox_name(std::string& out, std::string_view name, bool utf8_enabled);

// Whose mailbox a name means.
struct NameParts {
  std::string owner;  // address of the role mailbox; "" = the reader's own
  std::string path;   // inside the owner's mailboxes; "" for the name of the shared root or of an owner itself
  bool shared = false;
};
NameParts split_name(std::string_view name);
std::string shared_name(std::string_view owner, std::string_view path);

}  // namespace server::imap
