#include "mailstore/store/store_core.h"

namespace mailstore {

void StoreCore::committed(base::AccountId account, base::ModSeq modseq,
                          const std::vector<std::pair<base::MailboxId, base::ModSeq>>& mailboxes) {
  for (const auto& [mailbox, highest] : mailboxes) views.touch(mailbox, highest);
  signals.changed(account, modseq);
}

}  // namespace mailstore
