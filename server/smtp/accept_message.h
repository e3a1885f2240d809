// What happens between the last byte of a message and our answer: checks, Received, delivery.
#pragma once

#include "base/async/co.h"
#include "server/smtp/data_scanner.h"
#include "server/smtp/reply.h"

namespace server::smtp {

class Session;

// 250 only after the door has the message on disk. Takes the bytes out of the scanner.
// REQUIRES: session.transaction with at least one recipient; the scanner has seen the end.
base::Co<Reply> accept_message(Session& session, DataScanner& scanner);

}  // namespace server::smtp
