// SETQUOTA: RFC 9208 §4.1.3. Only administrators set quotas, and not by IMAP.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_set_quota(Session&, Scanner& args) {
  args.astring();
  args.space();
  args.expect('(');
  while (args.ok() && !args.accept(')')) {
    args.atom();
    args.space();
    args.number64();
    args.accept(' ');
  }
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  co_return Reply::no("NOPERM", "Only an administrator sets quotas");
}

}  // namespace server::imap
