// The indexer's durable cursors, one per account: everything with a modseq up to it is in the index. Advanced only
// after the index's own commit. Blocking.
#pragma once

#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore::search {

using CursorMap = std::unordered_map<base::AccountId, base::ModSeq>;

// The id of the index the cursors speak for ("" when none was recorded) and the cursors.
struct StoredCursors {
  std::string index_id;
  CursorMap cursors;
};
base::Result<StoredCursors> read_cursors(base::Database& db);
base::Result<void> save_cursors(base::Database& db, const CursorMap& moved);
// Forgets all cursors; they speak for the index `index_id` from now on.
base::Result<void> reset_cursors(base::Database& db, const std::string& index_id);

}  // namespace mailstore::search
