// A leader hands over, or takes it back, by a mail to the task mailbox that says nothing else.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// Words of handing over in a new mail to people of the own office only. Words like these inside an answer to a task, in
// a task for units, below a quote or in a forwarded subject are none. Filing is the caller's.
std::optional<AccessAsk> delegation_in(const MailInHand& hand);

}  // namespace mailstore::office
