#include "policies/password/lockout.h"

#include <doctest/doctest.h>

namespace {

using namespace policies::password;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr base::Timestamp kStart = base::Timestamp::from_seconds(1700000000);
const LockoutSettings kSettings{5, minutes(15)};

TEST_CASE("password/lockout: the fifth failure locks for fifteen minutes, then the count begins anew") {
  LockoutState state;
  for (int i = 1; i <= 4; ++i) {
    state = after_failure(state, kStart + seconds(i), kSettings);
    CHECK(remaining(state, kStart + seconds(i), kSettings) == seconds(0));
  }
  state = after_failure(state, kStart + seconds(5), kSettings);
  CHECK(remaining(state, kStart + seconds(5), kSettings) == seconds(900));
  CHECK(remaining(state, kStart + seconds(904), kSettings) == seconds(1));
  CHECK(remaining(state, kStart + seconds(905), kSettings) == seconds(0));
  state = after_failure(state, kStart + seconds(906), kSettings);
  CHECK(state.failures == 1);
  CHECK(remaining(state, kStart + seconds(906), kSettings) == seconds(0));
}

TEST_CASE("password/lockout: failures during the wait do not prolong it") {
  LockoutState state;
  for (int i = 0; i < 5; ++i) state = after_failure(state, kStart, kSettings);
  const LockoutState locked = state;
  for (int i = 0; i < 50; ++i) state = after_failure(state, kStart + minutes(10), kSettings);
  CHECK(state == locked);
}

TEST_CASE("password/lockout: old failures are forgotten") {
  LockoutState state;
  for (int i = 0; i < 4; ++i) state = after_failure(state, kStart, kSettings);
  CHECK_FALSE(is_idle(state, kStart + minutes(15), kSettings));
  CHECK(is_idle(state, kStart + minutes(16), kSettings));
  state = after_failure(state, kStart + minutes(16), kSettings);
  CHECK(state.failures == 1);
}

TEST_CASE("password/lockout: a clock set back far never locks for longer than the wait") {
  LockoutState state;
  for (int i = 0; i < 5; ++i) state = after_failure(state, kStart, kSettings);
  CHECK(remaining(state, kStart - std::chrono::hours(24), kSettings) == seconds(0));
  CHECK(is_idle(state, kStart - std::chrono::hours(24), kSettings));
}

}  // namespace

namespace {

const LockoutSettings kGrowing{5, minutes(15), true};

TEST_CASE("password/lockout: a growing wait begins with a minute, doubles, and ends at the longest") {
  LockoutState state;
  base::Timestamp now = kStart;
  for (int i = 0; i < 4; ++i) state = after_failure(state, now, kGrowing);
  CHECK(remaining(state, now, kGrowing) == seconds(0));
  for (const int wait : {1, 2, 4, 8, 15, 15}) {
    state = after_failure(state, now, kGrowing);
    CHECK(remaining(state, now, kGrowing) == minutes(wait));
    CHECK(after_failure(state, now + seconds(30), kGrowing) == state);
    now = now + minutes(wait);
    CHECK(remaining(state, now, kGrowing) == seconds(0));
    CHECK(may_begin(state, 0, now, kGrowing));
    CHECK_FALSE(may_begin(state, 1, now, kGrowing));  // one guess at a time
  }
  CHECK_FALSE(is_idle(state, now + minutes(44), kGrowing));
  CHECK(is_idle(state, now + minutes(46), kGrowing));
  CHECK(after_failure(state, now + minutes(46), kGrowing).failures == 1);
}

TEST_CASE("password/lockout: open guesses count as failures until they are decided") {
  LockoutState state;
  CHECK(may_begin(state, 4, kStart, kSettings));
  CHECK_FALSE(may_begin(state, 5, kStart, kSettings));
  for (int i = 0; i < 3; ++i) state = after_failure(state, kStart, kSettings);
  CHECK(may_begin(state, 1, kStart, kSettings));
  CHECK_FALSE(may_begin(state, 2, kStart, kSettings));
  CHECK(may_begin(state, 4, kStart + minutes(16), kSettings));  // old failures are forgotten
  for (int i = 0; i < 2; ++i) state = after_failure(state, kStart, kSettings);
  CHECK_FALSE(may_begin(state, 0, kStart + minutes(14), kSettings));
  CHECK(may_begin(state, 4, kStart + minutes(15), kSettings));
}

}  // namespace
