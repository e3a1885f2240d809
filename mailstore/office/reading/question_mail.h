// An answer to a question of ours: written to its reply address, or to the task mailbox as an answer to its mail.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

std::optional<Intake> read_question_mail(const MailInHand& hand);

}  // namespace mailstore::office
