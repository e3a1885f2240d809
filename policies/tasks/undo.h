// A step taken back shortly after it was made (structured-mail.md 5.7): whoever pressed the wrong word has ten minutes.
// The fold of a journal keeps what the task was before the last mail that changed it (mailstore/office/rows); here is
// what comes of the two. Pure, thread-safe.
#pragma once

#include <optional>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

inline constexpr std::int64_t kUndoWindowUs = 10LL * 60 * 1'000'000;

// The task as it was `before`, with the dates of `undone`. Numbers of parties and hands stay: what came in with the
// step is taken out again, so that an old message never means somebody else.
Task undo(const Task& now, const Task& before, const TaskEvent& undone);

// The parties in which the two differ, in their order.
std::vector<int> changed_parties(const Task& now, const Task& before);

// Can a step of this kind be taken back?
inline bool may_be_undone(EventKind kind) { return kind != EventKind::commented && kind != EventKind::undone; }
// The message to whoever made the step, with how it is taken back. `at`: of the step.
MessageText with_undo_note(MessageText text, base::Timestamp at);

}  // namespace policies::tasks
