// HOÀN TÁC: what one's last mail did to a task is taken back within ten minutes, by whoever sent it, as long as nobody
// else changed the task since (structured-mail.md 5.7).
#pragma once

#include "mailstore/office/ruling/steps/task_case.h"

namespace mailstore::office {

// Errors: of the database.
base::Result<Ruling> rule_undo(const TaskCase& c);

}  // namespace mailstore::office
