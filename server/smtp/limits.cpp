#include "server/smtp/limits.h"

namespace server::smtp {

bool Limits::take(Sources& counts, const base::PeerAddress& peer, int limit) {
  if (limit <= 0 || (peer.loopback && !settings_.limit_loopback)) return true;
  const base::SourceNetwork source = base::source_network(peer);
  const std::int64_t now = clock_.now().seconds();
  if (counts.at(source.near, now) >= limit) return false;
  if (!source.wide.empty() && counts.at(source.wide, now) >= static_cast<double>(base::kWideFactor) * limit)
    return false;
  counts.add(source.near, now);
  if (!source.wide.empty()) counts.add(source.wide, now);
  return true;
}

bool Limits::take(Accounts& counts, base::AccountId account, int limit) {
  if (limit <= 0) return true;
  const std::int64_t now = clock_.now().seconds();
  if (counts.at(account, now) >= limit) return false;
  counts.add(account, now);
  return true;
}

bool Limits::source_message(const base::PeerAddress& peer) {
  base::MutexLock lock(mutex_);
  return take(source_messages_, peer, settings_.messages_per_source);
}

bool Limits::source_recipient(const base::PeerAddress& peer) {
  base::MutexLock lock(mutex_);
  return take(source_recipients_, peer, settings_.recipients_per_source);
}

bool Limits::account_message(base::AccountId account) {
  base::MutexLock lock(mutex_);
  return take(messages_, account, settings_.messages_per_account);
}

bool Limits::account_recipient(base::AccountId account, bool outside) {
  base::MutexLock lock(mutex_);
  if (outside && !take(outside_, account, settings_.outside_recipients_per_account)) return false;
  return take(recipients_, account, settings_.recipients_per_account);
}

}  // namespace server::smtp
