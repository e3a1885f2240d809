// CLOSE: RFC 9051 §6.4.1: removes what is \Deleted without telling, then deselects.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_close(Session& session, Scanner&) {
  const SelectedMailbox& selected = *session.selected();
  if (!selected.read_only) {
    const auto removed = co_await session.mail().expunge(selected.id, std::nullopt);
    if (!removed) co_return refusal(removed.error());
  }
  co_await session.deselect();
  co_return Reply::ok("The mailbox is closed");
}

}  // namespace server::imap
