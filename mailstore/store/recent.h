// \Recent (RFC 3501 §2.3.2): a message is recent for the first session that is told of it and for nobody else. The
// mailbox row keeps up to which UID it has been taken. Thread-safe.
#pragma once

#include <cstdint>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/mail_store.h"

namespace mailstore {

// Messages from `from` to before `until` are recent for the caller and for nobody after it. Errors: not_found, those of
// the database.
struct RecentShare {
  base::Uid from, until;
  bool operator==(const RecentShare&) const = default;
};
base::Co<base::Result<RecentShare>> claim_recent(MailStore& store, base::MailboxId mailbox);
// Everything below `until` has been taken.
base::Co<base::Result<void>> settle_recent(MailStore& store, base::MailboxId mailbox, base::Uid until);

// Without taking it: what STATUS and EXAMINE tell.
struct Recent {
  base::Uid from;             // what the next claim_recent() would answer
  std::int64_t messages = 0;  // with a UID from there on
};

// `taken`: up to where it is known to be taken though not written down yet.
base::Co<base::Result<Recent>> unclaimed_recent(MailStore& store, base::MailboxId mailbox,
                                                base::Uid taken = base::Uid(0));

}  // namespace mailstore
