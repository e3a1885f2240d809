// SUBSCRIBE: RFC 9051 §6.3.7. The mailbox need not exist.
#include "server/imap/mailboxes/subscription.h"

namespace server::imap {

base::Co<Reply> cmd_subscribe(Session& session, Scanner& args) {
  co_return co_await set_subscription(session, args, true);
}

}  // namespace server::imap
