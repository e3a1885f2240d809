// An answer to a question of ours: it completes the draft, confirms or withdraws what was offered, or is asked again.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// REQUIRES: question.event is of head.office. Errors: of the database.
base::Result<Ruling> rule_answer(const RulingTools& tools, const IntakeHead& head, const AskedQuestion& question,
                                 const QuestionAsk& ask);

// The same of a question about handing over (rule_access.cpp). REQUIRES: it is open, put to this author, has `access`.
base::Result<Ruling> rule_access_answer(const RulingTools& tools, const IntakeHead& head, const Event& asked,
                                        const Question& question);

}  // namespace mailstore::office
