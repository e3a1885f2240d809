// A COPY of more messages than one unit changes: part by part, so that others' units come in between. Each part but the
// last writes down in copy_part what it placed, the last one forgets all of that: then the copy is whole. When a part
// fails, or the server died on the way, what was placed is taken back ("restored to its state before the COPY
// attempt", RFC 9051 §6.4.7).
#pragma once

#include <cstdint>

#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

struct StoreCore;

// Takes back one part of the copy and forgets it; true when there is none left. A message stays when its content is no
// longer in the source mailbox, or only with \Deleted that it had not got then: what somebody throws away because he
// sees it in the target must not vanish there too.
base::Result<bool> take_back_part(base::SqlTransaction& tx, StoreCore& core, std::int64_t copy);

}  // namespace mailstore
