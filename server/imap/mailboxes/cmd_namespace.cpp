// NAMESPACE: RFC 2342. Role mailboxes stand under "Shared/<address>/".
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_namespace(Session& session, Scanner&) {
  session.connection().untagged("NAMESPACE ((\"\" \"/\")) NIL ((\"Shared/\" \"/\"))");
  co_return Reply::ok("Those are the namespaces");
}

}  // namespace server::imap
