// A database with a redo log: it carries octets of others (carried_bytes.h), and a part of it may have been given up
// (accepted_loss.h).
#pragma once

#include <functional>

#include "base/sql/redo/carried_bytes.h"

namespace base::sql {

class CarryingDatabase {
 public:
  virtual ~CarryingDatabase() = default;
  virtual Result<void> restore_carried(const std::function<Result<void>(CarriedBytes)>& restore) = 0;
  virtual Result<void> take_note_of_loss(const std::function<Result<void>()>& take_note) = 0;
};

}  // namespace base::sql
