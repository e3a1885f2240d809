// Asks the gate and turns its answer into ours (design section 6, RFC 5530). Shared by LOGIN and AUTHENTICATE.
// The sentence for the person goes out in UTF-8, Vietnamese first: RFC 3501 has 7-bit text here, RFC 9051 §9 has UTF-8;
// the clients met (Thunderbird, mutt, mbsync, imaplib) take it.
#pragma once

#include "directory/gate/sasl.h"
#include "server/imap/session/session.h"

namespace server::imap {

base::Co<Reply> sign_in(Session& session, directory::SaslCredentials given);

}  // namespace server::imap
