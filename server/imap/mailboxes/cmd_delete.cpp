// DELETE: RFC 9051 §6.3.5. A mailbox with children is refused.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_delete(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto found = co_await session.find_mailbox(wire);
  if (!found) co_return refusal(found.error());
  const auto gone = co_await session.mailboxes().remove(found->owner, found->info.path);
  if (!gone) {
    Reply reply = refusal(gone.error());
    if (gone.error().code == base::ErrorCode::exists) reply.code = "HASCHILDREN";
    co_return reply;
  }
  if (session.selected() && session.selected()->id == found->info.id) co_await session.deselect();
  co_return Reply::ok("The mailbox is deleted");
}

}  // namespace server::imap
