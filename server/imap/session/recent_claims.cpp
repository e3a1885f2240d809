#include "server/imap/session/recent_claims.h"

#include <algorithm>

namespace server::imap {

RecentClaims::Watch::~Watch() { claims_.leave(mailbox_); }

std::unique_ptr<RecentClaims::Watch> RecentClaims::watch(base::MailboxId mailbox) {
  base::MutexLock lock(mutex_);
  ++rows_[mailbox].watchers;
  return std::unique_ptr<Watch>(new Watch(*this, mailbox));
}

void RecentClaims::leave(base::MailboxId mailbox) {
  base::MutexLock lock(mutex_);
  const auto row = rows_.find(mailbox);
  if (row != rows_.end() && --row->second.watchers == 0) rows_.erase(row);
}

base::Uid RecentClaims::claim(base::MailboxId mailbox, base::Uid until) {
  base::MutexLock lock(mutex_);
  const auto row = rows_.find(mailbox);
  if (row == rows_.end()) return base::Uid(0);
  const base::Uid first = row->second.claimed;
  row->second.claimed = std::max(first, until);
  return first;
}

base::Uid RecentClaims::claimed(base::MailboxId mailbox) const {
  base::MutexLock lock(mutex_);
  const auto row = rows_.find(mailbox);
  return row == rows_.end() ? base::Uid(0) : row->second.claimed;
}

}  // namespace server::imap
