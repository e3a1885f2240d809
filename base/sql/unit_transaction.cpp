#include "base/sql/unit_transaction.h"

#include <exception>

#include "base/log.h"

namespace base::sql {

Result<void> UnitTransaction::run(const Database::Unit& unit) {
  Result<void> outcome;
  try {
    outcome = unit(*this);
  } catch (const std::exception& bug) {
    log(LogLevel::error, "SQL-0001", "a unit of work threw", {{"what", bug.what()}});
    outcome = Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        std::string("unit threw: ") + bug.what());
  }
  if (dead_) return *dead_;
  return outcome;
}

}  // namespace base::sql
