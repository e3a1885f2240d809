// STARTTLS: RFC 9051 §6.2.1. What the client sent in plain after the command is dropped (RFC 3207 §4.2 tells why).
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_starttls(Session& session, Scanner&) {
  Connection& connection = session.connection();
  if (connection.stream().tls().active) co_return Reply::bad("TLS is active already");
  if (!session.settings().starttls) co_return Reply::bad("The command is not known");
  session.start_tls_next();
  co_return Reply::ok("Begin TLS negotiation now");
}

}  // namespace server::imap
