#include "server/outbound/retry_schedule.h"

#include <algorithm>

namespace server::outbound {

base::Timestamp expiry(const mailstore::QueueItem& item, const OutboundSettings& settings) {
  base::Timestamp ours = item.created + settings.give_up_after;
  return item.expires.us > 0 ? std::min(ours, item.expires) : ours;
}

bool expired(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now) {
  return now >= expiry(item, settings);
}

base::Timestamp next_attempt(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now) {
  std::chrono::seconds wait = std::chrono::hours(4);
  if (!settings.retry_after.empty()) {
    std::size_t step =
        std::min<std::size_t>(static_cast<std::size_t>(std::max(item.attempts, 0)), settings.retry_after.size() - 1);
    wait = settings.retry_after[step];
  }
  base::Timestamp next = now + wait;
  base::Timestamp end = expiry(item, settings);
  return end > now ? std::min(next, end) : next;
}

bool delay_warning_due(const mailstore::QueueItem& item, const OutboundSettings& settings, base::Timestamp now) {
  if (item.delay_reported || settings.delay_warning.count() == 0) return false;
  return now - item.created >= settings.delay_warning;
}

}  // namespace server::outbound
