// Internal: who is told that somebody may act by another's right, or no longer: whoever gave it, the one concerned, the
// leader, the clerks.
#pragma once

#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

std::vector<Output> outputs_of_right(const OutputTools& tools, const Event& event, const AccessRight& right,
                                     bool granted);

}  // namespace mailstore::office
