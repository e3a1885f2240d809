// How much of what an account may read a question can find by now: an index that is being made answers from what it
// has. The Search of this folder is one of these too.
#pragma once

#include <cstdint>
#include <span>

#include "base/ids.h"
#include "base/result.h"

namespace mailstore {

struct SearchCoverage {
  std::int64_t messages = 0;  // of the accounts
  std::int64_t indexed = 0;   // of these; what came in during the last second or two may be missing
  bool complete() const { return indexed == messages; }
};

class SearchReach {
 public:
  virtual ~SearchReach() = default;
  // Messages that are not indexed yet: quick when there are few. Blocking.
  virtual base::Result<std::int64_t> waiting(std::span<const base::AccountId> accounts) = 0;
  // Counts all rows of the accounts: for commands, not for each question. Blocking.
  virtual base::Result<SearchCoverage> coverage(std::span<const base::AccountId> accounts) = 0;
};

}  // namespace mailstore
