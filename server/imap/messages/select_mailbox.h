// What SELECT and EXAMINE share: RFC 9051 §6.3.2, §6.3.3; resynchronisation: RFC 7162 §3.2.5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/imap/session/session.h"

namespace server::imap {

base::Co<Reply> select_mailbox(Session& session, Scanner& args, bool read_only);

// VANISHED (EARLIER): which of `uids` (ascending, what the change log says) lie in `known`; without `known` all of
// them. What is still in `view` went after it was taken: that is told later, as a VANISHED that changes the message
// numbers.
std::string vanished_text(const mailstore::MailboxView& view, const std::vector<base::Uid>& uids,
                          const std::optional<std::vector<SequenceSet::Range>>& known);
// When the log does not reach back: every number of `known` (without it 1 … before `uid_next`) that is no message.
std::string missing_text(const mailstore::MailboxView& view,
                         const std::optional<std::vector<SequenceSet::Range>>& known);

}  // namespace server::imap
