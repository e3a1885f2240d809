// The store's tables, as numbered steps; what they hold is told in README.md.
#pragma once

#include <span>

#include "base/sql/database.h"

namespace mailstore {

// Their numbers: base/sql/step_ranges.h.
std::span<const base::Migration> store_migrations();

}  // namespace mailstore
