#include "server/outbound/idle_connections.h"

#include <algorithm>

namespace server::outbound {

std::unique_ptr<SmtpClient> IdleConnections::take(const NextHop& hop) {
  const auto found = std::find_if(kept_.rbegin(), kept_.rend(), [&](const Kept& kept) { return kept.hop == hop; });
  if (found == kept_.rend()) return nullptr;
  std::unique_ptr<SmtpClient> client = std::move(found->client);
  kept_.erase(std::next(found).base());
  return client;
}

void IdleConnections::keep(NextHop hop, std::unique_ptr<SmtpClient> client) {
  if (client->messages() >= settings_.messages_per_connection || settings_.idle_close.count() == 0)
    return part_(std::move(client));
  kept_.push_back({std::move(hop), std::move(client), clock_.steady() + settings_.idle_close});
  if (kept_.size() <= static_cast<std::size_t>(settings_.connections)) return;
  part_(std::move(kept_.front().client));
  kept_.pop_front();
}

void IdleConnections::close_expired() {
  while (!kept_.empty() && kept_.front().until <= clock_.steady()) {
    part_(std::move(kept_.front().client));
    kept_.pop_front();
  }
}

void IdleConnections::close_all() {
  for (Kept& kept : kept_) part_(std::move(kept.client));
  kept_.clear();
}

std::optional<std::chrono::milliseconds> IdleConnections::until_next() const {
  if (kept_.empty()) return std::nullopt;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(kept_.front().until - clock_.steady());
  return std::max(left, std::chrono::milliseconds(0)) + std::chrono::milliseconds(1);
}

}  // namespace server::outbound
