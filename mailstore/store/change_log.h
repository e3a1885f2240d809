// The change log of an account as a follower reads it (indexer, JMAP later): by its own cursor, in order of modseq.
// Blocking reads inside a snapshot; thread-safe. A row shows only its last change; a modseq is never split between
// calls.
#pragma once

#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

struct EmailChange {
  base::ModSeq modseq;
  base::EmailId email;
  base::ContentId content;
  // Created after the cursor; false: flags, keywords or mailboxes changed. Who stopped in the middle of the log may
  // meet a message here that it never saw: created before that cursor, changed after it.
  bool created = false;
  bool gone = false;  // removed from its last mailbox (a tombstone)
};

struct AccountCursor {
  base::AccountId account;
  base::ModSeq modseq;  // newest change of the account
};

// Every account with mail and its newest modseq: what a sweep compares with its cursors.
base::Result<std::vector<AccountCursor>> account_cursors(base::SqlReader& reader);

// Changes with a modseq > `after`, ascending, about `limit` of them (all of the last modseq). Empty: nothing newer but
// changes of mailboxes and of \Deleted, which belongs to the place (README.md, "The change log").
base::Result<std::vector<EmailChange>> email_changes(base::SqlReader& reader, base::AccountId account,
                                                     base::ModSeq after, std::size_t limit);

// Where an email of the account stands now: mailbox and UID (none when it is gone).
struct EmailPlace {
  base::EmailId email;
  base::MailboxId mailbox;
  base::Uid uid;
};
// Places of the emails of `account` that hold `content`.
base::Result<std::vector<EmailPlace>> places_of_content(base::SqlReader& reader, base::AccountId account,
                                                        base::ContentId content);

}  // namespace mailstore
