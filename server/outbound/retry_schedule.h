// When to try again, warn and give up: pure rules over an item's age and number of attempts.
#pragma once

#include "base/clock.h"
#include "mailstore/delivery/queue/queue.h"
#include "server/outbound/settings.h"

namespace server::outbound {

// When the item is given up: the queue's own term or ours, whichever is earlier.
base::Timestamp expiry(const mailstore::QueueItem& item, const OutboundSettings& settings);
bool expired(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now);
// The next attempt after a failed one (item.attempts counts the earlier ones); never later than the expiry, so that the
// last attempt is made when the time is up.
base::Timestamp next_attempt(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now);
// The sender has waited long enough to be told, and has not been told.
bool delay_warning_due(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now);

}  // namespace server::outbound
