// Rows of `email`, `mailbox_email`, `tombstone` and `thread_ref`: how a message comes into a mailbox and how it leaves.
// Inside a unit of work; counters, usage and modseq are kept by the AccountChange.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/account_change.h"
#include "mailstore/store/types.h"

namespace mailstore {

// How long the tombstone of an expunged message keeps its content (QRESYNC, undelete).
inline constexpr std::int64_t kTombstoneDays = 30;

struct EmailRow {
  base::EmailId id;
  base::ContentId content;
  base::ThreadId thread;
  InternalDate received;
  std::int64_t size = 0;    // prefix + content
  std::uint32_t flags = 0;  // without kDeleted
  std::string keywords;     // stored form, keyword_table.h
  std::string prefix;
  // Provenance: the account that the door delivered it to; none: appended or imported; kNotKnown: written before this
  // was kept. A copy keeps it, so in another account it tells that it is one.
  static constexpr base::AccountId kNotKnown{-1};
  base::AccountId delivered_to;
};

base::Result<bool> email_exists(base::SqlReader& reader, base::AccountId account, base::EmailId email);

// One row of a mailbox together with its email.
struct MessageRow {
  base::Uid uid;
  bool deleted = false;
  base::ModSeq modseq;
  EmailRow email;
};

// Inserts the email and its place in the mailbox; `deleted` sets \Deleted. over_quota is the caller's check.
base::Result<base::Uid> add_email(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                  const EmailRow& email, bool deleted = false);
// Gives an existing email of the same account a place in another mailbox (MOVE).
base::Result<base::Uid> place_email(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                    const EmailRow& email, bool deleted);
// Takes the message out of the mailbox and leaves a tombstone; `email_dies`: its last place is gone, so is the email.
base::Result<void> remove_message(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                  const MessageRow& row, bool email_dies);

// Messages of the mailbox with one of `uids` (ascending), in that order; gone ones are left out.
base::Result<std::vector<MessageRow>> read_messages(base::SqlReader& reader, const MailboxRow& mailbox,
                                                    std::span<const base::Uid> uids);

// The thread of a message with these keys (ContentColumns::thread_keys): the one its references belong to, else a new
// one. The keys are recorded.
base::Result<base::ThreadId> thread_for(base::SqlTransaction& tx, base::IdMaker& ids, base::AccountId account,
                                        std::span<const std::int64_t> keys);

}  // namespace mailstore
