// GETQUOTAROOT: RFC 9208 §4.1.2.
#include "server/imap/session/command_table.h"
#include "server/imap/session/quota_line.h"

namespace server::imap {

base::Co<Reply> cmd_get_quota_root(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto found = co_await session.find_mailbox(wire);
  if (!found) co_return refusal(found.error());
  const auto quota = co_await read_quota(session, found->owner);
  if (!quota) co_return refusal(quota.error());
  const auto name = decode_mailbox_name(wire, session.utf8);
  const std::string root = quota_root(*name);
  session.out() += "* QUOTAROOT ";
  append_mailbox_name(session.out(), *name, session.utf8);
  session.out() += ' ';
  append_mailbox_name(session.out(), root, session.utf8);
  session.out() += "\r\n";
  append_quota(session, root, *quota);
  co_return Reply::ok("That is the quota");
}

}  // namespace server::imap
