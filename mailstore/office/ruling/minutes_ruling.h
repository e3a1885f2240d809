// Several tasks in one mail: the table of the points is a question; its answers correct single points, and one
// confirming word creates all that are clear.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

inline constexpr const char* kMinutesRule = "minutes";
inline constexpr const char* kSeveralOrOneRule = "several-or-one";
bool asks_points(const Question& question);

// The table, when the mail holds several tasks or perhaps does; nothing: it is one. `one`: the mail as a single task.
std::optional<Ruling> ask_about_points(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask,
                                       const TaskDraft& one);

// What an answer to such a question comes to; events without `answers` and `source`.
struct PointsAnswered {
  Ruling ruling;
  bool closes = false;           // the question is answered by them
  std::optional<TaskDraft> one;  // MỘT VIỆC: this is to be completed or created
};
base::Result<PointsAnswered> answer_points(const RulingTools& tools, const IntakeHead& head, const Question& question);

}  // namespace mailstore::office
