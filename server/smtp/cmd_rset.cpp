// RSET, RFC 5321 §4.1.1.5:  "RSET" CRLF.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_rset(Session& session, std::string_view rest) {
  if (!rest.empty()) co_return syntax_error("RSET takes no arguments");
  session.reset_transaction();
  co_return Reply{250, "2.0.0", "Forgotten"};
}

}  // namespace server::smtp
