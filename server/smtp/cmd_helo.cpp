// HELO, RFC 5321 §4.1.1.1:  "HELO" SP Domain CRLF. The old greeting: no extensions.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_helo(Session& session, std::string_view rest) {
  Parsed<std::string> name = parse_helo(rest);
  if (Reply* refused = std::get_if<Reply>(&name)) co_return *refused;
  session.reset_transaction();
  session.helo = std::get<std::string>(std::move(name));
  session.esmtp = false;
  co_return Reply{250, "", session.settings().hostname};
}

}  // namespace server::smtp
