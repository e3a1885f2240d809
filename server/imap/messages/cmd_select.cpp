// SELECT: RFC 9051 §6.3.2.
#include "server/imap/messages/select_mailbox.h"
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_select(Session& session, Scanner& args) { return select_mailbox(session, args, false); }

}  // namespace server::imap
