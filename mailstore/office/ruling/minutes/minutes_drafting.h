// The points of minutes as drafts of tasks: who is named in each, the work, the deadline, what is unclear. One task or
// several is decided here. Nothing is guessed: all of it is put into a table and confirmed.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

inline constexpr std::size_t kMostPoints = 60;  // of one mail

struct MinutesRead {
  // several: two points at least name a unit or person to act, and it is not plainly one task. perhaps: likely, asked.
  enum class Verdict { one_task, perhaps, several, too_many } verdict = Verdict::one_task;
  std::size_t points = 0;
  std::vector<TaskDraft> drafts;
  std::vector<base::Sentence> said;  // what the table must say besides
};

// `one`: the same mail as a single task.
MinutesRead minutes_of_mail(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask,
                            const TaskDraft& one);

}  // namespace mailstore::office
