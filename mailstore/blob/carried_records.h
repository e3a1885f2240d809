// What a BlobStore offers whose bytes may travel with the commit that names them (base/sql/redo/carried_bytes.h)
// instead of being synced before it. Thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "mailstore/blob/blob_store.h"

namespace mailstore {

inline constexpr std::int64_t kCarriedRecord = 64 * 1024;  // octets on disk; a larger one is synced

class CarriedRecords {
 public:
  virtual ~CarriedRecords() = default;
  // All that restore() needs to write that blob to its place again; "": sync() it before the commit. Errors: io.
  virtual base::Result<std::string> record_to_carry(const BlobRef& ref) const = 0;
  // BlobStore::sync() as a function that may be called as long as anybody holds it, also when the store is closed.
  virtual std::function<base::Result<void>()> syncing() const = 0;
  // What was carried is durable at its place afterwards, where that place still is: what compaction has moved since
  // then is durable elsewhere. Before anything is appended. Errors: corrupt, io, disk_full.
  virtual base::Result<void> restore(std::span<const std::string> records) = 0;
};

}  // namespace mailstore
