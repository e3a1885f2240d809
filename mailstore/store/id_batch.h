// Batches of ids for `… WHERE id IN (?, …)`: statements of few fixed sizes, so that they stay prepared. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/sql/database.h"

namespace mailstore {

inline constexpr std::size_t kIdBatch = 100;

// "(?, ?, …)" with 1, 10 or 100 marks: the least that takes `count`. REQUIRES: 1 ≤ count ≤ kIdBatch.
inline std::size_t marks_for(std::size_t count) { return count <= 1 ? 1 : count <= 10 ? 10 : kIdBatch; }
inline std::string mark_list(std::size_t marks) {
  std::string out = "(?";
  for (std::size_t i = 1; i < marks; ++i) out += ", ?";
  return out + ")";
}

// Appends the ids to `params`, the last one repeated until `marks` are filled.
inline void append_ids(std::vector<base::SqlParam>& params, std::span<const std::int64_t> ids, std::size_t marks) {
  for (std::size_t i = 0; i < marks; ++i) params.emplace_back(ids[i < ids.size() ? i : ids.size() - 1]);
}

}  // namespace mailstore
