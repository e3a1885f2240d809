// Which contents an account holds, for questions: a set per account beside the shards, so that delivering an old
// content to a new account touches no shard. Made from the rows of `email` at the account's first question, kept in
// memory, moved forward by the change log before each question. A superset: what an account has given up stays in its
// set for a while (every hit is checked against SQL). Thread-safe; blocking.
#pragma once

#include <list>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"

namespace mailstore::search {

using ContentSet = std::vector<base::ContentId>;  // ascending, each once

class HolderSets {
 public:
  explicit HolderSets(base::Database& db) : db_(db) {}

  // Contents that one of the accounts holds.
  base::Result<std::shared_ptr<const ContentSet>> of(std::span<const base::AccountId> accounts);

 private:
  static constexpr std::size_t kMaxKept = 4'000'000;  // contents in memory, 8 octets each; those asked last stay

  struct Held {
    std::shared_ptr<const ContentSet> contents;
    base::ModSeq modseq;   // everything up to it is in
    std::size_t gone = 0;  // given up since the set was made, about
  };
  struct Kept {
    Held held;
    std::list<base::AccountId>::iterator used;
  };

  base::Result<Held> move_forward(base::SqlReader& reader, base::AccountId account, Held held);
  Held find(base::AccountId account);
  void keep(base::AccountId account, const Held& held);

  base::Database& db_;
  base::Mutex mutex_;
  std::unordered_map<base::AccountId, Kept> kept_ GUARDED_BY(mutex_);
  std::list<base::AccountId> used_ GUARDED_BY(mutex_);  // the last one first
  std::size_t size_ GUARDED_BY(mutex_) = 0;
};

}  // namespace mailstore::search
