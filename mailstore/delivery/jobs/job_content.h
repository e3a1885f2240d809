// The message a job is about, found again in the store.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

struct ContentFacts {
  BlobRef blob;
  std::int64_t size = 0;
  base::Timestamp created;
  std::vector<std::int64_t> thread_keys;
};

// Errors: not_found, corrupt, of the database.
base::Result<ContentFacts> read_facts(base::SqlReader& reader, base::ContentId content);
// The same outside a unit. Blocking.
base::Result<ContentFacts> find_facts(StoreCore& core, base::ContentId content);
// All its bytes. Blocking.
base::Result<std::string> read_content(StoreCore& core, base::ContentId content);

}  // namespace mailstore
