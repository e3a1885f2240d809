// What has to be said to one particular server for one item, and whether it can take it at all: 8BITMIME, SMTPUTF8,
// SIZE, DSN. Messages are never re-coded: a signature would break. Pure but for reading the message.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/async/co.h"
#include "base/result.h"
#include "mailstore/delivery/queue/queue.h"
#include "server/outbound/client_reply.h"
#include "server/outbound/smtp_client.h"

namespace server::outbound {

// A final refusal that we make ourselves.
struct CannotTake {
  std::string status, reason;
};

// What the bytes really hold, read only when it matters.
struct MessageBytes {
  bool header_8bit = false, body_8bit = false;
};
base::Co<base::Result<MessageBytes>> examine(MessageSource& source);

// `recipients`: indexes into item.recipients. `bytes` may be all false when the server has both extensions.
std::variant<OutgoingEnvelope, CannotTake> make_envelope(const mailstore::QueueItem& item,
                                                         const std::vector<std::size_t>& recipients,
                                                         const Extensions& server, const MessageBytes& bytes);

}  // namespace server::outbound
