// Rows by the hundred: one statement for many rows, because over a network each statement costs a round trip. Internal
// to directory/.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"

namespace directory {

// `head`: "INSERT INTO t (a, b) VALUES "; `columns`: how many. `row(i, out)` appends the parameters of row i; what they
// point at must live until insert_many returns.
base::Result<void> insert_many(base::SqlTransaction& tx, std::string_view head, std::size_t columns, std::size_t rows,
                               const std::function<void(std::size_t, std::vector<base::SqlParam>&)>& row);

}  // namespace directory
