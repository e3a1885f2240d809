// What somebody is shown: tasks that he may read, words and pages by his posts. Pure, thread-safe.
#pragma once

#include "directory/people/directory_view.h"
#include "mailstore/office/reading/reader_rights.h"
#include "policies/access/may.h"
#include "policies/tasks/task.h"
#include "policies/tasks/texts/help_text.h"

namespace mailstore::office {

// Whose words and pages somebody gets: by his posts.
bool leads(const policies::access::Actor& actor);  // an office
bool heads_a_unit(const policies::access::Actor& actor);
policies::tasks::HelpRole help_role_of(const policies::access::Actor& actor, directory::Role role);

}  // namespace mailstore::office
