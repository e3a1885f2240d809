// The trail of a task: what happened to it, event by event, and what it was before the last mail that changed it.
// Folded from events of version 2 on; a task that is older has the rest of its trail in its own dates. Thread-safe as
// the reader is.
#pragma once

#include <optional>
#include <vector>

#include "base/sql/database.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

// In the order of seq. Comments too. Errors: of the database; corrupt when a row cannot be read.
base::Result<std::vector<Event>> read_trail(base::SqlReader& reader, std::int64_t task);
// Who made that step, and of which party; nothing: it is not in the trail.
struct TrailStep {
  base::AccountId actor;
  policies::tasks::EventKind kind = policies::tasks::EventKind::commented;
  int party = 0;
};
base::Result<std::optional<TrailStep>> read_trail_step(base::SqlReader& reader, std::int64_t task, std::int64_t seq);

// Before the last mail that did more than comment: all its steps are taken back together.
struct TaskBefore {
  policies::tasks::Task task;
  std::int64_t seq = 0;  // of the first of those steps
  base::AccountId actor;
  base::Timestamp at;
};
base::Result<std::optional<TaskBefore>> read_task_before(base::SqlReader& reader, std::int64_t task);

// ---- internal to project()

base::Result<void> note_trail(base::SqlTransaction& tx, const Event& event, std::int64_t task, int party,
                              std::string_view kind);
// `before`: the task as it stood before the event. An event that nobody's mail caused cannot be taken back.
base::Result<void> keep_before(base::SqlTransaction& tx, const Event& event, const policies::tasks::Task& before);
base::Result<void> forget_before(base::SqlTransaction& tx, std::int64_t task);

}  // namespace mailstore::office
