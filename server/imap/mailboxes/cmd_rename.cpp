// RENAME: RFC 9051 §6.3.6. Between the reader's own mailboxes or inside one role mailbox.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_rename(Session& session, Scanner& args) {
  const std::string from = args.astring();
  args.space();
  const std::string to = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto found = co_await session.find_mailbox(from);
  if (!found) co_return refusal(found.error());
  const auto name = decode_mailbox_name(to, session.utf8);
  if (!name) co_return refusal(name.error());
  const NameParts parts = split_name(*name);
  const auto owner = session.owner_of(parts);
  if (!owner || parts.path.empty() || *owner != found->owner) {
    co_return Reply::no("CANNOT", "A mailbox cannot move to another account");
  }
  const auto renamed = co_await session.mailboxes().rename(found->owner, found->info.path, parts.path);
  if (!renamed) co_return refusal(renamed.error());
  co_return Reply::ok("The mailbox is renamed");
}

}  // namespace server::imap
