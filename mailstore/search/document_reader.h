// Reads contents from the store and makes documents of the index of them. Belongs to one thread at a time.
#pragma once

#include <span>

#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/search/shards/shard_set.h"

namespace mailstore::search {

class DocumentReader {
 public:
  DocumentReader(base::Database& db, const BlobStore& blobs) : db_(db), blobs_(blobs) {}  // both outlive it

  struct Read {
    Documents documents;
    std::size_t taken = 0;  // of the contents, from the front; what is gone or damaged gives no document
  };
  // Some from the front. REQUIRES: contents not empty. Errors: stopped (it was given up), those of the database.
  base::Result<Read> read(std::span<const base::ContentId> contents, const GiveUp& give_up);

 private:
  base::Database& db_;
  const BlobStore& blobs_;
  WordForms forms_;
};

}  // namespace mailstore::search
