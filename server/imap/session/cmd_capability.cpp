// CAPABILITY: RFC 9051 §6.1.1.
#include "server/imap/session/capabilities.h"
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_capability(Session& session, Scanner&) {
  session.connection().untagged("CAPABILITY " + capabilities(session));
  co_return Reply::ok("That is what we can do");
}

}  // namespace server::imap
