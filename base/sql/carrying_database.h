// A database whose log carries octets of others (carried_bytes.h).
#pragma once

#include <functional>

#include "base/sql/carried_bytes.h"

namespace base::sql {

class CarryingDatabase {
 public:
  virtual ~CarryingDatabase() = default;
  virtual Result<void> restore_carried(const std::function<Result<void>(CarriedBytes)>& restore) = 0;
};

}  // namespace base::sql
