// Tasks: the folded value of each, and columns to find it by.
#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"
#include "mailstore/office/rows/trail_rows.h"
#include "policies/tasks/undo.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

std::int64_t due_column(const std::optional<base::Timestamp>& due) { return due ? due->us : 0; }

base::Result<void> write_party(base::SqlTransaction& tx, std::int64_t task, int number, const tasks::TaskParty& party) {
  auto done = tx.execute(
      "UPDATE task_party SET account = ?, unit = ?, role = ?, state = ?, due_us = ? WHERE task = ? AND party = ?",
      {party.account, party.unit, tasks::to_string(party.role), tasks::to_string(party.state), due_column(party.due),
       task, number});
  if (!done) return done.error();
  if (*done != 0) return {};
  auto added = tx.execute(
      "INSERT INTO task_party (task, party, account, unit, role, state, due_us, changed_seq, changed_by, others_seq) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
      {task, number, party.account, party.unit, tasks::to_string(party.role), tasks::to_string(party.state),
       due_column(party.due)});
  return added ? base::Result<void>() : added.error();
}

base::Result<void> write_hand(base::SqlTransaction& tx, const tasks::Task& task, int party, int number) {
  const tasks::TaskParty& unit = task.parties[static_cast<std::size_t>(party)];
  const tasks::Hand& hand = unit.hands[static_cast<std::size_t>(number)];
  const std::int64_t due = due_column(hand.due ? hand.due : unit.due);
  auto done =
      tx.execute("UPDATE task_hand SET account = ?, state = ?, due_us = ? WHERE task = ? AND party = ? AND hand = ?",
                 {hand.account, tasks::to_string(hand.state), due, task.head.task, party, number});
  if (!done) return done.error();
  if (*done != 0) return {};
  auto added = tx.execute(
      "INSERT INTO task_hand (office, task, party, hand, account, state, due_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {task.head.office, task.head.task, party, number, hand.account, tasks::to_string(hand.state), due});
  return added ? base::Result<void>() : added.error();
}

// changed_seq: the last change, by changed_by; others_seq: the last one by anybody else than changed_by.
base::Result<void> note_change(base::SqlTransaction& tx, std::int64_t task, int party, const Event& event) {
  std::int64_t seq = 0, by = 0, others = 0;
  auto read = tx.query("SELECT changed_seq, changed_by, others_seq FROM task_party WHERE task = ? AND party = ?",
                       {task, party}, [&](const base::SqlRow& row) {
                         seq = row.i64(0);
                         by = row.i64(1);
                         others = row.i64(2);
                         return false;
                       });
  if (!read) return read;
  if (by != event.actor.value) others = seq;
  auto done =
      tx.execute("UPDATE task_party SET changed_seq = ?, changed_by = ?, others_seq = ? WHERE task = ? AND party = ?",
                 {event.seq, event.actor, others, task, party});
  return done ? base::Result<void>() : done.error();
}

// `before`: as the rows stand; a task may have hundreds of parts, of which a step changes one. Nothing: a new task.
base::Result<void> write_task(base::SqlTransaction& tx, const tasks::Task& task, const tasks::Task* before) {
  const std::string value = task_to_json(task);
  auto done = tx.execute("UPDATE task SET lead_unit = ?, state = ?, due_us = ?, last_seq = ?, value = ? WHERE id = ?",
                         {fitting(task.lead().unit_code, 64), tasks::to_string(task.state()), due_column(task.due()),
                          task.last_seq, value, task.head.task});
  if (!done) return done.error();
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    if (before != nullptr && i < before->parties.size() && before->parties[i] == task.parties[i]) continue;
    auto party = write_party(tx, task.head.task, static_cast<int>(i), task.parties[i]);
    for (std::size_t hand = 0; party && hand < task.parties[i].hands.size(); ++hand)
      party = write_hand(tx, task, static_cast<int>(i), static_cast<int>(hand));
    if (!party) return party;
  }
  return {};
}

base::Result<tasks::Task> with_seq(tasks::Task task, std::int64_t seq) {
  task.last_seq = seq;
  return task;
}

// What does not make an older message's words old: talk, urging, and what goes on inside the unit (there a hand's own
// state decides).
bool leaves_answers_current(tasks::EventKind kind) {
  return kind == tasks::EventKind::commented || kind == tasks::EventKind::urged ||
         kind == tasks::EventKind::priority_changed || kind == tasks::EventKind::escalated || tasks::is_hand_step(kind);
}

// A cancelled lead always cancelled the others too, and is noted by itself: so it stands in rows from before.
bool may_change_others(const tasks::TaskEvent& step) {
  return step.whole || step.kind == tasks::EventKind::lead_changed || step.kind == tasks::EventKind::party_added;
}

}  // namespace

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const TaskAssigned& body) {
  const tasks::Assignment& head = body.assignment;
  int year = 0, ordinal = 0;
  if (head.office != event.office) return does_not_fit("a task of another office");
  if (head.task <= 0 || head.parties.empty() || !split_number(head.number, year, ordinal))
    return does_not_fit("a task without id, number or parties");
  auto task = with_seq(tasks::new_task(head), event.seq);
  auto row = added(
      tx.execute(
          "INSERT INTO task (id, office, year, ordinal, number, title, assigner, assigned_us, lead_unit, state, due_us, last_seq, value) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, 0, '')",
          {head.task, event.office, year, ordinal, fitting(head.number, 120), head.title, head.assigner,
           head.assigned_at.us}),
      "a task that is there already");
  if (!row) return row;
  auto written = write_task(tx, *task, nullptr);
  if (!written) return written;
  for (std::size_t i = 0; i < task->parties.size(); ++i) {
    auto noted = note_change(tx, head.task, static_cast<int>(i), event);
    if (!noted) return noted;
  }
  auto trail = note_trail(tx, event, head.task, 0, "assigned");
  return trail && head.series != 0 ? note_period(tx, event, body) : trail;
}

namespace {

// The task is what it was before the last mail.
base::Result<void> project_undone(base::SqlTransaction& tx, const Event& event, const tasks::TaskEvent& step,
                                  const tasks::Task& now) {
  auto before = read_task_before(tx, now.head.task);
  if (!before) return before.error();
  if (!*before || (*before)->seq != step.undoes) return does_not_fit("a step back to where the task was not");
  const tasks::Task task = tasks::undo(now, (*before)->task, step);
  auto done = write_task(tx, task, &now);
  for (std::size_t i = 0; done && i < task.parties.size(); ++i) {
    const bool changed = i >= now.parties.size() || task.parties[i] != now.parties[i];
    if (changed) done = note_change(tx, now.head.task, static_cast<int>(i), event);
  }
  if (done) done = forget_before(tx, now.head.task);
  return done;
}

}  // namespace

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const TaskStep& body) {
  auto task = read_task(tx, body.task);
  if (!task) return task.error();
  if (!*task || (*task)->head.office != event.office) return does_not_fit("a step of a task that is not there");
  tasks::TaskEvent step = body.event;
  step.seq = event.seq;
  step.at = event.at;
  step.actor = event.actor;
  auto trail = note_trail(tx, event, body.task, step.party, tasks::to_string(step.kind));
  if (!trail) return trail;
  if (step.kind == tasks::EventKind::undone) return project_undone(tx, event, step, **task);
  tasks::Applied applied = tasks::apply(**task, step);
  if (!applied.ok) return does_not_fit("a step that is not legal");
  if (step.kind != tasks::EventKind::commented) {
    auto kept = keep_before(tx, event, **task);
    if (!kept) return kept;
  }
  applied.task.last_seq = event.seq;
  const std::size_t before = (*task)->parties.size();
  auto written = write_task(tx, applied.task, &**task);
  if (!written) return written;
  if (leaves_answers_current(step.kind)) return {};
  // A party more and words for all change nothing of what the party of the card may do.
  const bool of_others = step.kind == tasks::EventKind::party_added || step.kind == tasks::EventKind::text_added;
  auto noted = of_others ? base::Result<void>() : note_change(tx, body.task, step.party, event);
  for (std::size_t i = 0; noted && i < applied.task.parties.size(); ++i) {
    // Whoever took over or was added; and whom else a step of the whole changed.
    const bool changed = i >= before || (may_change_others(step) && applied.task.parties[i] != (*task)->parties[i]);
    if (changed && static_cast<int>(i) != step.party) noted = note_change(tx, body.task, static_cast<int>(i), event);
  }
  return noted;
}

namespace {

base::Result<std::optional<tasks::Task>> one_task(base::SqlReader& reader, std::string_view sql, base::SqlParam key) {
  std::optional<std::string> value;
  auto read = reader.query(sql, {key}, [&](const base::SqlRow& row) {
    value = row.str(0);
    return false;
  });
  if (!read) return read.error();
  if (!value) return std::optional<tasks::Task>();
  auto parsed = task_from_json(*value);
  if (!parsed) return parsed.error();
  return std::optional<tasks::Task>(std::move(*parsed));
}

}  // namespace

base::Result<std::optional<tasks::Task>> read_task(base::SqlReader& reader, std::int64_t task) {
  return one_task(reader, "SELECT value FROM task WHERE id = ?", task);
}

base::Result<std::optional<tasks::Task>> find_task(base::SqlReader& reader, const std::string& number) {
  return one_task(reader, "SELECT value FROM task WHERE number = ?", number);
}

namespace {

base::Result<std::vector<tasks::Task>> all_tasks(base::SqlReader& reader, std::string_view sql,
                                                 std::vector<base::SqlParam> parameters) {
  std::vector<tasks::Task> all;
  base::Result<void> bad;
  auto read = reader.query(sql, parameters, [&](const base::SqlRow& row) {
    auto parsed = task_from_json(row.text(0));
    if (!parsed) bad = parsed.error();
    else all.push_back(std::move(*parsed));
    return bad.has_value();
  });
  if (!read) return read.error();
  if (!bad) return bad.error();
  return all;
}

}  // namespace

base::Result<std::vector<tasks::Task>> read_tasks(base::SqlReader& reader, base::UnitId office) {
  return all_tasks(reader, "SELECT value FROM task WHERE office = ? OR ? = 0 ORDER BY office, year, ordinal",
                   {office, office});
}

base::Result<std::vector<tasks::Task>> read_tasks_of(base::SqlReader& reader, base::UnitId office,
                                                     base::AccountId assigner, base::Timestamp since) {
  return all_tasks(reader,
                   "SELECT value FROM task WHERE assigner = ? AND assigned_us >= ? AND office = ? "
                   "ORDER BY assigned_us, year, ordinal",
                   {assigner, since.us, office});
}

base::Result<std::vector<tasks::Task>> read_tasks_about(base::SqlReader& reader, base::UnitId office, base::UnitId unit,
                                                        base::AccountId account) {
  return all_tasks(
      reader,
      "SELECT value FROM task WHERE office = ? OR id IN (SELECT task FROM task_party WHERE unit = ? OR unit = ? OR account = ?) "
      "ORDER BY office, year, ordinal",
      {office, office, unit, account});
}

base::Result<int> next_task_number(base::SqlReader& reader, base::UnitId office, int year) {
  auto last = reader.query_i64("SELECT ordinal FROM task WHERE office = ? AND year = ? ORDER BY ordinal DESC LIMIT 1",
                               {office, year});
  if (!last) return last.error();
  return static_cast<int>(*last) + 1;
}

base::Result<std::int64_t> changed_by_others(base::SqlReader& reader, std::int64_t task, int party,
                                             base::AccountId actor) {
  std::int64_t seq = 0;
  auto read = reader.query("SELECT changed_seq, changed_by, others_seq FROM task_party WHERE task = ? AND party = ?",
                           {task, party}, [&](const base::SqlRow& row) {
                             seq = row.i64(1) == actor.value ? row.i64(2) : row.i64(0);
                             return false;
                           });
  if (!read) return read.error();
  return seq;
}

base::Result<base::AccountId> last_changed_by(base::SqlReader& reader, std::int64_t task, int party) {
  auto account = reader.query_i64("SELECT changed_by FROM task_party WHERE task = ? AND party = ?", {task, party});
  if (!account) return account.error();
  return base::AccountId(*account);
}

}  // namespace mailstore::office
