#include "policies/calendar/calendar_book.h"

#include <algorithm>
#include <set>

namespace policies::calendar {

CalendarBook::CalendarBook(std::vector<BookTable> tables, WeeklyRule rule) : tables_(std::move(tables)) {
  by_office_.emplace(base::UnitId(), built_for(base::UnitId(), rule));
  for (const auto& table : tables_) {
    if (!by_office_.contains(table.office)) by_office_.emplace(table.office, built_for(table.office, rule));
  }
}

const Calendar& CalendarBook::for_office(base::UnitId office) const {
  const auto found = by_office_.find(office);
  return found != by_office_.end() ? found->second : by_office_.at(base::UnitId());
}

std::vector<const BookTable*> CalendarBook::order_for(base::UnitId office) const {
  std::vector<const BookTable*> order;
  for (const auto& table : tables_) {
    if (table.office == office || !table.office) order.push_back(&table);
  }
  std::reverse(order.begin(), order.end());
  std::stable_sort(order.begin(), order.end(), [&](const BookTable* a, const BookTable* b) {
    const bool own_a = static_cast<bool>(a->office), own_b = static_cast<bool>(b->office);
    return own_a != own_b ? own_a : a->imported_at > b->imported_at;
  });
  static const BookTable shipped{"", kShippedVersion, {}, {}, shipped_days()};
  order.push_back(&shipped);
  return order;
}

std::string CalendarBook::version_of_year(base::UnitId office, int year) const {
  for (const BookTable* table : order_for(office)) {
    const bool has = std::any_of(table->days.begin(), table->days.end(),
                                 [year](const DayEntry& day) { return day.date.year == year; });
    if (has) return table->version;
  }
  return {};
}

Calendar CalendarBook::built_for(base::UnitId office, const WeeklyRule& rule) const {
  std::set<int> years;
  std::vector<DayEntry> days;
  std::string version;
  for (const BookTable* table : order_for(office)) {
    std::set<int> new_years;
    for (const auto& day : table->days) {
      if (years.contains(day.date.year)) continue;
      new_years.insert(day.date.year);
      days.push_back(day);
    }
    if (new_years.empty()) continue;
    years.insert(new_years.begin(), new_years.end());
    version += (version.empty() ? "" : " + ") + table->version;
  }
  return Calendar(rule, std::move(days), std::move(version));
}

CalendarDifference compare(const Calendar& before, const Calendar& after, Date from, Date until) {
  CalendarDifference out;
  const auto& a = before.rule();
  const auto& b = after.rule();
  out.hours_differ = a.hours_per_day != b.hours_per_day || a.hours.size() != b.hours.size();
  for (std::size_t i = 0; !out.hours_differ && i < a.hours.size(); ++i)
    out.hours_differ = a.hours[i].from != b.hours[i].from || a.hours[i].until != b.hours[i].until;
  Date day = from;
  for (int walked = 0; day <= until && walked < Calendar::kMaxSteps; ++walked) {
    DayDifference difference{day, before.is_working_day(day), after.is_working_day(day)};
    if (difference.before.working != difference.after.working || difference.before.covered != difference.after.covered)
      out.days.push_back(std::move(difference));
    if (day == add_days(day, 1)) break;  // the last day there is
    day = add_days(day, 1);
  }
  return out;
}

namespace {

// How many working hours were counted from `from` to `due`; nothing: no whole number of them.
std::optional<int> hours_counted(const Calendar& calendar, base::Timestamp from, base::Timestamp due) {
  int low = 1, high = Calendar::kMaxSteps;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (calendar.add_working_hours(from, middle).time < due) low = middle + 1;
    else high = middle;
  }
  if (calendar.add_working_hours(from, low).time != due) return std::nullopt;
  return low;
}

}  // namespace

Recount recount(const OpenTerm& term, const Calendar& before, const Calendar& after) {
  const int offset = before.rule().offset_minutes;
  const Date day = local_date(term.due, offset);
  Recount out;
  out.due = term.due;
  out.covered = after.covers(day);
  out.version = after.version();
  if (term.counted_from) {
    const Date start = local_date(*term.counted_from, offset);
    if (term.due == end_of_day(day, offset)) {
      const int n = before.working_days_between(start, day).days;
      out.other_count = n == 0 || before.add_working_days(start, n).time != term.due;
      if (!out.other_count) {
        const WorkingTime counted = after.add_working_days(start, n);
        out.due = counted.time;
        out.covered = counted.covered;
      }
    } else if (const auto n = hours_counted(before, *term.counted_from, term.due)) {
      const WorkingTime counted = after.add_working_hours(*term.counted_from, *n);
      out.due = counted.time;
      out.covered = counted.covered;
    } else {
      out.other_count = true;
    }
  }
  out.moves = out.due != term.due;
  const Date due_day = local_date(out.due, offset);
  out.day_off_now = before.is_working(due_day) && !after.is_working(due_day);
  return out;
}

}  // namespace policies::calendar
