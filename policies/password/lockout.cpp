#include "policies/password/lockout.h"

namespace policies::password {

std::chrono::seconds remaining(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings) {
  if (state.locked_until.us == 0 || now >= state.locked_until) return std::chrono::seconds(0);
  const base::Duration left = state.locked_until - now;
  if (left > settings.wait) return std::chrono::seconds(0);  // the wall clock was set back, or the setting shortened
  return std::chrono::ceil<std::chrono::seconds>(left);
}

LockoutState after_failure(LockoutState state, base::Timestamp now, const LockoutSettings& settings) {
  if (remaining(state, now, settings).count() > 0) return state;
  const bool was_locked = state.locked_until.us != 0;
  const bool old = now - state.last_failure > settings.wait || now < state.last_failure;
  if (was_locked || old) state = LockoutState{};
  ++state.failures;
  state.last_failure = now;
  if (state.failures >= settings.failures) state.locked_until = now + settings.wait;
  return state;
}

bool is_idle(const LockoutState& state, base::Timestamp now, const LockoutSettings& settings) {
  if (remaining(state, now, settings).count() > 0) return false;
  if (state.locked_until.us != 0 || state.failures == 0) return true;
  return now - state.last_failure > settings.wait || now < state.last_failure;
}

}  // namespace policies::password
