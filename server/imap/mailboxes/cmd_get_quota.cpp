// GETQUOTA: RFC 9208 §4.1.1.
#include "server/imap/session/command_table.h"
#include "server/imap/session/quota_line.h"

namespace server::imap {

base::Co<Reply> cmd_get_quota(Session& session, Scanner& args) {
  const std::string root = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto account = quota_account(session, root);
  if (!account) co_return refusal(account.error());
  const auto quota = co_await read_quota(session, *account);
  if (!quota) co_return refusal(quota.error());
  append_quota(session, root, *quota);
  co_return Reply::ok("That is the quota");
}

}  // namespace server::imap
