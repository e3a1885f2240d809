// What time takes away: tombstones whose days are over, contents that nobody refers to, segments that are mostly dead.
// Blocking; for the clean-up job and commands. One caller at a time. Thread-safe beside everything else.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

// Statements "SELECT 1 FROM … WHERE content = ? LIMIT 1" of tables outside the store that refer to contents
// (delivery_content_references()).
using ContentReferences = std::span<const std::string_view>;

struct RetentionReport {
  std::int64_t tombstones = 0, contents = 0;  // removed
};

// In units of a few hundred rows, until nothing is left to do.
base::Result<RetentionReport> remove_expired(MailStore& store, ContentReferences others);

// Copies live blobs out of mostly dead segments, puts the new places into SQL, then removes the segments.
base::Result<Compaction> compact_blobs(MailStore& store, const BlobStore::CompactOptions& options);

}  // namespace mailstore
