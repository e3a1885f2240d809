// Keeps the dictionaries up to date: finds what is not entered, makes dictionaries of it, merges them in tiers, takes
// out what is gone. All state is what lies on the shelf: a document that no dictionary speaks for is simply not entered
// yet. Killed anywhere, nothing is lost but time. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_set>

#include "base/thread_annotations.h"
#include "mailstore/store/store_core.h"
#include "mailstore/substring/coverage.h"
#include "mailstore/substring/gather.h"
#include "mailstore/substring/shelf.h"

namespace mailstore::substring {

class Keeper {
 public:
  // So many new documents make a dictionary; fewer are looked at by each question, which costs some milliseconds.
  static constexpr std::size_t kFresh = 200;
  static constexpr std::size_t kTier = 4;  // dictionaries of about one size are merged; each tier is so much larger
  static constexpr std::chrono::milliseconds kGather{2000};  // after so many changes, for others to join
  static constexpr std::chrono::milliseconds kLook{10'000};  // after fewer: a change may be many messages
  static constexpr std::chrono::hours kFullPass{24};
  static constexpr std::chrono::seconds kMend{30};  // between looks at the files, when nothing comes

  // All outlive the keeper.
  Keeper(StoreCore& store, Shelf& shelf) : store_(store), shelf_(shelf) {}
  ~Keeper() { stop(); }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  void start();
  void stop();
  // Enters everything that is not entered, now; blocking. For tests and measuring.
  base::Result<void> catch_up();
  // A dictionary was lost: everything is compared anew, soon.
  void look_again();

 private:
  void run();
  base::Result<void> full_pass(const GoOn& go_on) REQUIRES_LOCK(working_);
  // Enters what is new, when it is enough for a dictionary.
  base::Result<void> quick_pass(const std::unordered_set<base::AccountId>& changed, const GoOn& go_on)
      REQUIRES_LOCK(working_);
  base::Result<void> enter_contents(std::span<const std::int64_t> ids, const GoOn& go_on) REQUIRES_LOCK(working_);
  base::Result<void> enter_emails(std::span<const EmailPlace> places, const GoOn& go_on) REQUIRES_LOCK(working_);
  base::Result<void> merge_tiers(Family family, const GoOn& go_on) REQUIRES_LOCK(working_);
  // alive: ascending; null: nothing is known to be gone.
  base::Result<void> merge_some(const Shelf::Dictionaries& some, const std::vector<std::int64_t>* alive,
                                const GoOn& go_on) REQUIRES_LOCK(working_);
  base::Result<void> drop_gone(Family family, const std::vector<std::int64_t>& alive, const GoOn& go_on)
      REQUIRES_LOCK(working_);
  GoOn background();

  StoreCore& store_;
  Shelf& shelf_;

  base::Mutex working_;
  Coverage contents_ GUARDED_BY(working_), emails_ GUARDED_BY(working_);
  std::unordered_set<base::AccountId> waiting_ GUARDED_BY(working_);  // accounts with emails that are not entered

  base::Mutex waking_;
  base::Condition wake_;
  std::unordered_set<base::AccountId> changed_ GUARDED_BY(waking_);
  std::size_t changes_ GUARDED_BY(waking_) = 0;
  bool look_again_ GUARDED_BY(waking_) = true;
  bool stopping_ GUARDED_BY(waking_) = false;
  std::thread thread_;
  std::unique_ptr<ChangeSignals::Token> token_;
};

}  // namespace mailstore::substring
