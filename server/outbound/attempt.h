// Attempt: tries to hand one queue item to the servers of its destination: hosts and addresses in their order, TLS when
// offered, what the server can and cannot. Changes the item's recipients (state, status, diagnostic); records nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "mailstore/delivery/queue/queue.h"
#include "server/outbound/connector.h"
#include "server/outbound/idle_connections.h"
#include "server/outbound/settings.h"
#include "server/outbound/smtp_client.h"

namespace server::outbound {

struct AttemptParts {
  Connector& connector;
  Resolver& resolver;
  const OutboundSettings& settings;
  MessageSource& source;  // prefix and content
  std::function<void(SmtpClient*)>
      on_client;                    // told of each connection and (null) of its end, so that a stop can cut it
  IdleConnections* idle = nullptr;  // null: every message has a connection of its own
};

struct AttemptOutcome {
  bool tried = true;
  std::vector<std::size_t> relayed;  // recipients handed to a server without DSN (RFC 3461 §5.2.2)
};

// Recipients that are not waiting are left alone. Never throws for what peers do.
base::Co<AttemptOutcome> attempt(AttemptParts parts, mailstore::QueueItem& item);

}  // namespace server::outbound
