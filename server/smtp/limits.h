// Limits shared by all sessions: connections per source, messages and recipients per hour, memory for messages that are
// being received. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/async/stream.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/thread_annotations.h"
#include "server/smtp/settings.h"

namespace server::smtp {

// How often something happened in the last hour: the count of this window plus the share of the one before it that still
// lies within the hour. A value type, not thread-safe.
class HourlyCount {
 public:
  double at(std::int64_t now_seconds) const;
  void add(std::int64_t now_seconds, int count);

 private:
  static constexpr std::int64_t kWindow = 3600;
  std::int64_t window_ = 0;
  int current_ = 0, previous_ = 0;
};

class Limits {
 public:
  Limits(const base::Clock& clock, const SmtpSettings& settings) : clock_(clock), settings_(settings) {}

  // False: too many connections from there; nothing was counted.
  bool enter(const base::PeerAddress& peer);
  void leave(const base::PeerAddress& peer);

  // False: the limit of the hour is reached; nothing was counted.
  bool source_message(const base::PeerAddress& peer);
  bool source_recipient(const base::PeerAddress& peer);
  bool account_message(base::AccountId account);
  bool account_recipient(base::AccountId account, bool outside);

  // Memory for message bytes, all sessions together.
  bool reserve(std::int64_t bytes);
  void release(std::int64_t bytes);

 private:
  struct Source {
    int connections = 0;
    HourlyCount messages, recipients;
  };
  struct Sender {
    HourlyCount messages, recipients, outside;
  };
  bool take(HourlyCount& count, int limit) REQUIRES_LOCK(mutex_);
  bool limited(const base::PeerAddress& peer) const { return settings_.limit_loopback || !peer.loopback; }
  void forget_old() REQUIRES_LOCK(mutex_);

  const base::Clock& clock_;
  const SmtpSettings& settings_;
  base::Mutex mutex_;
  std::unordered_map<std::string, Source> sources_ GUARDED_BY(mutex_);
  std::unordered_map<base::AccountId, Sender> senders_ GUARDED_BY(mutex_);
  std::int64_t reserved_ GUARDED_BY(mutex_) = 0;
  std::int64_t next_cleaning_ GUARDED_BY(mutex_) = 0;
};

// Memory reserved for one message; given back when it dies.
class MemoryLease {
 public:
  explicit MemoryLease(Limits& limits) : limits_(limits) {}
  ~MemoryLease() { limits_.release(held_); }
  MemoryLease(const MemoryLease&) = delete;
  MemoryLease& operator=(const MemoryLease&) = delete;
  // Makes sure that `bytes` are reserved; false when there is no room.
  bool cover(std::size_t bytes);

 private:
  Limits& limits_;
  std::int64_t held_ = 0;
};

}  // namespace server::smtp
