// What store and door share. Only for mailstore/delivery, mailstore/search, mailstore/substring and
// mailstore/maintenance, which work on the rows themselves (tests/tree/floors_test.py keeps it so); a protocol takes a
// face of the store.
#pragma once

#include "mailstore/store/owner/mail_store.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

struct StoreInside {
  static StoreCore& of(MailStore& store);
};

}  // namespace mailstore
