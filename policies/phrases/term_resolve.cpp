// What terms and half days mean on a calendar at a time.
#include "policies/phrases/deadline_resolve.h"

namespace policies::phrases {

using calendar::Date;

namespace {

constexpr int kJustGone = 92;  // days: what went by so lately is not moved on by a year

std::optional<std::pair<Date, Date>> months(int year, int month, int count) {
  const auto first = calendar::make_date(year, month, 1);
  const auto last = calendar::make_date(year, month + count - 1, 1);
  if (!first || !last) return std::nullopt;
  return std::pair{*first, Date{year, last->month, calendar::days_in_month(year, last->month)}};
}

}  // namespace

std::optional<std::pair<Date, Date>> Resolver::days_of(const Term& term) const {
  const Date now_day = today();
  if (term.unit == Term::Unit::week) {
    const Date monday = calendar::add_days(now_day, 1 - calendar::weekday(now_day) + 7 * term.ahead);
    return std::pair{monday, calendar::add_days(monday, 6)};
  }
  const int written = term.year == kThisYear ? now_day.year : term.year == kNextYear ? now_day.year + 1 : term.year;
  if (term.unit == Term::Unit::year) return months(written != 0 ? written : now_day.year + term.ahead, 1, 12);
  const int length = term.unit == Term::Unit::month ? 1 : 3;  // months
  if (term.number == 0) {
    int index = (now_day.month - 1) / length + term.ahead;
    const int in_year = 12 / length;
    return months(now_day.year + index / in_year, index % in_year * length + 1, length);
  }
  const int month = (term.number - 1) * length + 1;
  if (written != 0) return months(written, month, length);
  for (int year = now_day.year - 1; year <= now_day.year + 1; ++year) {
    const auto days = months(year, month, length);
    if (days && calendar::add_days(days->second, kJustGone) >= now_day) return days;
  }
  return std::nullopt;
}

Resolved Resolver::from_term(const Term& term) const {
  using Edge = Term::Edge;
  const auto days = days_of(term);
  if (!days) return {std::nullopt, Problem::no_such_day};
  const bool week = term.unit == Term::Unit::week;
  if (term.edge == Edge::begin || term.edge == Edge::middle) return {std::nullopt, Problem::vague};
  if (week && term.edge == Edge::end && !term.used_up && !term.last_working) return {std::nullopt, Problem::vague};
  std::optional<Date> date = days->second;
  if (week || term.last_working) {
    date = calendar.last_working_day(std::max(days->first, today()), days->second);
    if (!date) return {std::nullopt, days->second < today() ? Problem::past : Problem::vague};
  }
  Deadline deadline = on(*date, std::nullopt);
  if (deadline.due < now) return {std::nullopt, Problem::past};
  return {std::move(deadline), {}};
}

std::optional<int> Resolver::hours_end(Part part) const {
  constexpr int noon = 12 * 60;
  std::optional<int> minute;
  for (const auto& span : calendar.rule().hours) {
    const bool morning = span.from < noon;
    if (part == Part::none || (part == Part::morning && morning) || (part == Part::afternoon && !morning))
      minute = span.until;
  }
  return minute;
}

Resolved Resolver::from_day_end(const DayEnd& day_end) const {
  const auto minute = hours_end(day_end.part);
  if (!minute || *minute >= calendar::kMinutesPerDay) return {std::nullopt, Problem::vague};
  if (day_end.day.end == 0) return {std::nullopt, Problem::no_day};
  When when = day_end.day;
  when.minute = *minute;
  return from_when(when);
}

}  // namespace policies::phrases
