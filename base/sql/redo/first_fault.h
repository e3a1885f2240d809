// Whether a database file that nobody has open is whole: before recovery decides what may be written over it.
#pragma once

#include <string>

namespace base::sql {

enum class LookedAt {
  with_log,    // with what its -wal has for it, which stays as it is
  file_alone,  // whatever lies beside it
};

// What `PRAGMA integrity_check` finds first, or why it could not look; empty: nothing. Database and log stay as they
// are.
std::string first_fault(const std::string& database, const std::string& vfs, LookedAt what);

}  // namespace base::sql
