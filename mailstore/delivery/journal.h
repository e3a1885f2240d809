// The journal of an office (design section 1, idea 1): a system mailbox that no user can change, with a gapless seq. Event
// messages are written inside the unit of the event itself; this is the part that belongs to the door.
#pragma once

#include <cstdint>
#include <string>

#include "base/crypto/hash.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/delivery/prepared_message.h"
#include "mailstore/store/account_change.h"

namespace mailstore {

struct JournalEntry {
  base::UnitId office;
  base::AccountId journal;         // the office's journal account: DirectoryView::journal_of
  base::EmailId email;             // made before the unit
  base::Sha256 cause{};            // digest of the causing message; zeros when none
};

// Writes the prepared event message into the journal's INBOX and gives it the office's next seq (from 1). The account's row is
// locked first, so that seq has no gaps and no doubles. REQUIRES: called before accounts with greater ids are begun.
base::Result<std::int64_t> append_journal_event(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                                const PreparedMessage& message, const JournalEntry& entry);

}  // namespace mailstore
