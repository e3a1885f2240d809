// \Recent without taking it (RFC 3501 §2.3.2): what STATUS and EXAMINE tell. MailStore::claim_recent() takes it. Thread-safe.
#pragma once

#include <cstdint>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/mail_store.h"

namespace mailstore {

struct Recent {
  base::Uid from;              // what the next claim_recent() would answer
  std::int64_t messages = 0;   // with a UID from there on
};

// Errors: not_found (no such mailbox), those of the database.
base::Co<base::Result<Recent>> unclaimed_recent(MailStore& store, base::MailboxId mailbox);

}  // namespace mailstore
