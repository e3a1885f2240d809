// The embedded engine. See database.h for what it promises and README.md for how.
#pragma once

#include <memory>

#include "base/sql/database.h"

namespace base::sql {

// REQUIRES: options.url begins with "sqlite:". The directory must exist.
Result<std::unique_ptr<Database>> open_sqlite(DatabaseOptions options);

}  // namespace base::sql
