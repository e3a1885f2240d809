// What is no command, read as people speak (policies/speech): done when it is certain, asked back when it is likely,
// else kept as a comment. Nobody is met with silence.
#pragma once

#include "mailstore/office/ruling/steps/task_case.h"

namespace mailstore::office {

// REQUIRES: the author may comment, head.text is not empty and no command. Errors: of the database.
base::Result<Ruling> rule_plain_words(const TaskCase& c, bool has_files);

}  // namespace mailstore::office
