// COPY and UID COPY: RFC 9051 §6.4.7.
#include "server/imap/messages/copy_messages.h"
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_copy(Session& session, Scanner& args) { return copy_messages(session, args, false); }
base::Co<Reply> cmd_uid_copy(Session& session, Scanner& args) { return copy_messages(session, args, true); }

}  // namespace server::imap
