// The table of SMTP commands: one handler per cmd_….cpp. `rest` is what follows the verb; it is a view into the
// session's line and dies at the next read, so handlers that read more input copy it first.
#pragma once

#include <span>
#include <string_view>

#include "base/async/co.h"
#include "server/smtp/reply.h"

namespace server::smtp {

class Session;

struct Command {
  std::string_view verb;
  base::Co<Reply> (*run)(Session& session, std::string_view rest);
  std::string_view help;
};
std::span<const Command> commands();

base::Co<Reply> cmd_helo(Session& session, std::string_view rest);
base::Co<Reply> cmd_ehlo(Session& session, std::string_view rest);
base::Co<Reply> cmd_starttls(Session& session, std::string_view rest);
base::Co<Reply> cmd_auth(Session& session, std::string_view rest);
base::Co<Reply> cmd_mail(Session& session, std::string_view rest);
base::Co<Reply> cmd_rcpt(Session& session, std::string_view rest);
base::Co<Reply> cmd_data(Session& session, std::string_view rest);
base::Co<Reply> cmd_bdat(Session& session, std::string_view rest);
base::Co<Reply> cmd_rset(Session& session, std::string_view rest);
base::Co<Reply> cmd_noop(Session& session, std::string_view rest);
base::Co<Reply> cmd_vrfy(Session& session, std::string_view rest);
base::Co<Reply> cmd_expn(Session& session, std::string_view rest);
base::Co<Reply> cmd_help(Session& session, std::string_view rest);
base::Co<Reply> cmd_quit(Session& session, std::string_view rest);

}  // namespace server::smtp
