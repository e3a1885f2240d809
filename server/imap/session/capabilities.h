// What the server announces, by what holds for this connection now. Only what truly works is here.
#pragma once

#include <string>

#include "server/imap/session/session.h"

namespace server::imap {

// "IMAP4rev1 ID …", without "CAPABILITY ".
std::string capabilities(Session& session);

}  // namespace server::imap
