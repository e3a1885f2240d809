// ViewKeeping: keeps the packed copies of large views (view_copies.h) near to what they are copies of. Called again and
// again by the clean-up job, once more at a stop; blocking. Belongs to one thread.
#pragma once

#include <chrono>
#include <vector>

#include "base/result.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

class ViewKeeping {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::minutes kSurvey{
      60};  // between two looks for mailboxes without a copy; the first: kStart
  static constexpr std::chrono::seconds kStart{30};
  static constexpr std::int64_t kMailBehind = 20'000;  // so much new mail, unseen by any session, makes a copy old

  explicit ViewKeeping(MailStore& store, Time now);
  // Writes the copies of views that rest, and makes one for at most one large mailbox that has none.
  base::Result<void> step(Time now);
  // Writes whatever is worth it.
  base::Result<void> finish(Time now);

 private:
  base::Result<void> survey();
  base::Result<void> make(base::MailboxId mailbox);

  MailStore& store_;
  Time next_survey_;
  std::vector<base::MailboxId> without_copy_;
};

}  // namespace mailstore
