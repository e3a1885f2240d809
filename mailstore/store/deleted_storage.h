// What an EXPUNGE of a mailbox would free (RFC 9208 §4.1.4, STATUS DELETED-STORAGE). Thread-safe.
#pragma once

#include <cstdint>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/mail_store.h"

namespace mailstore {

// Octets: the sum of RFC822.SIZE of the messages with \Deleted. Errors: those of the database.
base::Co<base::Result<std::int64_t>> deleted_storage(MailStore& store, MailboxInfo mailbox);

}  // namespace mailstore
