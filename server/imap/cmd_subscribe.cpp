// SUBSCRIBE: RFC 9051 §6.3.7. The mailbox need not exist.
#include "server/imap/command_table.h"
#include "server/imap/mailbox_list.h"

namespace server::imap {

base::Co<Reply> cmd_subscribe(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto name = decode_mailbox_name(wire, session.utf8);
  if (!name) co_return refusal(name.error());
  const NameParts parts = split_name(*name);
  if (parts.shared && !session.owner_of(parts)) co_return Reply::no("NONEXISTENT", "There is no such mailbox");
  base::Result<void> done;
  if (parts.shared && !parts.path.empty()) {
    done = co_await session.mailboxes().subscribe(session.account(), refused_subscription(*name), false);
  } else {
    done = co_await session.mailboxes().subscribe(session.account(), *name, true);
  }
  if (!done) co_return refusal(done.error());
  co_return Reply::ok("Subscribed");
}

}  // namespace server::imap
