// StoreCore: what the parts of store and delivery share: the engines below and the caches in memory. Owned by the MailStore;
// everything in it is thread-safe.
#pragma once

#include <utility>
#include <vector>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/blob_ref_cache.h"
#include "mailstore/store/change_signals.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/view_cache.h"

namespace mailstore {

struct StoreCore {
  base::Database& db;
  BlobStore& blobs;
  const base::Clock& clock;
  base::IdMaker& ids;
  base::Pool& file_pool;
  ChangeSignals signals;
  KeywordTable keywords;
  ViewCache views;
  BlobRefCache blob_refs;

  // After a commit: views of these mailboxes are stale, watchers of the account are told.
  void committed(base::AccountId account, base::ModSeq modseq,
                 const std::vector<std::pair<base::MailboxId, base::ModSeq>>& mailboxes);
};

}  // namespace mailstore
