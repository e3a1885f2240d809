// What a database's first opening does before any connection: makes SQLite's write-ahead log of the redo log that a
// dead process left, lets SQLite take it into the database file, and removes both. Every step may be done again.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"

namespace base::sql {

// Errors: busy (another program has the database open), corrupt, io, disk_full. A log that is damaged in its middle is
// refused and left as it is (redo_damage.h), unless `accept_loss`: then what stands before the damage is taken in, the
// database is checked, and the log is kept under another name.
Result<void> recover_redo_log(const std::string& database, const std::string& vfs, bool accept_loss = false);

// What the redo logs of processes that died carried, oldest first; forgotten when `restore` succeeds. Not called when
// there is nothing.
Result<void> restore_carried_file(const std::string& database, const std::string& vfs,
                                  const std::function<Result<void>(std::span<const std::string>)>& restore);

}  // namespace base::sql
