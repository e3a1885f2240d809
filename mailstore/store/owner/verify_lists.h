// What lists show of a message against the message itself. Blocking.
#pragma once

#include <stop_token>

#include "base/result.h"
#include "mailstore/store/owner/verify.h"

namespace mailstore {

struct StoreCore;

// Kept header fields and Message-IDs of every content that has them.
base::Result<void> verify_lists(StoreCore& core, StoreFindings& out, const std::stop_token& stop);

}  // namespace mailstore
