#include "server/smtp/commands.h"

namespace server::smtp {

std::span<const Command> commands() {
  static constexpr Command kCommands[] = {
      {"MAIL", cmd_mail, "MAIL FROM:<address> [SIZE=n] [BODY=8BITMIME] [SMTPUTF8] [RET=FULL|HDRS] [ENVID=id]"},
      {"RCPT", cmd_rcpt, "RCPT TO:<address> [NOTIFY=…] [ORCPT=…]"},
      {"DATA", cmd_data, "DATA"},
      {"BDAT", cmd_bdat, "BDAT octets [LAST]"},
      {"EHLO", cmd_ehlo, "EHLO host"},
      {"HELO", cmd_helo, "HELO host"},
      {"STARTTLS", cmd_starttls, "STARTTLS"},
      {"AUTH", cmd_auth, "AUTH PLAIN|LOGIN [initial-response]"},
      {"RSET", cmd_rset, "RSET"},
      {"NOOP", cmd_noop, "NOOP"},
      {"VRFY", cmd_vrfy, "VRFY address"},
      {"EXPN", cmd_expn, "EXPN list"},
      {"HELP", cmd_help, "HELP"},
      {"QUIT", cmd_quit, "QUIT"},
  };
  return kCommands;
}

}  // namespace server::smtp
