// A mail about a series of tasks: an answer to one of our mails about it, or one with its number in the subject.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// Nothing: it is about none, or does not go to the task mailbox of the series' office. Errors: of the look-up.
base::Result<std::optional<Intake>> read_series_mail(const MailInHand& hand);

}  // namespace mailstore::office
