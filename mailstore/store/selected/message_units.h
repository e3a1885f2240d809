// How much of a mailbox one unit of work changes, how a message leaves it, and the emptying of a mailbox unit by unit.
#pragma once

#include <cstddef>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

class AccountChange;
struct MailboxRow;
struct MessageRow;
struct StoreCore;

// Messages one unit of work changes at most, so that none runs over 50 ms.
inline constexpr std::size_t kUnitMessages = 500;
// The same for STORE, whose rows are written many at a time.
inline constexpr std::size_t kFlagUnitMessages = 2000;

// Takes the message out of the mailbox; with its last place the email goes too.
base::Result<void> remove_place(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                const MessageRow& row);

// Removes up to kUnitMessages messages of a dying mailbox, or its row when none is left; true when it is gone.
base::Result<bool> empty_dying_mailbox(base::SqlTransaction& tx, StoreCore& core, base::MailboxId mailbox);

}  // namespace mailstore
