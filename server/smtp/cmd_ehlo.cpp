// EHLO, RFC 5321 §4.1.1.1:  "EHLO" SP ( Domain / address-literal ) CRLF. Lists what we can.
#include "directory/gate/sasl.h"
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_ehlo(Session& session, std::string_view rest) {
  Parsed<std::string> name = parse_helo(rest);
  if (Reply* refused = std::get_if<Reply>(&name)) co_return *refused;
  session.reset_transaction();  // RFC 5321 §4.1.4: a later EHLO acts like RSET
  session.helo = std::get<std::string>(std::move(name));
  session.esmtp = true;
  std::string text = session.settings().hostname + " greets you";
  text += "\nPIPELINING";                                                    // RFC 2920
  text += "\nSIZE " + std::to_string(session.settings().max_message_bytes);  // RFC 1870
  text += "\n8BITMIME";                                                      // RFC 6152
  text += "\nSMTPUTF8";                                                      // RFC 6531
  text += "\nCHUNKING";                                                      // RFC 3030
  text += "\nDSN";                                                           // RFC 3461
  text += "\nENHANCEDSTATUSCODES";                                           // RFC 2034
  if (session.offers_starttls()) text += "\nSTARTTLS";                       // RFC 3207
  if (session.may_authenticate() && !session.signed_in) {                    // RFC 4954
    text += "\nAUTH";
    for (const std::string_view mechanism : directory::SaslExchange::mechanisms()) text.append(" ").append(mechanism);
  }
  text += "\nHELP";
  co_return Reply{250, "", std::move(text)};
}

}  // namespace server::smtp
