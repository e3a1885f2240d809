// UNSELECT: RFC 3691.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_unselect(Session& session, Scanner&) {
  co_await session.deselect();
  co_return Reply::ok("No mailbox is selected");
}

}  // namespace server::imap
