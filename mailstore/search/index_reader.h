// Asks the index: each shard, and what is fresh, for the documents among what an account holds. Thread-safe.
#pragma once

#include <functional>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/search/shards/holder_sets.h"
#include "mailstore/search/shards/shard_set.h"

namespace mailstore::search {

class IndexReader {
 public:
  // The set outlives it.
  explicit IndexReader(const ShardSet& set) : set_(set) {}

  // Contents among `held` for which every literal holds, in no order, each once or twice. REQUIRES: literals not empty.
  // Errors: bad_input (a prefix with too many words), corrupt, not_found, io: of the index's own files.
  base::Result<std::vector<base::ContentId>> match(const std::vector<Literal>& literals, const ContentSet& held) const;
  // Every content in the index that is not hidden, each once; stop by returning false. For verify.
  void walk(const std::function<bool(base::ContentId)>& visit) const;

 private:
  const ShardSet& set_;
};

}  // namespace mailstore::search
