// Counters of failed sign-ins, per account (or unknown login) and per source address; kept in memory and in SQL, so that a
// restart frees nobody. The rules are policies/password/lockout.h. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/async/stream.h"
#include "base/clock.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"
#include "directory/types.h"
#include "policies/password/lockout.h"

namespace directory {

class Lockouts {
 public:
  struct Settings {
    policies::password::LockoutSettings account;
    policies::password::LockoutSettings source;
  };
  explicit Lockouts(Settings settings) : settings_(settings) {}
  // Reads what is kept and deletes what no longer matters. Blocking, once, before use.
  base::Result<void> load(base::Database& db, base::Timestamp now);

  // Who is counted: the account, or for an unknown login a digest of it, so that unknown names lock like known ones.
  static std::string account_subject(const Account* account, std::string_view login);
  // IPv4 address, or the /64 of an IPv6 address; "" for loopback, which is not counted (our own web front and relays).
  static std::string source_subject(const base::PeerAddress& peer);

  std::chrono::seconds remaining(const std::string& subject, base::Timestamp now) const;

  // The new state, for store(); nothing is counted while the subject waits. "" is not counted.
  struct Outcome {
    policies::password::LockoutState state;
    bool locked_now = false;     // this failure began a wait
  };
  std::optional<Outcome> count_failure(const std::string& subject, base::Timestamp now);
  // True when there was something to forget (then forget_row() it).
  bool forget(const std::string& subject);

  static base::Result<void> store_row(base::SqlTransaction& tx, const std::string& subject,
                                      const policies::password::LockoutState& state);
  static base::Result<void> forget_row(base::SqlTransaction& tx, const std::string& subject);

 private:
  const policies::password::LockoutSettings& settings_for(const std::string& subject) const {
    return subject.starts_with("source:") ? settings_.source : settings_.account;
  }
  void sweep(base::Timestamp now) REQUIRES_LOCK(mutex_);

  const Settings settings_;
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, policies::password::LockoutState> states_ GUARDED_BY(mutex_);
  std::size_t since_sweep_ GUARDED_BY(mutex_) = 0;
};

}  // namespace directory
