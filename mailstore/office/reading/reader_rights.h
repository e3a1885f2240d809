// May somebody see a part of a task? The one question for answers, lists, histories and pages. Pure, thread-safe.
#pragma once

#include "base/clock.h"
#include "directory/people/directory_view.h"
#include "policies/access/may.h"
#include "policies/tasks/series/series.h"
#include "policies/tasks/task.h"

namespace mailstore::office {

// The task and one of its parties as policies/access wants them. A party that is another shared mailbox is held by its
// members.
// `person`: who wants to act or to see.
policies::access::Party party_about(const directory::DirectoryView& view, base::AccountId person,
                                    const policies::tasks::Task& task, int party);

// `reader`: whose grants `actor` are; `party`: an index of task.parties.
bool may_read(const directory::DirectoryView& view, const policies::access::Actor& actor, base::AccountId reader,
              const policies::tasks::Task& task, int party, base::Timestamp at);
// As any of its tasks.
bool may_read(const directory::DirectoryView& view, const policies::access::Actor& actor, base::AccountId reader,
              const policies::tasks::Series& series, base::Timestamp at);

// Is he of the unit, or the person, that this part was given to? What goes on inside is for these.
bool is_inside(const directory::DirectoryView& view, const directory::Account& reader,
               const policies::tasks::TaskParty& party);

}  // namespace mailstore::office
