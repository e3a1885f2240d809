// MOVE and UID MOVE: RFC 6851.
#include "server/imap/messages/copy_messages.h"
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_move(Session& session, Scanner& args) { return move_messages(session, args, false); }
base::Co<Reply> cmd_uid_move(Session& session, Scanner& args) { return move_messages(session, args, true); }

}  // namespace server::imap
