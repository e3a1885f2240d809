// Mail to a task mailbox or a reply address: a leader's assignment, or an answer to a task.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// An answer is known by the token of its reply address or of the message it answers, by the UID of a calendar program,
// or, written as a new mail with a command in its first line, by "[NV-2026-000123]" in its subject.
base::Result<std::optional<Intake>> read_task_mail(const MailInHand& hand);

}  // namespace mailstore::office
