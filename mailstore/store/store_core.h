// StoreCore: what the parts of store and delivery share: the engines below and the caches in memory. Owned by the
// MailStore; everything in it is thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/blob_ref_cache.h"
#include "mailstore/store/change_signals.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/mail_keys.h"
#include "mailstore/store/structure_cache.h"
#include "mailstore/store/view_cache.h"
#include "mailstore/store/view_copies.h"

namespace mailstore {

// Tells whoever listens that there is something to do. Callbacks run on the notifying thread and are never removed.
class Notifier {
 public:
  void listen(std::function<void()> callback) {
    base::MutexLock lock(mutex_);
    callbacks_.push_back(std::move(callback));
  }
  void notify() {
    base::MutexLock lock(mutex_);
    for (const auto& callback : callbacks_) callback();
  }

 private:
  base::Mutex mutex_;
  std::vector<std::function<void()>> callbacks_ GUARDED_BY(mutex_);
};

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
  StructureCache structures;
  Notifier outgoing;  // rows were added to the outgoing queue or made due
  Notifier jobs;      // rows were added to delivery_job
  MailKeysCache keys = {};
  std::unique_ptr<ViewCopies> copies = nullptr;  // none: no packed copies of views are kept
  // Every content has its rows of content_list and content_message_id (owner/list_filler.h).
  std::atomic<bool> lists_complete = false;

  // After a commit: views of these mailboxes are stale, watchers of the account are told.
  void committed(base::AccountId account, base::ModSeq modseq,
                 const std::vector<std::pair<base::MailboxId, base::ModSeq>>& mailboxes);
};

}  // namespace mailstore
