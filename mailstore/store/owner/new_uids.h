// A store that was set back (an accepted loss in the redo log, a backup put back) has forgotten UIDs and modseqs that
// clients know. Given out again under the same UIDVALIDITY they would name other messages (RFC 9051 §2.3.1.1 forbids
// it): a cache shows the old text, an EXPUNGE made offline removes the wrong mail. So every mailbox gets a new
// UIDVALIDITY and every account goes on at a modseq that nobody has seen; clients read their mailboxes anew. Blocking.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

// Inside a unit: give_new_uids() has to do from this commit on, whatever crash comes between.
base::Result<void> ask_for_new_uids(base::SqlTransaction& tx);

// Does what was asked for, some accounts in a unit, and goes on where a crash ended it; nothing when nobody asked.
// REQUIRES: nobody uses the store meanwhile.
base::Result<void> give_new_uids(base::Database& db, const base::Clock& clock);

}  // namespace mailstore
