#include "server/imap/mailboxes/subscription.h"

#include "server/imap/mailboxes/mailbox_list.h"

namespace server::imap {

base::Co<Reply> set_subscription(Session& session, Scanner& args, bool wanted) {
  const std::string wire = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto name = decode_mailbox_name(wire, session.utf8);
  if (!name) co_return refusal(name.error());
  const NameParts parts = split_name(*name);
  const bool in_role_mailbox = parts.shared && !parts.path.empty();
  // A root that is nobody's any more may still be taken out of the list.
  if (parts.shared && (wanted || in_role_mailbox) && !session.owner_of(parts))
    co_return Reply::no("NONEXISTENT", "Không có hộp thư này / There is no such mailbox");
  const std::string kept = in_role_mailbox ? refused_subscription(*name) : *name;
  const auto done = co_await session.mailboxes().subscribe(session.account(), kept, wanted != in_role_mailbox);
  if (!done) co_return refusal(done.error());
  co_return Reply::ok(wanted ? "Subscribed" : "Not subscribed any more");
}

}  // namespace server::imap
