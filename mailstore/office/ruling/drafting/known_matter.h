// What the office knows already of what a leader writes: the incoming document that is his basis, the task that he gave
// in the same words before.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// The basis of a task: of the document numbers in the text the first that stands in the office's incoming register,
// else the first behind "căn cứ", "theo", "thực hiện", else the first; "" when there is none. Errors: of the database.
base::Result<std::string> basis_of(const RulingTools& tools, base::UnitId office, const std::string& subject,
                                   const std::string& text);

inline constexpr int kSameAgainDays = 60;  // how long a task is remembered as the same one

// An open or finished task of the same assigner with the same title, words and parties; nothing: there is none.
base::Result<std::optional<policies::tasks::Task>> same_again(const RulingTools& tools, const IntakeHead& head,
                                                              const policies::tasks::Assignment& given);

}  // namespace mailstore::office
