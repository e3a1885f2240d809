// The indexer: reads the change log of every account from its own cursor on and makes documents of what is new: seen by
// questions at once, kept in memory until a shard of many is written (shard_worker.h), and only then do the cursors
// move. Stopping or killing it anywhere loses nothing: what was not behind a cursor is indexed again. Its thread wakes
// on change signals and sweeps every 30 s besides. Thread-safe.
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
#include "mailstore/search/document_reader.h"
#include "mailstore/search/shard_worker.h"
#include "mailstore/search/shards/shard_set.h"
#include "mailstore/store/change_log.h"
#include "mailstore/store/store_core.h"

namespace mailstore::search {

class Indexer {
 public:
  static constexpr std::size_t kBatch = 2000;                      // changes read at once
  static constexpr std::chrono::milliseconds kGather{100};         // after the first change, for others to join
  static constexpr std::chrono::milliseconds kBetweenPasses{300};  // while changes keep coming
  static constexpr std::chrono::seconds kSweep{30};
  using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

  // All outlive the indexer.
  Indexer(StoreCore& store, ShardSet& set);
  ~Indexer();

  // Takes up the index where it stands; begins a new one when there is none, or when it is not the one the cursors
  // speak for. Another process that writes it is let be.
  base::Result<void> open();
  void start();
  void stop();
  base::Result<void> catch_up();
  base::Result<void> rebuild(const Progress& progress, std::stop_token stop);
  // Contents that a question found in the index but no longer in the accounts: hidden when nobody holds them.
  void report_stale(std::span<const base::ContentId> contents);
  // A question met a shard that cannot be read: the index is made anew by the next pass.
  void report_damage();
  // How much of an account's mail is in the index: everything up to `upto` of its log; whole: of what was created
  // before, nothing waits that changed since.
  struct Reach {
    base::ModSeq upto{0};
    bool whole = false;
  };
  Reach reach_of(base::AccountId account);

 private:
  struct Batch {
    std::vector<base::ContentId> order;  // new to the accounts, as the log gives them; each once
    std::unordered_set<base::ContentId> taken;
    CursorMap cursors;                        // where they stand after the batch
    std::unordered_set<base::AccountId> cut;  // accounts of `cursors` of which there is more to read
    std::size_t changes = 0;
    bool complete = true;  // nothing is left behind it
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
  base::Result<void> drop_stale() REQUIRES_LOCK(writing_);
  // Takes the lock of the directory, and up what another process has written.
  base::Result<void> begin_writing() REQUIRES_LOCK(writing_);
  base::Result<void> take_up() REQUIRES_LOCK(writing_);
  base::Result<void> begin_anew() REQUIRES_LOCK(writing_);
  // A shard of what waits; cursors that have moved are saved behind it.
  void request_seal() REQUIRES_LOCK(writing_);
  // The same at once, when there is enough for a shard. Errors: those of an earlier seal.
  base::Result<void> seal_when_full() REQUIRES_LOCK(writing_);
  // Everything is on the disk when it answers.
  base::Result<void> flush() REQUIRES_LOCK(writing_);
  // Lets another process write. What could not be written is read again from the log.
  void end_writing(bool flushed) REQUIRES_LOCK(writing_);
  bool take_damage();
  void look_at_disk();
  std::int64_t contents_in_store();

  StoreCore& store_;
  ShardSet& set_;

  base::Mutex writing_;  // one pass at a time
  DocumentReader documents_ GUARDED_BY(writing_);
  ShardWorker worker_;
  CursorMap cursors_ GUARDED_BY(writing_);        // what is behind them is in the index, in memory at least
  CursorMap moved_ GUARDED_BY(writing_);          // of these, what is not asked to be saved
  std::size_t changes_ GUARDED_BY(writing_) = 0;  // behind `moved_`
  Documents waiting_ GUARDED_BY(writing_);        // fresh and not asked to be sealed
  std::size_t waiting_bytes_ GUARDED_BY(writing_) = 0;
  bool anew_ GUARDED_BY(writing_) = false;    // the index must be begun anew
  bool reload_ GUARDED_BY(writing_) = false;  // cursors and fresh documents are not what is on the disk
  // Accounts whose cursor stands where the log ended. Behind a cursor in the middle of the log lie messages that were
  // created before it and changed after it: they come as changes, not as new.
  std::unordered_set<base::AccountId> whole_ GUARDED_BY(writing_);

  base::Mutex waking_;
  base::Condition wake_;
  std::unordered_set<base::AccountId> dirty_ GUARDED_BY(waking_);
  std::unordered_set<base::ContentId> stale_ GUARDED_BY(waking_);
  std::unordered_map<base::AccountId, Reach> reach_ GUARDED_BY(waking_);
  bool damaged_ GUARDED_BY(waking_) = false;
  bool stopping_ GUARDED_BY(waking_) = false;
  std::stop_token rebuild_stop_ GUARDED_BY(waking_);  // of the rebuild that holds `writing_`
  std::thread thread_;
  std::unique_ptr<ChangeSignals::Token> token_;
};

}  // namespace mailstore::search
