// An answer to a question of ours: it completes the draft, confirms or withdraws what was offered, or is asked again.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// REQUIRES: question.event is of head.office. Errors: of the database.
base::Result<Ruling> rule_answer(const RulingTools& tools, const IntakeHead& head, const AskedQuestion& question,
                                 const QuestionAsk& ask);

}  // namespace mailstore::office
