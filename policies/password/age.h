// When a password is too old (domain.md 10.2). Pure: time is a parameter. Thread-safe.
// People who chose their passwords in one week are not all shut out in one: each password may run out some days before
// the maximum age, never after it. How many, is drawn when it is chosen and kept with it (early_days).
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace policies::password {

enum class Age { fresh, warn, expired };
struct AgeVerdict {
  Age age = Age::fresh;
  int days_left = 0;  // rounded up, 0 when expired
};

inline constexpr int kMostEarlyDays = 28;

// For the password of that version of an account: 0 … kMostEarlyDays, spread evenly, always the same for the same two.
int draw_early_days(std::int64_t account, std::int64_t version);
// What counts of them: never more than a third of the maximum age.
int early_days_that_count(int early_days, int maximum_days);

// When it runs out; maximum_days 0: never, {}.
base::Timestamp runs_out_at(base::Timestamp changed_at, int maximum_days, int early_days);
// maximum_days 0: always fresh. `warn` from warn_days before it runs out on.
AgeVerdict check_age(base::Timestamp changed_at, base::Timestamp now, int maximum_days, int warn_days,
                     int early_days = 0);

}  // namespace policies::password
