// The calendars of all offices: tables that were imported, each with a name, a version, its office (or all) and its
// date, over the shipped one; and what a new book changes against an old one, for the preview of recounting open terms.
// Pure; immutable values, share freely between threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "policies/calendar/calendar.h"

namespace policies::calendar {

struct BookTable {
  std::string name;             // "Một cửa Bắc Sơn"
  std::string version;          // "BACSON-2028.1"; named in every answer
  base::UnitId office;          // none: for all offices
  base::Timestamp imported_at;  // of two tables for the same year the later one counts; at one time, the later in order
  std::vector<DayEntry> days;
};

class CalendarBook {
 public:
  // One weekly rule for all. Without a table every office has the shipped calendar.
  explicit CalendarBook(std::vector<BookTable> tables, WeeklyRule rule = {});

  // Year by year the first table that has days in it: the office's own, the one for all, the shipped one. A table is a
  // whole year's: what it leaves out of that year is an ordinary day. The version names every table that was used, the
  // office's own first: "BACSON-2028.1 + VN-2026.1". The reference lives as long as the book.
  const Calendar& for_office(base::UnitId office) const;

  // Version of the table that this year is taken from; "": no table has it.
  std::string version_of_year(base::UnitId office, int year) const;

  const std::vector<BookTable>& tables() const { return tables_; }  // as given

 private:
  // For each year the first that has days in it counts.
  std::vector<const BookTable*> order_for(base::UnitId office) const;
  Calendar built_for(base::UnitId office, const WeeklyRule& rule) const;

  std::vector<BookTable> tables_;
  std::map<base::UnitId, Calendar> by_office_;  // "none": for all others
};

struct DayDifference {
  Date date;
  DayAnswer before, after;
};

struct CalendarDifference {
  std::vector<DayDifference> days;  // working in one and off in the other, or in the table of one only; ascending
  bool hours_differ = false;        // the working hours of a day, or how many of them are a day
};
// Looks at from … until, both included; at most Calendar::kMaxSteps days.
CalendarDifference compare(const Calendar& before, const Calendar& after, Date from, Date until);

// An open term as the journal knows it.
struct OpenTerm {
  base::Timestamp due;
  // From when working days or hours were counted; nothing: a day that was named, which no calendar moves.
  std::optional<base::Timestamp> counted_from;
};

struct Recount {
  bool moves = false;
  base::Timestamp due;       // counted anew; else the term's own
  bool day_off_now = false;  // the day of `due` was a working day in the old calendar and is none in the new: said only
  bool other_count = false;  // counted, yet not with the old calendar (granted, changed by hand): left alone
  bool covered = true;       // false: the new table does not reach so far
  std::string version;       // of the new calendar
};
// What the term is when it is counted anew. A term that ends with its day was counted in working days, any other in
// working hours (up to Calendar::kMaxSteps). Nothing is moved that was not counted.
Recount recount(const OpenTerm& term, const Calendar& before, const Calendar& after);

}  // namespace policies::calendar
