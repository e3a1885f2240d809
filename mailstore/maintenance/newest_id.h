// The greatest id that stands anywhere in the database. Ids order more than they name (the indexer goes on behind the
// last content that it has seen), so no run may make one below those of the runs before it, wherever its clock stands.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

// 0 = none. Blocks: a few reads at the end of an index, and one an account. REQUIRES: the database is migrated.
// Errors: of the database.
base::Result<std::int64_t> newest_id(base::Database& db);

}  // namespace mailstore
