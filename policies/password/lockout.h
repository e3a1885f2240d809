// Lockout (domain.md 10.2): after N failures a subject (an account, or a source address) waits M minutes. A pure state
// machine over a value; the caller keeps the value and passes the time in. Thread-safe (no state of its own).
#pragma once

#include <chrono>

#include "base/clock.h"

namespace policies::password {

struct LockoutSettings {
  int failures = 5;                          // 1 … 1000
  std::chrono::minutes wait{15};             // also the window in which failures add up
};

struct LockoutState {
  int failures = 0;
  base::Timestamp last_failure;
  base::Timestamp locked_until;              // 0 = not locked
  bool operator==(const LockoutState&) const = default;
};

// Seconds to wait from `now`, rounded up; 0 = may try. A clock stepped back by more than the wait frees the subject.
std::chrono::seconds remaining(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings);
// The state after a failure at `now`. Failures older than the window are forgotten; a failure while locked changes nothing.
LockoutState after_failure(LockoutState state, base::Timestamp now, const LockoutSettings& settings);
// True when nothing in it matters any more: it may be deleted.
bool is_idle(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings);

}  // namespace policies::password
