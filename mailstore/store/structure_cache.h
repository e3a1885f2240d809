// StructureCache: ENVELOPE, BODY and BODYSTRUCTURE of lately read contents, as they are sent, so that clients which
// list a mailbox again and again need no SQL. A content never changes and its id is never given again, so what is here
// is true for as long as anybody can ask for it. Two generations: when the young one is full it becomes the old one;
// whatever is used moves to the young one. Thread-safe.
#pragma once

#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/thread_annotations.h"
#include "mailstore/store/types.h"

namespace mailstore {

class StructureCache {
 public:
  static constexpr std::size_t kGenerationBytes = 12 << 20;  // of memory, about 30,000 ordinary messages; there are two

  // Whether a reading that wants this can be answered from here.
  static bool serves(Wants wants);
  // Fills metas[i] of the entries[i] it knows; answers the indexes of the others, ascending. REQUIRES: serves(wants),
  // as many metas as entries.
  std::vector<std::size_t> fill(std::span<const Entry> entries, Wants wants, std::span<MessageMeta> metas);
  // REQUIRES: serves(wants); the metas were read with these wants. Empty slots (content = 0) are passed over.
  void put(std::span<const MessageMeta> metas, Wants wants);

 private:
  struct Ready {
    Wants has = 0;
    std::int64_t content_size = 0;
    std::array<std::string, 3> texts;  // envelope, body, body_structure
    std::size_t octets() const;
  };
  struct Generation {
    std::unordered_map<base::ContentId, Ready> ready;
    std::size_t octets = 0;
  };
  Ready* find(base::ContentId content) REQUIRES_LOCK(mutex_);
  Ready& insert(base::ContentId content, Ready ready) REQUIRES_LOCK(mutex_);

  base::Mutex mutex_;
  Generation young_ GUARDED_BY(mutex_), old_ GUARDED_BY(mutex_);
};

}  // namespace mailstore
