// The points of minutes as drafts of tasks: who is named in each, the work, the deadline, what is unclear. One task or
// several is decided here. Nothing is guessed: all of it is put into a table and confirmed.
#pragma once

#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/point_table.h"

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

// What the words of an answer change in one point: its deadline, who leads and cooperates, its title, that it is
// confirmed ("2: đúng"). False: they were not understood; the draft is as it was.
bool change_point(const RulingTools& tools, const IntakeHead& answer, const std::string& words, TaskDraft& draft);
bool confirm_point(TaskDraft& draft);

// What keeps a point from being created; empty: nothing.
std::vector<base::Sentence> unclear_in(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft);
policies::tasks::PointRow row_of(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft);

}  // namespace mailstore::office
