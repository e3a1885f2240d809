// Accounts whose owners have just set their first own password, and are greeted once. Thread-safe.
#pragma once

#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace directory {

// Still to be greeted, by account; closed ones are among them.
base::Result<std::vector<base::AccountId>> greetings_due(base::SqlReader& reader);
// In the commit of the greeting. False: it was done meanwhile.
base::Result<bool> note_greeting(base::SqlTransaction& tx, base::AccountId account);

}  // namespace directory
