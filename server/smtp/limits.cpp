#include "server/smtp/limits.h"

#include <algorithm>

namespace server::smtp {

double HourlyCount::at(std::int64_t now_seconds) const {
  std::int64_t window = now_seconds / kWindow;
  int current = 0, previous = 0;
  if (window == window_) {
    current = current_;
    previous = previous_;
  } else if (window == window_ + 1) {
    previous = current_;
  }
  double left = 1.0 - static_cast<double>(now_seconds % kWindow) / kWindow;
  return current + previous * left;
}

void HourlyCount::add(std::int64_t now_seconds, int count) {
  std::int64_t window = now_seconds / kWindow;
  if (window != window_) {
    previous_ = window == window_ + 1 ? current_ : 0;
    current_ = 0;
    window_ = window;
  }
  current_ += count;
}

bool Limits::enter(const base::PeerAddress& peer) {
  base::MutexLock lock(mutex_);
  forget_old();
  Source& source = sources_[peer.ip];
  bool full = settings_.connections_per_source > 0 && source.connections >= settings_.connections_per_source;
  if (full && limited(peer)) return false;
  ++source.connections;
  return true;
}

void Limits::leave(const base::PeerAddress& peer) {
  base::MutexLock lock(mutex_);
  auto found = sources_.find(peer.ip);
  if (found != sources_.end()) --found->second.connections;
}

bool Limits::take(HourlyCount& count, int limit) {
  std::int64_t now = clock_.now().seconds();
  if (limit > 0 && count.at(now) >= limit) return false;
  count.add(now, 1);
  return true;
}

bool Limits::source_message(const base::PeerAddress& peer) {
  if (!limited(peer)) return true;
  base::MutexLock lock(mutex_);
  return take(sources_[peer.ip].messages, settings_.messages_per_source);
}

bool Limits::source_recipient(const base::PeerAddress& peer) {
  if (!limited(peer)) return true;
  base::MutexLock lock(mutex_);
  return take(sources_[peer.ip].recipients, settings_.recipients_per_source);
}

bool Limits::account_message(base::AccountId account) {
  base::MutexLock lock(mutex_);
  return take(senders_[account].messages, settings_.messages_per_account);
}

bool Limits::account_recipient(base::AccountId account, bool outside) {
  base::MutexLock lock(mutex_);
  Sender& sender = senders_[account];
  if (outside && !take(sender.outside, settings_.outside_recipients_per_account)) return false;
  return take(sender.recipients, settings_.recipients_per_account);
}

bool Limits::reserve(std::int64_t bytes) {
  base::MutexLock lock(mutex_);
  if (reserved_ + bytes > settings_.memory_for_messages) return false;
  reserved_ += bytes;
  return true;
}

void Limits::release(std::int64_t bytes) {
  base::MutexLock lock(mutex_);
  reserved_ -= bytes;
}

void Limits::forget_old() {
  std::int64_t now = clock_.now().seconds();
  if (now < next_cleaning_ && sources_.size() < 100000) return;
  next_cleaning_ = now + 600;
  std::erase_if(sources_, [now](const auto& entry) {
    const Source& source = entry.second;
    return source.connections == 0 && source.messages.at(now) < 1 && source.recipients.at(now) < 1;
  });
  std::erase_if(senders_, [now](const auto& entry) {
    return entry.second.messages.at(now) < 1 && entry.second.recipients.at(now) < 1;
  });
}

bool MemoryLease::cover(std::size_t bytes) {
  std::int64_t wanted = static_cast<std::int64_t>(bytes);
  if (wanted <= held_) return true;
  // In steps, so that a large message does not take the lock for every read.
  std::int64_t step = std::max<std::int64_t>(wanted - held_, 256 * 1024);
  if (!limits_.reserve(step)) return false;
  held_ += step;
  return true;
}

}  // namespace server::smtp
