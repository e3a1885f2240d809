// The Received field of this hop, RFC 5321 §4.4. Pure.
#pragma once

#include <string>

#include "base/async/stream.h"
#include "base/clock.h"

namespace server::smtp {

struct Hop {
  std::string helo;  // as the client named itself
  base::PeerAddress peer;
  std::string hostname;   // ours
  std::string id;         // of this message, in our log
  std::string recipient;  // named only when there is one; "" = none
  bool esmtp = false, tls = false, authenticated = false, smtputf8 = false;
  std::string tls_protocol, tls_cipher;
  base::Timestamp at;
};

// RFC 3848, RFC 6531 §4.3: "ESMTPSA", "UTF8SMTPS", "SMTP"…
std::string with_protocol(const Hop& hop);

// "Received: from … \r\n", folded.
std::string make_received(const Hop& hop);

}  // namespace server::smtp
