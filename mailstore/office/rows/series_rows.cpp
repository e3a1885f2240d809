// Series of tasks: the folded value of each, and columns to find it by.
#include <algorithm>
#include <charconv>

#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

bool read_int(std::string_view digits, int& value) {
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value);
  return read.ec == std::errc() && read.ptr == end && value > 0;
}

base::Result<void> write_series(base::SqlTransaction& tx, const tasks::Series& series) {
  const std::string last = series.done.empty() ? "" : column_of(series.done.back().due);
  auto done = tx.execute(
      "UPDATE task_series SET assigner = ?, state = ?, last_due = ?, last_seq = ?, value = ? WHERE office = ? AND id = ?",
      {series.assignment.assigner, tasks::to_string(series.state), last, series.last_seq, series_to_json(series),
       series.office, series.id});
  return done ? base::Result<void>() : done.error();
}

// The series that an event is about, as it stood before it.
base::Result<tasks::Series> series_of_event(base::SqlTransaction& tx, const Event& event, std::int64_t id) {
  auto series = read_series(tx, event.office, id);
  if (!series) return series.error();
  if (!*series) return does_not_fit("a series that was not begun");
  if ((*series)->state == tasks::SeriesState::ended) return does_not_fit("a series that has ended");
  tasks::Series out = std::move(**series);
  out.last_seq = event.seq;
  return out;
}

base::Result<std::optional<tasks::Series>> one_series(base::SqlReader& reader, std::string_view sql,
                                                      std::vector<base::SqlParam> keys) {
  std::optional<std::string> value;
  auto read = reader.query(sql, keys, [&](const base::SqlRow& row) {
    value = row.str(0);
    return false;
  });
  if (!read) return read.error();
  if (!value) return std::optional<tasks::Series>();
  auto parsed = series_from_json(*value);
  if (!parsed) return parsed.error();
  return std::optional<tasks::Series>(std::move(*parsed));
}

}  // namespace

bool split_number(std::string_view number, int& year, int& ordinal) {
  const auto second = number.rfind('-');
  if (second == std::string_view::npos || second == 0 || number.size() > 500) return false;
  const auto first = number.rfind('-', second - 1);
  return first != std::string_view::npos && read_int(number.substr(first + 1, second - first - 1), year) &&
         read_int(number.substr(second + 1), ordinal);
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesStarted& body) {
  int year = 0, ordinal = 0;
  if (body.assignment.office != event.office) return does_not_fit("a series of another office");
  if (!split_number(body.number, year, ordinal)) return does_not_fit("a series without a number");
  tasks::Series series;
  series.office = event.office;
  series.id = event.seq;
  series.number = body.number;
  series.assignment = body.assignment;
  series.period = body.period;
  series.days_before = body.days_before;
  series.after = tasks::begins_after(body.period, event.at);
  series.source = event.source != 0 ? event.source : event.seq;
  series.last_seq = event.seq;
  auto row = added(
      tx.execute(
          "INSERT INTO task_series (office, id, year, ordinal, number, title, assigner, state, last_due, last_seq, value) "
          "VALUES (?, ?, ?, ?, ?, ?, 0, '', '', 0, '')",
          {event.office, event.seq, year, ordinal, fitting(body.number, 120), body.assignment.title}),
      "a series that is there already");
  return row ? write_series(tx, series) : row;
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesChanged& body) {
  auto series = series_of_event(tx, event, body.series);
  if (!series) return series.error();
  return write_series(tx, tasks::changed(std::move(*series), body.change, event.at));
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesEnded& body) {
  auto series = series_of_event(tx, event, body.series);
  if (!series) return series.error();
  series->state = tasks::SeriesState::ended;
  series->by_server = false;
  series->reason = body.reason;
  return write_series(tx, *series);
}

base::Result<void> note_period(base::SqlTransaction& tx, const Event& event, const TaskAssigned& body) {
  auto series = series_of_event(tx, event, body.assignment.series);
  if (!series) return series.error();
  if (!body.deadline) return does_not_fit("a period without its due day");
  const auto due = body.deadline->date;
  const bool given = std::any_of(series->done.begin(), series->done.end(),
                                 [&](const tasks::DonePeriod& done) { return done.due == due; });
  if (given) return does_not_fit("a period that has its task already");
  return write_series(tx, tasks::with_task(std::move(*series), due, body.deadline->due));
}

base::Result<std::optional<tasks::Series>> read_series(base::SqlReader& reader, base::UnitId office, std::int64_t id) {
  return one_series(reader, "SELECT value FROM task_series WHERE office = ? AND id = ?", {office, id});
}

base::Result<std::optional<tasks::Series>> find_series(base::SqlReader& reader, const std::string& number) {
  return one_series(reader, "SELECT value FROM task_series WHERE number = ?", {number});
}

base::Result<std::vector<tasks::Series>> read_open_series(base::SqlReader& reader, base::UnitId office) {
  std::vector<tasks::Series> all;
  base::Result<void> bad;
  auto read = reader.query(
      "SELECT value FROM task_series WHERE (office = ? OR ? = 0) AND state <> 'ENDED' ORDER BY office, year, ordinal",
      {office, office}, [&](const base::SqlRow& row) {
        auto parsed = series_from_json(row.text(0));
        if (!parsed) bad = parsed.error();
        else all.push_back(std::move(*parsed));
        return bad.has_value();
      });
  if (!read) return read.error();
  if (!bad) return bad.error();
  return all;
}

base::Result<int> next_series_number(base::SqlReader& reader, base::UnitId office, int year) {
  auto last = reader.query_i64(
      "SELECT ordinal FROM task_series WHERE office = ? AND year = ? ORDER BY ordinal DESC LIMIT 1", {office, year});
  if (!last) return last.error();
  return static_cast<int>(*last) + 1;
}

}  // namespace mailstore::office
