// StructureCache: what lists show of lately read contents, ready to be sent, so that clients which list a mailbox again
// and again need no SQL. A content never changes and its id is never given again, so what is here is true for as long
// as anybody can ask for it. When it is full, what was not used since the last round of the hand goes. Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/thread_annotations.h"
#include "mailstore/store/types.h"

namespace mailstore {

class ListedContent;

class StructureCache {
 public:
  static constexpr std::size_t kBytes = 24 << 20;  // of memory, about 20,000 ordinary messages

  // Fills metas[i].list of the entries[i] it knows; answers the indexes of the others, ascending. REQUIRES: as many
  // metas as entries.
  std::vector<std::size_t> fill(std::span<const Entry> entries, std::span<MessageMeta> metas);
  // Those with a list are kept.
  void put(std::span<const MessageMeta> metas);
  // More is known of it now than when it was put.
  void drop(base::ContentId content);

 private:
  struct Slot {
    base::ContentId content;
    std::shared_ptr<const ListedContent> list;
    bool used = false;  // since the hand passed
  };
  static std::size_t octets_of(const Slot& slot);
  std::size_t free_slot(std::size_t octets) REQUIRES_LOCK(mutex_);
  void clear(std::size_t at) REQUIRES_LOCK(mutex_);

  base::Mutex mutex_;
  std::vector<Slot> slots_ GUARDED_BY(mutex_);
  std::vector<std::size_t> empty_ GUARDED_BY(mutex_);  // of slots_
  std::unordered_map<base::ContentId, std::size_t> places_ GUARDED_BY(mutex_);
  std::size_t hand_ GUARDED_BY(mutex_) = 0;
  std::size_t octets_ GUARDED_BY(mutex_) = 0;
};

}  // namespace mailstore
