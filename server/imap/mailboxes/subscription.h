// What SUBSCRIBE and UNSUBSCRIBE share.
#pragma once

#include "server/imap/session/command_table.h"

namespace server::imap {

// Reads the name and wants it in the reader's list, or out of it. A mailbox of a role is in the list of its members
// unless they say otherwise: for one of its names the opposite word is kept.
base::Co<Reply> set_subscription(Session& session, Scanner& args, bool wanted);

}  // namespace server::imap
