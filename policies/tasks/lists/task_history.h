// The paper trail of a task as one mail (LỊCH SỬ). Pure, thread-safe.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

struct HistoryLine {
  base::Timestamp at;
  Sentence what;
};

// What happened, oldest first, as the task itself remembers it in its dates: without returns, progress and remarks. For
// tasks that began before their steps were kept.
enum class PartySight { nothing, outside, inside };  // what of a party's part the reader sees; inside: its people too
std::vector<HistoryLine> history_lines(const Task& task, const std::function<PartySight(int party)>& sight);

// That it was given, to whom and until when.
HistoryLine assigned_line(const Task& task);
// One step with its words, and whose part it is of when there are several. `task`: as it is now.
HistoryLine step_line(const Task& task, const TaskEvent& event, std::string_view actor_name);

// `lines`: oldest first.
MessageText history_message(const Task& task, const std::vector<HistoryLine>& lines, base::Timestamp now);

}  // namespace policies::tasks
