// RecentClaims: up to which UID the sessions that watch a mailbox have taken \Recent (RFC 3501 §2.3.2). What a
// selecting session takes is written down at once (SelectedMail::claim_recent); what is taken while watching stands
// here and is written when the watcher goes, so that an arrival costs no commit. After a crash such messages are recent
// once more. Only mailboxes that are watched have a row. Thread-safe.
#pragma once

#include <memory>
#include <unordered_map>

#include "base/ids.h"
#include "base/thread_annotations.h"

namespace server::imap {

class RecentClaims {
 public:
  // A session that takes \Recent watches the mailbox until its token dies, which must be before the claims do.
  class Watch {
   public:
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    friend class RecentClaims;
    Watch(RecentClaims& claims, base::MailboxId mailbox) : claims_(claims), mailbox_(mailbox) {}
    RecentClaims& claims_;
    const base::MailboxId mailbox_;
  };
  std::unique_ptr<Watch> watch(base::MailboxId mailbox);

  // Takes everything below `until`; answers the first UID that no watcher had taken before, 0 when none is known to
  // have.
  base::Uid claim(base::MailboxId mailbox, base::Uid until);
  // What the next claim() would answer.
  base::Uid claimed(base::MailboxId mailbox) const;

 private:
  struct Row {
    int watchers = 0;
    base::Uid claimed{0};
  };
  void leave(base::MailboxId mailbox);

  mutable base::Mutex mutex_;
  std::unordered_map<base::MailboxId, Row> rows_ GUARDED_BY(mutex_);
};

}  // namespace server::imap
