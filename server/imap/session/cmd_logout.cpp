// LOGOUT: RFC 9051 §6.1.3.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_logout(Session& session, Scanner&) {
  session.bye("", "Goodbye");
  co_return Reply::ok("Signed out");
}

}  // namespace server::imap
