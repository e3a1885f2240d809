#include "mailstore/office/rows/trail_rows.h"

#include "mailstore/office/rows/row_values.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

constexpr int kTrailVersion = 2;  // of the first events that are kept here

}  // namespace

base::Result<void> note_trail(base::SqlTransaction& tx, const Event& event, std::int64_t task, int party,
                              std::string_view kind) {
  if (event.version < kTrailVersion) return {};
  return added(
      tx.execute("INSERT INTO task_event (office, task, seq, party, actor, kind, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
                 {event.office, task, event.seq, party, event.actor, kind, to_json(event)}),
      "a step that is there already");
}

base::Result<void> forget_before(base::SqlTransaction& tx, std::int64_t task) {
  auto done = tx.execute("DELETE FROM task_before WHERE task = ?", {task});
  return done ? base::Result<void>() : done.error();
}

base::Result<void> keep_before(base::SqlTransaction& tx, const Event& event, const tasks::Task& before) {
  if (event.version < kTrailVersion) return {};
  const std::int64_t task = before.head.task;
  if (event.cause == base::Sha256{}) return forget_before(tx, task);
  bool there = false, same = false;
  auto read = tx.query("SELECT cause FROM task_before WHERE task = ?", {task}, [&](const base::SqlRow& row) {
    there = true;
    same = digest_of_column(row.text(0)) == event.cause;
    return false;
  });
  if (!read || same) return read;
  const std::string value = task_to_json(before);
  auto done =
      there
          ? tx.execute("UPDATE task_before SET cause = ?, seq = ?, actor = ?, at_us = ?, value = ? WHERE task = ?",
                       {column_of(event.cause), event.seq, event.actor, event.at.us, value, task})
          : tx.execute(
                "INSERT INTO task_before (office, task, cause, seq, actor, at_us, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
                {event.office, task, column_of(event.cause), event.seq, event.actor, event.at.us, value});
  return done ? base::Result<void>() : done.error();
}

base::Result<std::vector<Event>> read_trail(base::SqlReader& reader, std::int64_t task) {
  std::vector<Event> out;
  base::Result<void> bad;
  auto read =
      reader.query("SELECT value FROM task_event WHERE task = ? ORDER BY seq", {task}, [&](const base::SqlRow& row) {
        auto event = parse_event(row.text(0));
        if (!event) bad = event.error();
        else out.push_back(std::move(*event));
        return bad.has_value();
      });
  if (!read) return read.error();
  if (!bad) return bad.error();
  return out;
}

base::Result<std::optional<TrailStep>> read_trail_step(base::SqlReader& reader, std::int64_t task, std::int64_t seq) {
  std::optional<TrailStep> step;
  auto read = reader.query("SELECT actor, kind, party FROM task_event WHERE task = ? AND seq = ?", {task, seq},
                           [&](const base::SqlRow& row) {
                             const auto kind = tasks::parse_event_kind(row.text(1));
                             if (kind)
                               step = TrailStep{base::AccountId(row.i64(0)), *kind, static_cast<int>(row.i64(2))};
                             return false;
                           });
  if (!read) return read.error();
  return step;
}

base::Result<std::optional<TaskBefore>> read_task_before(base::SqlReader& reader, std::int64_t task) {
  std::optional<TaskBefore> before;
  base::Result<void> bad;
  auto read = reader.query(
      "SELECT seq, actor, at_us, value FROM task_before WHERE task = ?", {task}, [&](const base::SqlRow& row) {
        auto value = task_from_json(row.text(3));
        if (!value) bad = value.error();
        else
          before = TaskBefore{std::move(*value), row.i64(0), base::AccountId(row.i64(1)), base::Timestamp(row.i64(2))};
        return false;
      });
  if (!read) return read.error();
  if (!bad) return bad.error();
  return before;
}

}  // namespace mailstore::office
