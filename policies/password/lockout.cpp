#include "policies/password/lockout.h"

#include <algorithm>

namespace policies::password {

namespace {

std::chrono::minutes window(const LockoutSettings& settings) {
  return settings.grows ? settings.wait * 4 : settings.wait;
}

// The wait that the failure number `failures` begins.
std::chrono::minutes wait_after(int failures, const LockoutSettings& settings) {
  if (!settings.grows) return settings.wait;
  const int beyond = std::min(failures - settings.failures, 20);
  return std::min(settings.wait, std::chrono::minutes(1LL << beyond));
}

}  // namespace

std::chrono::seconds remaining(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings) {
  if (state.locked_until.us == 0 || now >= state.locked_until) return std::chrono::seconds(0);
  const base::Duration left = state.locked_until - now;
  if (left > settings.wait) return std::chrono::seconds(0);  // the wall clock was set back, or the setting shortened
  return std::chrono::ceil<std::chrono::seconds>(left);
}

int counted_failures(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings) {
  const bool old = now - state.last_failure > window(settings) || now < state.last_failure;
  const bool served = state.locked_until.us != 0 && !settings.grows && remaining(state, now, settings).count() == 0;
  return old || served ? 0 : state.failures;
}

bool may_begin(const LockoutState& state, int pending, base::Timestamp now, const LockoutSettings& settings) {
  if (remaining(state, now, settings).count() > 0) return false;
  const int counted = counted_failures(state, now, settings);
  return counted + pending < settings.failures || (counted >= settings.failures && pending == 0);
}

LockoutState after_failure(LockoutState state, base::Timestamp now, const LockoutSettings& settings) {
  if (remaining(state, now, settings).count() > 0) return state;
  state.failures = counted_failures(state, now, settings) + 1;
  state.last_failure = now;
  state.locked_until =
      state.failures >= settings.failures ? now + wait_after(state.failures, settings) : base::Timestamp();
  return state;
}

bool is_idle(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings) {
  return remaining(state, now, settings).count() == 0 && counted_failures(state, now, settings) == 0;
}

}  // namespace policies::password
