// Mail to a task mailbox or a reply address: a leader's assignment, or an answer to a task.
#pragma once

#include "mailstore/office/reading/mail_in_hand.h"

namespace mailstore::office {

// An answer is known by the token of its reply address or of the message it answers, by the UID of a calendar program,
// or, written as a new mail with a command in its first line, by "[NV-2026-000123]" in its subject.
base::Result<std::optional<Intake>> read_task_mail(const MailInHand& hand);

// For answers that name their task in other ways than by a token.
inline constexpr std::size_t kMostChoices = 20;
// Numbers of tasks as they stand in a text, upper case, each once; of 4,000 octets at a time, kMostChoices at most.
std::vector<std::string> task_numbers_in(std::string_view text);
// The card of the task that the author's words are for; nothing: he has no part in it.
std::optional<int> card_for(const policies::tasks::Task& task, const IntakeHead& head);
// The mail as an answer to that card.
Intake reply_about(const MailInHand& hand, const directory::Account& tasks_box, const policies::tasks::Task& task,
                   int card);

}  // namespace mailstore::office
