// VRFY, RFC 5321 §4.1.1.6:  "VRFY" SP String CRLF. Addresses are not told to strangers (RFC 5321 §7.3).
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_vrfy(Session&, std::string_view rest) {
  if (rest.empty()) co_return syntax_error("Syntax: VRFY address");
  co_return Reply{252, "2.5.0", "Not verified here; send the mail and see"};
}

}  // namespace server::smtp
