#include "policies/tasks/series/series.h"

#include <algorithm>

namespace policies::tasks {

using calendar::Date;
using phrases::Period;
using phrases::PeriodUnit;

const char* to_string(SeriesState state) {
  switch (state) {
    case SeriesState::running: break;
    case SeriesState::paused: return "PAUSED";
    case SeriesState::ended: return "ENDED";
  }
  return "RUNNING";
}

std::optional<SeriesState> parse_series_state(std::string_view word) {
  for (const SeriesState state : {SeriesState::running, SeriesState::paused, SeriesState::ended}) {
    if (word == to_string(state)) return state;
  }
  return std::nullopt;
}

namespace {

void add_done(Series& series, Date due) {
  series.done.push_back({due, rule_for(series, due).unit});
  if (series.done.size() > kMostDone) series.done.erase(series.done.begin());
}

// One task a period, whatever the rule's day was when it was made.
bool is_done(const Series& series, const Period& rule, Date due) {
  return std::any_of(series.done.begin(), series.done.end(), [&](const DonePeriod& done) {
    if (done.due == due) return true;
    return done.unit == rule.unit &&
           phrases::last_day_of_unit(rule.unit, done.due) == phrases::last_day_of_unit(rule.unit, due);
  });
}

// The same rule, though it may begin or end on another day.
bool has_same_days(const Period& old, Period now) {
  now.first = old.first;
  now.first_said = old.first_said;
  now.until = old.until;
  now.words = old.words;
  return now == old;
}

base::Timestamp handed_out_at(const Series& series, Date due, const calendar::Calendar& calendar) {
  Date day = due;
  int left = series.days_before;
  // Days off follow one another for weeks at most; a table that declares years off ends the walk all the same.
  for (int walked = 0; walked < 400; ++walked) {
    if (left == 0 && calendar.is_working(day)) break;
    day = calendar::add_days(day, -1);
    if (left > 0 && calendar.is_working(day)) --left;
  }
  const auto& hours = calendar.rule().hours;
  return calendar::at_minute(day, hours.empty() ? 0 : hours.front().from, calendar.rule().offset_minutes);
}

}  // namespace

const Period& rule_for(const Series& series, Date due) {
  return series.then && due >= series.then->first ? *series.then : series.period;
}

Series with_task(Series series, Date due, base::Timestamp due_time) {
  add_done(series, due);
  series.after = std::max(series.after, due_time);
  ++series.created;
  return series;
}

Series changed(Series series, const SeriesChange& change, base::Timestamp at) {
  const Date today = calendar::local_date(at);
  if (series.then && series.then->first <= today) {
    series.period = *series.then;
    series.then.reset();
  }
  if (change.period) {
    const bool later = change.period->first_said && change.period->first > today;
    const bool other_days = !has_same_days(series.period, *change.period);
    if (later) {
      series.then = *change.period;
    } else {
      series.period = *change.period;
      series.then.reset();
    }
    // Tasks given ahead do not bar the new rule's days before them; is_done() knows which periods have theirs.
    if (!later && other_days) series.after = begins_after(*change.period, at);
  }
  if (change.days_before) series.days_before = std::clamp(*change.days_before, 0, kMostDaysBefore);
  if (change.parties) series.assignment.parties = *change.parties;
  if (change.mode) series.assignment.mode = *change.mode;
  if (!change.added.empty()) {
    std::string& content = series.assignment.content;
    content += (content.empty() ? "" : "\n\n") + change.added;
  }
  if (change.assigner) {
    series.assignment.assigner = change.assigner;
    series.assignment.assigner_name = change.assigner_name;
  }
  for (const Date missed : change.missed) {
    add_done(series, missed);
    series.after = std::max(series.after, calendar::end_of_day(missed));
  }
  if (change.state) {
    // What fell due while it rested is not made up for.
    if (*change.state == SeriesState::running) series.after = std::max(series.after, at);
    series.state = *change.state;
    series.by_server = change.by_server;
    series.reason = change.reason;
  }
  return series;
}

std::vector<ComingPeriod> coming_periods(const Series& series, const calendar::Calendar& calendar, std::size_t count) {
  std::vector<ComingPeriod> out;
  base::Timestamp after = series.after;
  const int offset = calendar.rule().offset_minutes;
  Period first = series.period;
  if (series.then) {
    const Date last = calendar::add_days(series.then->first, -1);
    first.until = first.until ? std::min(*first.until, last) : last;
  }
  for (std::size_t walked = 0; out.size() < count && walked < count + kMostDone + 2; ++walked) {
    auto due = phrases::next_due(first, after, calendar);
    if (!due && series.then) {
      const auto begin = calendar::at_minute(series.then->first, 0, offset) - std::chrono::seconds(1);
      due = phrases::next_due(*series.then, std::max(after, begin), calendar);
    }
    if (!due) break;
    after = due->due;
    if (is_done(series, rule_for(series, due->date), due->date)) continue;
    out.push_back({*due, handed_out_at(series, due->date, calendar)});
  }
  return out;
}

int usual_days_before(const Period& period) {
  switch (period.unit) {
    case PeriodUnit::day:
    case PeriodUnit::working_day: return 0;
    case PeriodUnit::week: return 4;
    case PeriodUnit::month: return 10;
    case PeriodUnit::quarter:
    case PeriodUnit::half_year:
    case PeriodUnit::year: break;
  }
  return 20;
}

base::Timestamp begins_after(const Period& period, base::Timestamp now) {
  const Date today = calendar::local_date(now);
  return period.first_said && period.first == today ? now : calendar::end_of_day(today);
}

}  // namespace policies::tasks
