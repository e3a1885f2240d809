// CHECK: RFC 3501 §6.4.1. Everything is on disk before it is answered, so that nothing is left to do.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_check(Session&, Scanner&) { co_return Reply::ok("Everything is on disk"); }

}  // namespace server::imap
