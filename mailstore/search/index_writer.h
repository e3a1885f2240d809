// Writes the index: one document per content, in the shard of its month. Single writer (Xapian's lock); not
// thread-safe. Nothing counts before commit(). Errors of all: busy (another process writes), disk_full/io, corrupt.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/index_directory.h"
#include "mailstore/store/content_text.h"

namespace mailstore::search {

// Asked now and then while a large text is read; yes: what is being written is given up.
using GiveUp = std::function<bool()>;

class IndexWriter {
 public:
  explicit IndexWriter(IndexDirectory directory);
  ~IndexWriter();

  // Adds the accounts' terms; false when the content is not indexed yet.
  base::Result<bool> add_accounts(base::ContentId content, std::span<const base::AccountId> accounts);
  // Writes the whole document; an older one of the same content is replaced.
  // Errors: stopped (it was given up).
  base::Result<void> put(const ContentWords& words, std::span<const base::AccountId> accounts,
                         const GiveUp& give_up = {});
  // Leaves exactly these accounts; none: the document goes.
  base::Result<void> set_accounts(base::ContentId content, std::span<const base::AccountId> accounts);
  // Durable when it returns. `made_shard` tells whether readers must look for new shards since the last commit.
  base::Result<void> commit(bool& made_shard);
  // Forgets what was not committed and lets go of the locks.
  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mailstore::search
