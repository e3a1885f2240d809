// STARTTLS, RFC 3207 §4:  "STARTTLS" CRLF. Everything the client said in clear is forgotten, also what it pipelined.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_starttls(Session& session, std::string_view rest) {
  if (!rest.empty()) co_return syntax_error("STARTTLS takes no arguments");
  if (session.channel().tls().active) co_return bad_sequence("TLS is already active");
  if (!session.offers_starttls()) co_return Reply{454, "4.7.0", "TLS is not available"};
  session.channel().queue(render({220, "2.0.0", "Ready to start TLS"}));
  base::Result<void> done = co_await session.channel().start_tls();
  // After a failed handshake nothing can be said any more.
  if (!done) co_return Reply{0, "", "", true};
  session.reset_transaction();
  session.helo.clear();
  session.esmtp = false;
  session.signed_in.reset();
  co_return Reply{0, "", ""};  // the next word is the client's
}

}  // namespace server::smtp
