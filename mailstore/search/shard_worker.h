// Does on a thread of its own what takes long: makes shards of what is fresh and merges shards, one at a time, a
// waiting seal before a merge. After each seal the cursors that came with it are saved: all they stand for is in shards
// then. A seal that fails stays in front and is tried again; none behind it overtakes it. Thread-safe.
#pragma once

#include <deque>
#include <functional>
#include <thread>

#include "base/thread_annotations.h"
#include "mailstore/search/cursors.h"
#include "mailstore/search/document_reader.h"
#include "mailstore/search/shards/shard_set.h"

namespace mailstore::search {

// A shard is made of so many fresh documents, or of so many bytes of their terms and rows: Xapian takes some six times
// as much memory while it writes them. What a killed process has to index again is no more than two such shards.
inline constexpr std::size_t kSealDocuments = 2000;
inline constexpr std::size_t kSealBytes = 12 << 20;

class ShardWorker {
 public:
  // All outlive it. on_damage: a shard cannot be read; called on its thread.
  ShardWorker(ShardSet& set, base::Database& db, const BlobStore& blobs, std::function<void()> on_damage)
      : set_(set), db_(db), documents_(db, blobs), on_damage_(std::move(on_damage)) {}
  ~ShardWorker() { stop(); }

  // REQUIRES: `documents` are fresh and in no other seal. cursors: only what has moved.
  void seal(Documents documents, CursorMap cursors);
  // Waits until at most `left` seals are outstanding. Error: that of a seal, when it failed: later calls try again.
  base::Result<void> wait(std::size_t left);
  // Waits until nothing is to be sealed, merged or renewed. Errors: those of a seal.
  base::Result<void> settle();
  // What was asked for and has not begun is dropped; waits for what has.
  void drop();
  // The same for good, until the next seal. Documents not sealed stay fresh.
  void stop();

 private:
  struct Seal {
    Documents documents;
    CursorMap cursors;
  };
  void run();
  void start() REQUIRES_LOCK(mutex_);
  // false: nothing more to merge. Failures are logged and tried again after the next seal.
  bool merge_one();
  base::Result<bool> renew_one();

  ShardSet& set_;
  base::Database& db_;
  DocumentReader documents_;  // of the thread
  const std::function<void()> on_damage_;

  base::Mutex mutex_;
  base::Condition changed_;
  std::deque<Seal> seals_ GUARDED_BY(mutex_);
  base::Result<void> failure_ GUARDED_BY(mutex_);
  bool failed_ GUARDED_BY(mutex_) = false;   // the first seal waits to be tried again
  bool merging_ GUARDED_BY(mutex_) = false;  // there may be something to merge
  bool busy_ GUARDED_BY(mutex_) = false;
  bool dropping_ GUARDED_BY(mutex_) = false;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mailstore::search
