// What STORE reads and writes of a mailbox's rows: those that get the same are written by one statement. Inside a unit
// of work; modseq and counters are the caller's (account_change.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/mailbox_view.h"

namespace mailstore {

struct RowFlags {
  std::uint32_t system = 0;  // flag:: bits, kDeleted included
  std::string keywords;      // stored form
  bool operator==(const RowFlags&) const = default;
  auto operator<=>(const RowFlags&) const = default;
};

struct FlagRow {
  base::Uid uid;
  base::EmailId email;
  base::ModSeq modseq;
  RowFlags was, now;
  std::uint64_t place = 0;  // two rows of the mailbox between which no other lies have neighbouring places
};

// The rows with one of `uids` (ascending), in that order; gone ones are left out.
base::Result<std::vector<FlagRow>> read_flag_rows(base::SqlReader& reader, const MailboxInfo& mailbox,
                                                  std::span<const base::Uid> uids);
// The same from a view that is of the very modseq the mailbox's row has in this unit.
std::vector<FlagRow> flag_rows_of(const MailboxView& view, const KeywordTable& keywords,
                                  std::span<const base::Uid> uids);
// Writes what `rows` have now, and the modseq: to each place, and to the emails where more than \Deleted changes.
// Errors: conflict, when a row was not what it is said to have been. REQUIRES: ascending by UID.
base::Result<void> write_flag_rows(base::SqlTransaction& tx, const MailboxInfo& mailbox, base::ModSeq modseq,
                                   std::span<const FlagRow> rows);

}  // namespace mailstore
