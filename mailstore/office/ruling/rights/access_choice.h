// Rights of an office as events: checked, named, ready to be written. By mail (rule_access.cpp) and by command (the
// desk) they pass here. Called under the lock of the office's journal.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// The row in today's names.
AccessRight right_of_grant(const directory::DirectoryView& view, directory::AccessGrant grant);

// The event that gives it, with an id of its own. Errors: what is wrong with it (bad_input, not_found, no_permission,
// exists), of the database. `event` has office, at and who does it.
base::Result<Event> give_right(const RulingTools& tools, Event event, directory::AccessGrant wanted);

// Which rights are to end: of that kind; account, unit and for_account when they are set.
struct RightChoice {
  directory::GrantKind kind = directory::GrantKind::substitute;
  base::AccountId account;
  base::UnitId unit;
  base::AccountId for_account;
  std::optional<policies::calendar::Date> from_day;  // only what begins on that day
};
// An event for each that is in force or coming; empty: there is none.
base::Result<std::vector<Event>> end_rights(const RulingTools& tools, const Event& event, const RightChoice& choice);

}  // namespace mailstore::office
