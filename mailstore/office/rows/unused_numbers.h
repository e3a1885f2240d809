// Numbers that were reserved and not used in time become void with a reason (domain.md 3.2;
// policies/dispatch/numbering.h).
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/sql/database.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

// Offices that have such numbers today.
base::Result<std::vector<base::UnitId>> offices_with_unused_numbers(base::SqlReader& reader, base::Timestamp now);
// The events that void them, in the order of the numbers. Inside the unit, under the lock of the office's journal.
base::Result<std::vector<Event>> void_unused_numbers(base::SqlReader& reader, base::UnitId office, base::Timestamp now);

}  // namespace mailstore::office
