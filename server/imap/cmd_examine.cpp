// EXAMINE: RFC 9051 §6.3.3.
#include "server/imap/command_table.h"
#include "server/imap/select_mailbox.h"

namespace server::imap {

base::Co<Reply> cmd_examine(Session& session, Scanner& args) { return select_mailbox(session, args, true); }

}  // namespace server::imap
