// BlobRefCache: where the bytes of lately used contents lie, so that reading a body needs no SQL. A hint: a reference
// that compaction has made stale is answered with `conflict` by the BlobStore and read again from its row. Thread-safe.
// Two generations: when the young one is full it becomes the old one; whatever is used moves to the young one.
#pragma once

#include <optional>
#include <unordered_map>

#include "base/ids.h"
#include "base/thread_annotations.h"
#include "mailstore/blob/blob_store.h"

namespace mailstore {

class BlobRefCache {
 public:
  static constexpr std::size_t kGeneration = 50000;  // entries of about 100 bytes

  std::optional<BlobRef> find(base::ContentId content) {
    base::MutexLock lock(mutex_);
    if (auto it = young_.find(content); it != young_.end()) return it->second;
    auto it = old_.find(content);
    if (it == old_.end()) return std::nullopt;
    const BlobRef ref = it->second;
    insert(content, ref);
    return ref;
  }
  void put(base::ContentId content, const BlobRef& ref) {
    base::MutexLock lock(mutex_);
    insert(content, ref);
  }
  void drop(base::ContentId content) {
    base::MutexLock lock(mutex_);
    young_.erase(content);
    old_.erase(content);
  }

 private:
  void insert(base::ContentId content, const BlobRef& ref) REQUIRES_LOCK(mutex_) {
    if (young_.size() >= kGeneration) {
      old_ = std::move(young_);
      young_.clear();
    }
    young_[content] = ref;
  }
  base::Mutex mutex_;
  std::unordered_map<base::ContentId, BlobRef> young_ GUARDED_BY(mutex_), old_ GUARDED_BY(mutex_);
};

}  // namespace mailstore
