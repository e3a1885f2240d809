// The journal of an office (design section 1, idea 1): a system mailbox that no user can change, with a gapless seq.
// Event messages are written inside the unit of the event itself; this is the part that belongs to the door.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/delivery/prepare/prepared_message.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/store/account_change.h"

namespace mailstore {

// Locks the journal's row until the end of the unit: what is decided after this sees all earlier events of the office.
// Errors: not_found (the office has no journal), of the database.
base::Result<void> lock_journal(base::SqlTransaction& tx, StoreCore& core, const directory::DirectoryView& view,
                                base::UnitId office);

// What the journal knows of the mail that causes this event: nothing; these very bytes were taken; or another content
// of this author with the same Message-ID was. What was refused does not count: a mail program sends the same bytes
// again, and must not hear 250 for a document that goes nowhere.
enum class KnownCause { none, same, other_content };
base::Result<KnownCause> known_cause(base::SqlReader& reader, const office::Event& event);

// Gives the event the office's next seq (from 1), writes its message into the journal and folds it into the registers.
// `cause`: the content of the causing message, kept as long as the journal; none = it is not kept.
base::Result<void> append_journal_event(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                        const directory::DirectoryView& view, office::Event& event,
                                        base::ContentId cause);

}  // namespace mailstore
