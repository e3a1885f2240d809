// How many different combinations of keywords the messages of a mailbox may have: each stays in memory as long as the
// mailbox is open. Asked before a unit of work, of the newest view in memory: that of a mailbox nobody has open is not
// there, and who asks at the same time as others may go over it by a few.
#pragma once

#include <cstddef>

#include "base/ids.h"
#include "base/result.h"

namespace mailstore {

struct StoreCore;

inline constexpr std::size_t kMaxKeywordSets = 10'000;

// Before messages with keywords come into the mailbox, or messages there get some. Errors: limit. Never blocks.
base::Result<void> may_bring_keywords(StoreCore& core, base::MailboxId mailbox);

}  // namespace mailstore
