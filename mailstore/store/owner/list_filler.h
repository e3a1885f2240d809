// Contents that were written before step 235 get their rows of `content_list` and `content_message_id` in the
// background, some at a time, while mail goes on; until then lists are answered from their columns and their messages.
// Blocking; thread-safe.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace mailstore {

class MailStore;
struct StoreCore;

struct FillStep {
  std::int64_t filled = 0;  // contents that got their rows now
  bool complete = false;    // there is none without
};

// The next contents, in one unit of work. A crash before its commit leaves them for the next time. Errors: as writing;
// temporary ones are worth another try.
base::Result<FillStep> fill_lists(MailStore& store);

// For MailStore::open(): a database without contents has nothing to fill; else what an earlier run has reached counts.
base::Result<void> begin_lists(StoreCore& core);

}  // namespace mailstore
