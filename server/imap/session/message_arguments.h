// Arguments of the commands that select a mailbox or change messages: SELECT (RFC 7162 §3.2.5), STORE (RFC 9051 §6.4.6,
// RFC 7162 §3.1.3), APPEND (RFC 9051 §6.3.12, RFC 3502, RFC 6855 §4), COPY and MOVE. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mailstore/delivery/delivery.h"
#include "mailstore/store/types.h"
#include "server/imap/session/scanner.h"

namespace server::imap {

struct ResyncRequest {
  std::uint32_t uid_validity = 0;
  std::int64_t modseq = 0;
  std::optional<SequenceSet> known_uids;
  // Message numbers and their UIDs as the client remembers them; of equal length.
  std::optional<SequenceSet> known_sequence, known_sequence_uids;
};
struct SelectRequest {
  std::string mailbox;  // as written
  bool condstore = false;
  std::optional<ResyncRequest> resync;
};
SelectRequest parse_select(Scanner& args);

struct StoreRequest {
  SequenceSet set;
  mailstore::FlagChange change = mailstore::FlagChange::replace;
  bool silent = false;
  mailstore::Flags flags;
  std::optional<std::int64_t> unchanged_since;
};
StoreRequest parse_store(Scanner& args);

struct AppendRequest {
  std::string mailbox;
  std::vector<mailstore::AppendMessage> messages;
  bool utf8 = false;  // a UTF8 (~{…}) literal was used
};
AppendRequest parse_append(Scanner& args);
// Only its beginning, from an unfinished command: the mailbox name.
std::string parse_append_mailbox(Scanner& args);

struct CopyRequest {
  SequenceSet set;
  std::string mailbox;
};
CopyRequest parse_copy(Scanner& args);

// Flags as written -> bits and keywords. \Recent is left out; an unknown system flag fails.
mailstore::Flags to_flags(Scanner& args, const std::vector<std::string>& names);

}  // namespace server::imap
