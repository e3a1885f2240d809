// What was said in a reminder already: rows outside the projections, as reply_key is. A rebuild of the registers leaves
// them alone, a backup keeps them, so that nothing is said twice or not at all.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "policies/tasks/task.h"

namespace mailstore::office {

// Tasks of all offices that have not ended, by id.
base::Result<std::vector<policies::tasks::Task>> read_open_tasks(base::SqlReader& reader);

// Which of these keys were said to the account.
base::Result<std::set<std::string>> said_reminders(base::SqlReader& reader, base::AccountId account,
                                                   const std::vector<std::string>& keys);
// When a key that begins so was last said to the account; {} = never.
base::Result<base::Timestamp> last_said(base::SqlReader& reader, base::AccountId account, const std::string& prefix);
// Notes a key; false: another process has said it meanwhile.
base::Result<bool> note_reminder(base::SqlTransaction& tx, base::AccountId account, const std::string& key,
                                 base::Timestamp at);
// Forgets what was said before that time: no deadline of then is told any more.
base::Result<void> forget_reminders(base::SqlTransaction& tx, base::Timestamp before);

}  // namespace mailstore::office
