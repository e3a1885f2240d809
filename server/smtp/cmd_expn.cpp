// EXPN, RFC 5321 §4.1.1.7: known, but members of a list are not told (RFC 5321 §7.3).
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_expn(Session&, std::string_view) { co_return Reply{502, "5.5.1", "EXPN is not offered"}; }

}  // namespace server::smtp
