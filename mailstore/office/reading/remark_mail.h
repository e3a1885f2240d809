// Business of the records office that went past it: a document without its tag, a recall, a correction, a word of
// thanks. The mail goes where it was sent; its author is told what was not done, and how it is done.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// Asked when the mail is no dispatch, no command of a clerk and no answer to a question or task of ours.
std::optional<Intake> read_remark_mail(const MailInHand& hand);

}  // namespace mailstore::office
