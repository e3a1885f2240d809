// MySQL or MariaDB. See database.h for what it promises and README.md for how.
#pragma once

#include <memory>

#include "base/sql/database.h"

namespace base::sql {

// REQUIRES: options.url begins with "mysql:". Errors: bad_input (the URL), unavailable, no_permission.
Result<std::unique_ptr<Database>> open_mysql(DatabaseOptions options);

}  // namespace base::sql
