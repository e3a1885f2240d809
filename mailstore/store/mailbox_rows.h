// Rows of the table `mailbox`. Everything here runs inside a snapshot or a unit of work; errors are those of SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/types.h"

namespace mailstore {

enum class MailboxState : int { live = 0, dying = 1 };  // dying: deleted by name, its messages are being removed

struct MailboxRow {
  MailboxInfo info;
  MailboxState state = MailboxState::live;
  base::Uid recent_uid{1};  // UIDs from here on are nobody's \Recent yet
  base::ModSeq created{0}, changed{0};
  base::ModSeq tombstone_floor{0};  // tombstones with a modseq up to here may have been removed
};

base::Result<std::optional<MailboxRow>> read_mailbox(base::SqlReader& reader, base::MailboxId id);
// `name_key`: see mailbox_names.h.
base::Result<std::optional<MailboxRow>> read_mailbox(base::SqlReader& reader, base::AccountId account,
                                                     std::string_view name_key);
// Live mailboxes of the account, INBOX first, then by path; `subscribed` is set from the account's own subscriptions.
base::Result<std::vector<MailboxRow>> list_mailboxes(base::SqlReader& reader, base::AccountId account);

base::Result<void> insert_mailbox(base::SqlTransaction& tx, const MailboxRow& row, std::string_view name_key);
// Writes counters, uid_next, recent_uid and modseqs (tombstone_floor is retention's alone).
base::Result<void> write_mailbox(base::SqlTransaction& tx, const MailboxRow& row);

}  // namespace mailstore
