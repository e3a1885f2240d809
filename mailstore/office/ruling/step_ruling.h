// Steps of a task, judged: what a person's words come to, and what he confirmed.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// The author's words as an answer to the card of this task and party.
base::Result<Ruling> rule_words(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                const QuestionAsk& asked);

// The steps that the author was asked about by the event `asked_seq` and has confirmed: applied when he still may and
// nobody else changed the task since; else he is told where it stands.
base::Result<Ruling> rule_steps(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                const std::vector<policies::tasks::TaskEvent>& steps, std::int64_t asked_seq);

}  // namespace mailstore::office
