// UNSUBSCRIBE: RFC 9051 §6.3.8.
#include "server/imap/command_table.h"
#include "server/imap/mailbox_list.h"

namespace server::imap {

base::Co<Reply> cmd_unsubscribe(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto name = decode_mailbox_name(wire, session.utf8);
  if (!name) co_return refusal(name.error());
  const NameParts parts = split_name(*name);
  base::Result<void> done;
  if (parts.shared && !parts.path.empty()) {
    if (!session.owner_of(parts)) co_return Reply::no("NONEXISTENT", "There is no such mailbox");
    done = co_await session.mailboxes().subscribe(session.account(), refused_subscription(*name), true);
  } else {
    done = co_await session.mailboxes().subscribe(session.account(), *name, false);
  }
  if (!done) co_return refusal(done.error());
  co_return Reply::ok("Not subscribed any more");
}

}  // namespace server::imap
