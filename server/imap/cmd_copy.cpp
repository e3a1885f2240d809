// COPY and UID COPY: RFC 9051 §6.4.7.
#include "server/imap/command_table.h"
#include "server/imap/copy_messages.h"

namespace server::imap {

base::Co<Reply> cmd_copy(Session& session, Scanner& args) { return copy_messages(session, args, false); }
base::Co<Reply> cmd_uid_copy(Session& session, Scanner& args) { return copy_messages(session, args, true); }

}  // namespace server::imap
