// HELP, RFC 5321 §4.1.1.8:  "HELP" [ SP String ] CRLF.
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_help(Session&, std::string_view) {
  std::string text = "Commands:";
  for (const Command& command : commands()) {
    text += "\n";
    text += command.help;
  }
  co_return Reply{214, "2.0.0", std::move(text)};
}

}  // namespace server::smtp
