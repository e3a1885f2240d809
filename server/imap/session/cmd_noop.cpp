// NOOP: RFC 9051 §6.1.2. What has changed is told after every command.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_noop(Session&, Scanner&) { co_return Reply::ok("Nothing was done"); }

}  // namespace server::imap
