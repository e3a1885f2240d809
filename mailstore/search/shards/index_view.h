// What of the index a question sees: one moment of it. The parts never change; a content lies in one of them, or in
// two while a fresh part becomes a shard.
#pragma once

#include <memory>
#include <vector>

#include "mailstore/search/shards/indexed_document.h"
#include "mailstore/search/shards/sealed_shard.h"

namespace mailstore::search {

struct IndexView {
  std::vector<std::shared_ptr<const SealedShard>> shards;
  // Not in a shard yet: kept in memory, gone with the process, indexed again from the change log then.
  std::vector<std::shared_ptr<const IndexedDocument>> fresh;

  // In a sealed shard. What is not has to be looked into without the index (or is in `fresh`).
  bool sealed(base::ContentId content) const {
    for (const std::shared_ptr<const SealedShard>& shard : shards) {
      if (shard->holds(content)) return true;
    }
    return false;
  }
};

}  // namespace mailstore::search
