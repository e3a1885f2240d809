// A document to other offices: a mail from the records mailbox with [VB …], or one that should have come from there.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

std::optional<Intake> read_dispatch_mail(const MailInHand& hand);

}  // namespace mailstore::office
