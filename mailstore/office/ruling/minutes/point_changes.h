// One point of minutes changed by an answer to the table, and its row there.
#pragma once

#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/lists/point_table.h"

namespace mailstore::office {

// What the words of an answer change in one point: its deadline, who leads and cooperates, its title, that it is
// confirmed ("2: đúng"). False: they were not understood; the draft is as it was.
bool change_point(const RulingTools& tools, const IntakeHead& answer, const std::string& words, TaskDraft& draft);
bool confirm_point(TaskDraft& draft);

// What keeps a point from being created; empty: nothing.
std::vector<base::Sentence> unclear_in(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft);
policies::tasks::PointRow row_of(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft);

}  // namespace mailstore::office
