// The end of DATA or BDAT LAST: a message that has come whole waits for its turn, when it is large, and is accepted.
#pragma once

#include "server/smtp/message_input.h"
#include "server/smtp/reply.h"

namespace server::smtp {

// Answers what to reply; a message whose client goes away while it waits is not taken apart for nobody.
base::Co<Reply> finish_message(Session& session, MessageBuffer& message);

}  // namespace server::smtp
