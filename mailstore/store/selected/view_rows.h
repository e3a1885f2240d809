// What a view is made of: rows of a mailbox, what changed since a moment, a packed copy that may be believed. Inside a
// snapshot.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/mailbox_view.h"
#include "mailstore/store/view_copy.h"

namespace mailstore {

// Appends the next `count` entries after those in `out`, from the rows; true when there may be more.
base::Result<bool> read_entries(base::SqlReader& reader, KeywordTable& keywords, const MailboxInfo& mailbox,
                                std::size_t count, std::vector<Entry>& out);

// `old` moved forward to what the row says; `rows`: how many were read for it. Null when there are more than `most`:
// then reading all rows, portion by portion, is no dearer, and never too much for one snapshot. REQUIRES: old is not
// older than the row's tombstone_floor.
base::Result<std::shared_ptr<const MailboxView>> advanced_view(base::SqlReader& reader, KeywordTable& keywords,
                                                               const MailboxRow& row, const MailboxView& old,
                                                               std::size_t most, std::size_t& rows);

// The view that a packed copy gives, moved forward. Null when the copy may not be believed (view_copies.h), when the
// log does not lead on from it, when more than `most` UIDs were given or rows changed since, and when the row counts
// something else.
base::Result<std::shared_ptr<const MailboxView>> view_from_copy(base::SqlReader& reader, KeywordTable& keywords,
                                                                const MailboxRow& row, const ViewCopy& copy,
                                                                std::size_t most, std::size_t& rows);

}  // namespace mailstore
