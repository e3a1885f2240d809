// Business of the records office that went past it: a document without its tag, a recall, a correction, a word of
// thanks. The mail goes where it was sent; its author is told what was not done, and how it is done.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// Asked when the mail is no dispatch, no command of a clerk and no answer to a question or task of ours.
std::optional<Intake> read_remark_mail(const MailInHand& hand);
// An answer to the morning's mail names no task. Asked before anything is read as an assignment.
std::optional<Intake> read_digest_answer(const MailInHand& hand);

}  // namespace mailstore::office
