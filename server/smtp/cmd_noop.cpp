// NOOP, RFC 5321 §4.1.1.9:  "NOOP" [ SP String ] CRLF. The string is ignored.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_noop(Session&, std::string_view) { co_return Reply{250, "2.0.0", "OK"}; }

}  // namespace server::smtp
