// Lockout (domain.md 10.2): after N failures a subject (a pair of account and source, an account, a source) waits M
// minutes. Subjects that many people share wait in growing steps instead, so that a flood delays the right person
// rather than shutting him out. A pure state machine over a value; the caller keeps the value and passes the time in.
// Thread-safe (no state of its own).
#pragma once

#include <chrono>

#include "base/clock.h"

namespace policies::password {

struct LockoutSettings {
  int failures = 5;               // 1 … 100000
  std::chrono::minutes wait{15};  // also the window in which failures add up
  // The failure that reaches the limit waits one minute, each further one twice as long, at most `wait`; a failure
  // counts for four times `wait`. Else: `wait` at once, and the count begins anew behind it.
  bool grows = false;
};

struct LockoutState {
  int failures = 0;
  base::Timestamp last_failure;
  base::Timestamp locked_until;  // 0 = not locked
  bool operator==(const LockoutState&) const = default;
};

// Seconds to wait from `now`, rounded up; 0 = may try. A clock stepped back by more than the wait frees the subject.
std::chrono::seconds remaining(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings);
// The failures that still count at `now`.
int counted_failures(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings);
// True when a guess may begin while the outcome of `pending` others is open: were all of them failures, it would still
// not be beyond the limit. Behind the end of a growing wait one guess goes at a time.
bool may_begin(const LockoutState& state, int pending, base::Timestamp now, const LockoutSettings& settings);
// The state after a failure at `now`. Failures older than the window are forgotten; a failure while locked changes
// nothing.
LockoutState after_failure(LockoutState state, base::Timestamp now, const LockoutSettings& settings);
// True when nothing in it matters any more: it may be deleted.
bool is_idle(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings);

}  // namespace policies::password
