// May somebody see a part of a task? The one question for lists, histories and pages. Pure, thread-safe.
#pragma once

#include "base/clock.h"
#include "directory/people/directory_view.h"
#include "policies/access/may.h"
#include "policies/tasks/task.h"
#include "policies/tasks/texts/help_text.h"

namespace mailstore::office {

// `reader`: whose grants `actor` are; `party`: an index of task.parties.
bool may_read(const directory::DirectoryView& view, const policies::access::Actor& actor, base::AccountId reader,
              const policies::tasks::Task& task, int party, base::Timestamp at);

// Whose words and pages somebody gets: by his posts.
bool leads(const policies::access::Actor& actor);  // an office
bool heads_a_unit(const policies::access::Actor& actor);
policies::tasks::HelpRole help_role_of(const policies::access::Actor& actor, directory::Role role);

}  // namespace mailstore::office
