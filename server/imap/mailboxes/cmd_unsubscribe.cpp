// UNSUBSCRIBE: RFC 9051 §6.3.8.
#include "server/imap/mailboxes/subscription.h"

namespace server::imap {

base::Co<Reply> cmd_unsubscribe(Session& session, Scanner& args) {
  co_return co_await set_subscription(session, args, false);
}

}  // namespace server::imap
