// When people's own passwords run out: for who reminds them. Thread-safe.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace directory {

struct PasswordEnd {
  base::AccountId account;
  base::Timestamp at;
};

// Of passwords that their owners chose, which the gate would refuse from then on (maximum_days: GateSettings); by
// account. Nothing when maximum_days is 0. Accounts that were closed are among them.
base::Result<std::vector<PasswordEnd>> password_ends(base::SqlReader& reader, int maximum_days);

}  // namespace directory
