#include "policies/calendar/calendar.h"

#include <algorithm>

namespace policies::calendar {

Calendar::Calendar(WeeklyRule rule, std::vector<DayEntry> days, std::string version)
    : rule_(std::move(rule)), version_(std::move(version)) {
  for (auto& day : days) {
    years_.insert(day.date.year);
    days_.insert_or_assign(day.date, std::move(day));
  }
}

bool Calendar::is_working(Date date) const {
  if (const auto found = days_.find(date); found != days_.end()) return found->second.kind == DayKind::work;
  return rule_.works[static_cast<std::size_t>(weekday(date) - 1)];
}

DayAnswer Calendar::is_working_day(Date date) const {
  const auto found = days_.find(date);
  return DayAnswer{is_working(date), covers(date), found == days_.end() ? std::string() : found->second.note, version_};
}

std::vector<DayEntry> Calendar::entries() const {
  std::vector<DayEntry> out;
  for (const auto& [date, entry] : days_) out.push_back(entry);
  return out;
}

WorkingTime Calendar::add_working_days(Date from, int n) const {
  bool covered = covers(from);
  Date day = from;
  const int wanted = std::clamp(n, 0, kMaxSteps);
  // A table may declare whole years off; the walk ends all the same.
  for (int found = 0, walked = 0; found < wanted && walked < kMaxSteps * 10; ++walked) {
    day = add_days(day, 1);
    covered = covered && covers(day);
    if (is_working(day)) ++found;
  }
  return WorkingTime{day, end_of_day(day, rule_.offset_minutes), covered, version_};
}

WorkingTime Calendar::add_working_days(base::Timestamp from, int n) const {
  return add_working_days(local_date(from, rule_.offset_minutes), n);
}

base::Timestamp Calendar::next_working_minute(base::Timestamp from, bool& covered) const {
  Date day = local_date(from, rule_.offset_minutes);
  int minute = local_minute(from, rule_.offset_minutes);
  if (from.us % 60000000 != 0) ++minute;  // the minute that is running has begun already
  for (int walked = 0; walked < kMaxSteps; ++walked) {
    covered = covered && covers(day);
    if (is_working(day)) {
      for (const auto& span : rule_.hours) {
        if (minute < span.until) return at_minute(day, std::max(minute, span.from), rule_.offset_minutes);
      }
    }
    day = add_days(day, 1);
    minute = 0;
  }
  return at_minute(day, 0, rule_.offset_minutes);
}

WorkingTime Calendar::add_working_hours(base::Timestamp from, int hours) const {
  const int offset = rule_.offset_minutes;
  const int wanted = std::clamp(hours, 0, kMaxSteps);
  bool covered = true;
  base::Timestamp time = next_working_minute(from, covered);
  const int per_day = std::max(1, rule_.hours_per_day);
  if (const int days = wanted / per_day; days > 0) {
    const int minute = local_minute(time, offset);
    const WorkingTime moved = add_working_days(time, days);
    covered = covered && moved.covered;
    time = at_minute(moved.date, minute, offset);
  }
  time = walk_minutes(time, wanted % per_day * 60, covered);
  return WorkingTime{local_date(time, offset), time, covered, version_};
}

base::Timestamp Calendar::walk_minutes(base::Timestamp time, int minutes, bool& covered) const {
  int left = minutes;
  for (int walked = 0; left > 0 && walked < kMaxSteps; ++walked) {
    time = next_working_minute(time, covered);
    const int minute = local_minute(time, rule_.offset_minutes);
    int step = 0;
    for (const auto& span : rule_.hours) {
      if (minute >= span.from && minute < span.until) step = std::min(left, span.until - minute);
    }
    if (step == 0) break;  // no working hours at all
    left -= step;
    time = time + std::chrono::minutes(step);
  }
  return time;
}

WorkingTime Calendar::add_working_minutes(base::Timestamp from, int minutes) const {
  bool covered = true;
  const base::Timestamp time =
      walk_minutes(next_working_minute(from, covered), std::clamp(minutes, 0, kMaxMinutes), covered);
  return WorkingTime{local_date(time, rule_.offset_minutes), time, covered, version_};
}

MinutesAnswer Calendar::working_minutes_between(base::Timestamp from, base::Timestamp until) const {
  const int offset = rule_.offset_minutes;
  const Date last = local_date(until, offset);
  Date day = local_date(from, offset);
  MinutesAnswer answer{0, covers(day) && covers(last), version_};
  if (until <= from) return answer;
  int begin = local_minute(from, offset);
  if (from.us % 60000000 != 0) ++begin;
  for (int walked = 0; day <= last && walked < kMaxSteps; ++walked) {
    answer.covered = answer.covered && covers(day);
    const int end = day == last ? local_minute(until, offset) : kMinutesPerDay;
    if (is_working(day)) {
      for (const auto& span : rule_.hours)
        answer.minutes += std::max(0, std::min(end, span.until) - std::max(begin, span.from));
    }
    if (day == add_days(day, 1)) break;  // the last day there is
    day = add_days(day, 1);
    begin = 0;
  }
  return answer;
}

std::optional<Date> Calendar::first_working_day(Date from, Date until) const {
  Date day = from;
  for (int walked = 0; day <= until && walked < kMaxSteps; ++walked) {
    if (is_working(day)) return day;
    day = add_days(day, 1);
  }
  return std::nullopt;
}

std::optional<Date> Calendar::last_working_day(Date from, Date until) const {
  Date day = until;
  for (int walked = 0; day >= from && walked < kMaxSteps; ++walked) {
    if (is_working(day)) return day;
    day = add_days(day, -1);
  }
  return std::nullopt;
}

CountAnswer Calendar::working_days_between(Date from, Date until) const {
  CountAnswer answer{0, covers(from) && covers(until), version_};
  Date day = from;
  for (int walked = 0; day < until && walked < kMaxSteps; ++walked) {
    day = add_days(day, 1);
    answer.covered = answer.covered && covers(day);
    if (is_working(day)) ++answer.days;
  }
  return answer;
}

}  // namespace policies::calendar
