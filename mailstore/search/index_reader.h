// Asks the index. Thread-safe: opened databases are lent to one question at a time and reopened before each.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/index_directory.h"
#include "mailstore/search/query_plan.h"

namespace mailstore::search {

class IndexReader {
 public:
  explicit IndexReader(IndexDirectory directory);
  ~IndexReader();

  // Contents for which every literal holds and which one of the accounts holds or held (the superset that SQL checks),
  // in no order. REQUIRES: literals not empty. Errors: bad_input (a prefix with too many words), corrupt, io.
  base::Result<std::vector<base::ContentId>> match(const std::vector<Literal>& literals,
                                                   std::span<const base::AccountId> accounts);
  // Every document; stop by returning false. For verify.
  base::Result<void> walk(const std::function<bool(base::ContentId)>& visit);
  // After a shard was made or all were removed.
  void shards_changed() { ++generation_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::atomic<std::uint64_t> generation_{0};
};

}  // namespace mailstore::search
