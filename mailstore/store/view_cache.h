// ViewCache: the newest view of each mailbox in use. A slot knows the newest modseq committed here, so that asking
// again costs nothing while nothing changed; after kTrust the database is asked anyway (changes made by other
// processes). Views that nobody else holds are dropped, least used first, beyond kMaxIdleBytes. Thread-safe.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <unordered_map>

#include "base/ids.h"
#include "base/thread_annotations.h"
#include "mailstore/store/mailbox_view.h"

namespace mailstore {

class ViewCache {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kTrust{30};
  static constexpr std::size_t kMaxIdleBytes = std::size_t{36} << 20;
  static constexpr std::size_t kMaxSlots = 100'000;

  struct Found {
    std::shared_ptr<const MailboxView> view;  // the newest there is, or null
    bool fresh = false;                       // nothing newer has been committed here
  };
  // Also prepares the slot, so that a commit during the caller's read is not missed.
  Found find(base::MailboxId mailbox, Time now);
  // A view read from a snapshot begun after `now` of find(). An older one than the slot's is ignored; answers the
  // newest.
  std::shared_ptr<const MailboxView> put(base::MailboxId mailbox, std::shared_ptr<const MailboxView> view, Time now);
  // The newest view in memory, however old, or null.
  std::shared_ptr<const MailboxView> newest(base::MailboxId mailbox);
  // The newest view when it is that of this modseq, else null.
  std::shared_ptr<const MailboxView> find_at(base::MailboxId mailbox, base::ModSeq highest);
  // A view that somebody made of others for himself: keyword_sets() knows of it as long as it is held. REQUIRES: those
  // others are still held.
  void remember(const std::shared_ptr<const MailboxView>& view);
  // Numbers of the keyword sets that the views of all who hold one name, ascending. Blocking.
  std::vector<std::uint32_t> keyword_sets();
  void touch(base::MailboxId mailbox, base::ModSeq highest);
  void drop(base::MailboxId mailbox);

 private:
  struct Slot {
    std::shared_ptr<const MailboxView> view;
    base::ModSeq known{0};
    Time checked{};
    std::list<base::MailboxId>::iterator use;
  };
  void shrink() REQUIRES_LOCK(mutex_);
  void enlist(const std::shared_ptr<const MailboxView>& view) REQUIRES_LOCK(mutex_);

  base::Mutex mutex_;
  std::unordered_map<base::MailboxId, Slot> slots_ GUARDED_BY(mutex_);
  std::list<base::MailboxId> order_ GUARDED_BY(mutex_);  // most lately used first
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  // Every view that was put or remembered and may still be held; those that died are taken out when it has doubled.
  std::vector<std::weak_ptr<const MailboxView>> all_ GUARDED_BY(mutex_);
  std::size_t tidy_at_ GUARDED_BY(mutex_) = 1024;
};

}  // namespace mailstore
