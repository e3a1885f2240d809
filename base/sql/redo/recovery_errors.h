// What a recovery (redo_recovery.h) says when it cannot go on. Nothing acknowledged is lost by any of it.
#pragma once

#include <string>

#include "base/result.h"

namespace base::sql {

Error cannot_write(const std::string& path, int code);  // SQLite's
Error not_whole(const std::string& path);               // not all of it could be made
Error carried_is_unreadable(const std::string& path);   // bad sectors
Error does_not_belong(const std::string& database);     // the redo log beside it

}  // namespace base::sql
