// Answers to a reminder or a page of ours that lists tasks. It names one task: the answer is for that one. It names
// several: he is asked which, and his words and files wait; the answer to that, a number of the list or of a task,
// brings them to their task.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// Nothing: no such answer. Errors: those of the look-up.
base::Result<std::optional<Intake>> read_digest_answer(const MailInHand& hand);
// To the question which task was meant, when it names one of those that were offered.
base::Result<std::optional<Intake>> read_task_choice(const MailInHand& hand);

}  // namespace mailstore::office
