// What COPY, MOVE and their UID forms share: RFC 9051 §6.4.7, RFC 6851, COPYUID: RFC 4315 §3.
#pragma once

#include "server/imap/session/session.h"

namespace server::imap {

base::Co<Reply> copy_messages(Session& session, Scanner& args, bool by_uid);
base::Co<Reply> move_messages(Session& session, Scanner& args, bool by_uid);

}  // namespace server::imap
