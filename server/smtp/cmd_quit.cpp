// QUIT, RFC 5321 §4.1.1.10:  "QUIT" CRLF.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_quit(Session& session, std::string_view) {
  co_return Reply{221, "2.0.0", session.settings().hostname + " closes the connection", true};
}

}  // namespace server::smtp
