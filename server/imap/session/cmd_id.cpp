// ID: RFC 2971. The client's list is checked and not kept.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_id(Session& session, Scanner& args) {
  if (!args.nil()) {
    args.expect('(');
    for (int pairs = 0; args.ok() && !args.accept(')'); ++pairs) {
      if (pairs > 0) args.space();
      args.string();
      args.space();
      if (!args.nil()) args.string();
      if (pairs == 30) args.fail("There are more than 30 fields");  // RFC 2971 §3.3
    }
  }
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  session.connection().untagged("ID (\"name\" \"Vanthu\" \"vendor\" \"Vanthu\")");
  co_return Reply::ok("Pleased to meet you");
}

}  // namespace server::imap
