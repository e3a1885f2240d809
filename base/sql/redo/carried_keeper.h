// What redo logs of dead processes carried, in a file until it is asked for. Appended, so that what was not asked for
// yet stays whatever happens; done twice it is there twice, which hurts nobody. A log may have carried more than there
// is memory. Part of one recovery (redo_recovery.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql/redo/redo_log.h"

namespace base::sql {

class CarriedKeeper {
 public:
  CarriedKeeper(sqlite3_vfs* vfs, std::string path);
  std::size_t count() const { return count_; }

  Result<void> add(std::vector<std::string>& fresh);  // which it takes
  // All of it is durable.
  Result<void> finish();

 private:
  Result<void> append();
  Result<void> failed(int code);

  sqlite3_vfs* const vfs_;
  const std::string path_;
  RedoLog file_;
  bool begun_ = false;
  std::int64_t old_end_ = 0;
  std::vector<std::string> waiting_;
  std::size_t octets_ = 0, count_ = 0;
};

}  // namespace base::sql
