// PreparedMessage: a message parsed, hashed and lying in a segment file, ready for its unit of work. Preparing may
// block on the disk; large messages go to the parse pool, small ones are done where they are (a hop would cost more).
#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/result.h"
#include "base/thread_annotations.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/content_columns.h"
#include "mailstore/store/content_rows.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

inline constexpr std::size_t kPrepareInline = 64 * 1024;  // octets

struct PreparedMessage {
  base::ContentId id;  // used unless the content is there already
  BlobHash hash{};
  BlobRef blob;           // none: the bytes are believed to be stored already
  std::int64_t size = 0;  // octets
  ContentColumns columns;
  std::string bytes;
};

// Hashes of contents stored lately (a Sent copy, an import run twice): their bytes need not be written again. A hint
// only.
class RecentHashes {
 public:
  void add(const BlobHash& hash);
  bool contains(const BlobHash& hash);
  void forget(const BlobHash& hash);

 private:
  static constexpr std::size_t kGeneration = 8192;
  static std::uint64_t key(const BlobHash& hash);
  base::Mutex mutex_;
  std::unordered_set<std::uint64_t> young_ GUARDED_BY(mutex_), old_ GUARDED_BY(mutex_);
};

class Preparer {
 public:
  Preparer(StoreCore& core, base::Pool& pool) : core_(core), pool_(pool) {}
  // Errors: disk_full, io, too_large, busy.
  base::Co<base::Result<std::shared_ptr<PreparedMessage>>> prepare(std::string bytes);
  base::Result<std::shared_ptr<PreparedMessage>> prepare_blocking(std::string bytes);
  // Writes bytes that were believed to be stored and were not.
  base::Result<void> store_bytes(PreparedMessage& message);
  // Inside the unit: the content row, and the fsync of its bytes before the commit.
  base::Result<StoredContent> put(base::SqlTransaction& tx, const PreparedMessage& message);
  void committed(const PreparedMessage& message) { recent_.add(message.hash); }

 private:
  StoreCore& core_;
  base::Pool& pool_;
  RecentHashes recent_;
};

}  // namespace mailstore
