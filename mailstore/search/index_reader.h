// Asks the index: each shard, and what is fresh, for the documents of the accounts that hold them. Thread-safe.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/search/shards/holder_sets.h"
#include "mailstore/search/shards/shard_set.h"

namespace mailstore::search {

class IndexReader {
 public:
  // Both outlive it.
  IndexReader(const ShardSet& set, HolderSets& holders) : set_(set), holders_(holders) {}

  // Contents for which every literal holds and which one of the accounts holds or held (a superset that SQL checks), in
  // no order, each once or twice. REQUIRES: literals not empty. Errors: bad_input (a prefix with too many words),
  // corrupt, io.
  base::Result<std::vector<base::ContentId>> match(const std::vector<Literal>& literals,
                                                   std::span<const base::AccountId> accounts) const;
  // Every content in the index that is not hidden, each once; stop by returning false. For verify.
  void walk(const std::function<bool(base::ContentId)>& visit) const;

 private:
  const ShardSet& set_;
  HolderSets& holders_;
};

}  // namespace mailstore::search
