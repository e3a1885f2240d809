// The indexer: reads the change log of every account from its own cursor on, writes the index, commits it, then moves
// the cursors. Stopping or killing it anywhere loses nothing: what was not behind a cursor is indexed again, and
// writing a document twice changes nothing. Its thread wakes on change signals and sweeps every 30 s besides.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "base/thread_annotations.h"
#include "mailstore/search/cursors.h"
#include "mailstore/search/index_directory.h"
#include "mailstore/search/index_reader.h"
#include "mailstore/search/index_writer.h"
#include "mailstore/store/change_log.h"
#include "mailstore/store/store_core.h"

namespace mailstore::search {

class Indexer {
 public:
  static constexpr std::size_t kBatch = 2000;                        // documents of one commit, when behind; at most
  static constexpr std::chrono::milliseconds kGather{100};           // after the first change, for others to join
  static constexpr std::chrono::milliseconds kBetweenCommits{1000};  // while changes keep coming
  static constexpr std::chrono::seconds kSweep{30};
  using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

  // All outlive the indexer.
  Indexer(StoreCore& store, IndexDirectory directory, IndexReader& reader);
  ~Indexer();

  // Takes up the index where it stands; begins a new one when there is none, or when it is not the one the cursors
  // speak for.
  base::Result<void> open();
  void start();
  void stop();
  base::Result<void> catch_up();
  base::Result<void> rebuild(const Progress& progress, std::stop_token stop);
  // Contents that a question found in the index but no longer in the accounts: their terms are taken away lazily.
  void report_stale(std::span<const base::ContentId> contents);

 private:
  using Holders = std::unordered_map<base::ContentId, std::vector<base::AccountId>>;
  struct Batch {
    std::vector<base::ContentId> order;  // new to the accounts, as the log gives them
    Holders holders;
    CursorMap cursors;                        // where they stand after the batch
    std::unordered_set<base::AccountId> cut;  // accounts of `cursors` of which there is more to read
    bool complete = true;                     // nothing is left behind it
  };

  void run();
  void set_rebuild_stop(std::stop_token stop);
  // `only` may be null: all accounts. background: ends early when the thread is to stop.
  base::Result<void> pass(const std::unordered_set<base::AccountId>* only, const Progress& progress, bool background)
      REQUIRES_LOCK(writing_);
  base::Result<Batch> collect(const std::unordered_set<base::AccountId>* only) REQUIRES_LOCK(writing_);
  // Adds the account's changes after `after` to the batch; answers how far it read. whole: everything created up to
  // `after` has been seen.
  static base::Result<base::ModSeq> collect_account(base::SqlReader& reader, const AccountCursor& account,
                                                    base::ModSeq after, bool whole, Batch& batch,
                                                    std::vector<base::ContentId>& gone, std::size_t& seen);
  base::Result<void> go_on(bool background);  // stopped when the thread, or the rebuilding command, is to stop
  base::Result<void> write(const Batch& batch, bool background) REQUIRES_LOCK(writing_);
  struct Written {
    std::size_t contents = 0, bytes = 0;  // bytes of words
  };
  // Reads and writes some from the front; answers how many.
  base::Result<Written> write_new(std::span<const base::ContentId> contents, const Holders& holders, bool background)
      REQUIRES_LOCK(writing_);
  base::Result<void> drop_stale() REQUIRES_LOCK(writing_);
  base::Result<void> begin_anew() REQUIRES_LOCK(writing_);
  base::Result<void> commit() REQUIRES_LOCK(writing_);

  StoreCore& store_;
  IndexDirectory directory_;
  IndexReader& reader_;

  base::Mutex writing_;  // one pass at a time
  IndexWriter writer_ GUARDED_BY(writing_);
  CursorMap cursors_ GUARDED_BY(writing_);
  // Accounts whose cursor stands where the log ended. Behind a cursor in the middle of the log lie messages that were
  // created before it and changed after it: they come as changes, not as new.
  std::unordered_set<base::AccountId> whole_ GUARDED_BY(writing_);

  base::Mutex waking_;
  base::Condition wake_;
  std::unordered_set<base::AccountId> dirty_ GUARDED_BY(waking_);
  std::unordered_set<base::ContentId> stale_ GUARDED_BY(waking_);
  bool stopping_ GUARDED_BY(waking_) = false;
  std::stop_token rebuild_stop_ GUARDED_BY(waking_);  // of the rebuild that holds `writing_`
  std::thread thread_;
  std::unique_ptr<ChangeSignals::Token> token_;
};

}  // namespace mailstore::search
