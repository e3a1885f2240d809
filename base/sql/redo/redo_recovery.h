// What a database's first opening does before any connection: makes SQLite's write-ahead log of the redo log that a
// dead process left, lets SQLite take it into the database file, and removes both. Every step may be done again.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"

namespace base::sql {

// Of a log that is damaged in its middle (redo_damage.h); a whole one is taken in, a torn one up to there, whatever is
// asked for.
enum class Loss {
  refused,      // an error, and all is left as it is
  accepted,     // what stands before the damage is taken in, if the database is whole with it; the log is kept
  without_log,  // nothing of it is taken in, if the database is whole by itself; the log is kept
};

// Errors: busy (another program has the database open), corrupt, io, disk_full. After a loss the database is older than
// others know: accepted_loss.h.
Result<void> recover_redo_log(const std::string& database, const std::string& vfs, Loss loss = Loss::refused);

// Calls `take_note` when a loss was accepted since it last succeeded.
Result<void> take_note_of_loss(const std::string& database, const std::string& vfs,
                               const std::function<Result<void>()>& take_note);

// What the redo logs of processes that died carried, oldest first; forgotten when `restore` succeeds. Not called when
// there is nothing.
Result<void> restore_carried_file(const std::string& database, const std::string& vfs,
                                  const std::function<Result<void>(std::span<const std::string>)>& restore);

}  // namespace base::sql
