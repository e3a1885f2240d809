// The working calendar of an office: a weekly rule and, over it, a table of single days (holidays, swapped days).
// Immutable value; share freely between threads. Every answer carries the version of the calendar it was computed with
// and whether all the days it walked over lie in the table's years.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sentence.h"
#include "policies/calendar/date.h"

namespace policies::calendar {

enum class DayKind { off, work };

struct DayEntry {
  Date date;
  DayKind kind = DayKind::off;
  std::string note;
};

struct Hours {
  int from = 0;   // minute of the day, included
  int until = 0;  // minute of the day, not included
};

// What an ordinary week looks like. The default is the administrative week (domain.md 11).
struct WeeklyRule {
  std::array<bool, 7> works{true, true, true, true, true, false, false};  // [0] Monday … [6] Sunday
  std::vector<Hours> hours{{7 * 60 + 30, 11 * 60 + 30},
                           {13 * 60 + 30, 17 * 60}};  // ascending, not overlapping, not empty
  int hours_per_day = 8;                              // so many working hours are one working day
  int offset_minutes = base::kOfficeOffsetMinutes;
};

// A day or an instant that was computed.
struct WorkingTime {
  Date date;
  base::Timestamp time;  // end_of_day(date) for answers in days
  bool covered = true;   // false: some day on the way lies outside the table's years; holidays there are unknown
  std::string version;
};

struct DayAnswer {
  bool working = false;
  bool covered = true;
  std::string note;  // of the table, "" when the weekly rule decided
  std::string version;
};

struct CountAnswer {
  int days = 0;
  bool covered = true;
  std::string version;
};

struct MinutesAnswer {
  int minutes = 0;  // whole ones
  bool covered = true;
  std::string version;
};

class Calendar {
 public:
  // A year is covered when the table has an entry in it. A later entry for the same day replaces the earlier.
  Calendar(WeeklyRule rule, std::vector<DayEntry> days, std::string version);

  const std::string& version() const { return version_; }
  const WeeklyRule& rule() const { return rule_; }
  bool covers(Date date) const { return years_.contains(date.year); }
  bool is_working(Date date) const;
  DayAnswer is_working_day(Date date) const;
  std::vector<DayEntry> entries() const;  // ascending

  // The n-th working day after the day of `from`; the day itself does not count (domain.md 11). n = 0: the day itself,
  // working or not. REQUIRES: 0 <= n <= kMaxSteps; more is treated as kMaxSteps.
  WorkingTime add_working_days(Date from, int n) const;
  WorkingTime add_working_days(base::Timestamp from, int n) const;

  // Counting starts at the next working minute; each full hours_per_day hours move one working day on at the same time
  // of day, the rest is walked through the working hours. REQUIRES: 0 <= hours <= kMaxSteps; more is treated as
  // kMaxSteps.
  WorkingTime add_working_hours(base::Timestamp from, int hours) const;

  // Minutes of work, walked through the working hours from the next working minute on; no number of them is a day
  // (case-files.md 3.4: what is left when a clock stops). The last minute ends where its hours end: 16:00 + 60 is
  // 17:00. minutes = 0: the next working minute. REQUIRES: 0 <= minutes <= kMaxMinutes; more is treated as kMaxMinutes.
  WorkingTime add_working_minutes(base::Timestamp from, int minutes) const;
  // Whole working minutes between the two; a minute that has begun at `from` or is not over at `until` does not count.
  // 0 when until <= from. Gives back what add_working_minutes() added. At most kMaxSteps days are looked at.
  MinutesAnswer working_minutes_between(base::Timestamp from, base::Timestamp until) const;

  // The first and the last working day of from … until, both included; nothing: there is none. At most kMaxSteps days
  // are looked at.
  std::optional<Date> first_working_day(Date from, Date until) const;
  std::optional<Date> last_working_day(Date from, Date until) const;

  // Working days after `from` up to and including `until`; 0 when until <= from. At most kMaxSteps days are looked at.
  CountAnswer working_days_between(Date from, Date until) const;

  static constexpr int kMaxSteps = 4000;
  static constexpr int kMaxMinutes = kMaxSteps * 60;

 private:
  base::Timestamp next_working_minute(base::Timestamp from, bool& covered) const;
  base::Timestamp walk_minutes(base::Timestamp time, int minutes, bool& covered) const;

  WeeklyRule rule_;
  std::map<Date, DayEntry> days_;
  std::set<int> years_;
  std::string version_;
};

// "date,kind,note" lines: date as 2026-12-18 or 18/12/2026, kind OFF (NGHỈ) or WORK (LÀM), note free (may be quoted as
// in RFC 4180). Comma, semicolon or tab; UTF-8, UTF-16 with a byte order mark or Windows-1258; LF or CRLF. An optional
// heading, Excel's "sep=", empty lines and lines that start with '#' are skipped. At most 5000 lines.
struct TableReading {
  std::vector<DayEntry> days;            // in the order of the lines
  std::vector<base::Sentence> problems;  // one per line that is wrong, with its number; none: the table is whole
};
TableReading read_table(std::string_view csv);
// Errors: bad_input with the first of the problems.
base::Result<std::vector<DayEntry>> parse_table(std::string_view csv);
std::string format_table(const std::vector<DayEntry>& days);  // with the header line; parse_table() reads it again

// The calendar that is shipped: 2026 as announced, 2027 computed from the Labour Code (its notes say so).
const Calendar& shipped_calendar();
std::vector<DayEntry> shipped_days();
inline constexpr const char* kShippedVersion = "VN-2026.1";

}  // namespace policies::calendar
