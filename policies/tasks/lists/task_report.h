// `report tasks`: one row per unit that must give results, or per person, and the total (domain.md 8.5). Of a joint
// task the lead counts, of one in which each answers for itself every part by its own unit. Computed from folded tasks;
// pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policies/calendar/date.h"
#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

// Rows of units count parties, rows of people what each has in hand: a person's own task, or a hand inside a unit (two
// people with the same task are two); what a unit has given to nobody stands in a row of its own, without an address.
// total = done_on_time + done_late + open_in_time + open_near_due + open_overdue + no_deadline. Cancelled tasks are
// left out. returned (a result was given back or the task was refused) and extended (an extension was approved) count
// tasks of any of these groups besides.
struct ReportRow {
  std::string unit_code;
  std::string name;     // of the unit as the tasks name it, or of the person; may be empty
  std::string address;  // of the person; empty in rows of units
  int total = 0;
  int done_on_time = 0;
  int done_late = 0;
  int open_in_time = 0;
  int open_near_due = 0;
  int open_overdue = 0;
  int no_deadline = 0;
  int returned = 0;
  int extended = 0;
  int due_changed = 0;  // the assigner changed the deadline; extensions apart
  // Tenths of a percent, round half up: done_on_time / (done_on_time + done_late + open_overdue). Nothing when that is
  // 0/0.
  std::optional<int> on_time_tenths() const;
  std::string on_time_pct() const;  // "92.5", "" when nothing
};

struct Report {
  std::vector<ReportRow> rows;  // ascending by unit_code; of people by name in each
  ReportRow total;              // unit_code "TOTAL"
  bool by_person = false;
};

struct Period {
  std::optional<base::Timestamp> from;   // assigned at or after
  std::optional<base::Timestamp> until;  // assigned before
};

Report make_report(std::span<const Task> tasks, const Period& period, base::Timestamp now, const TimeRule& rule = {});
Report make_person_report(std::span<const Task> tasks, const Period& period, base::Timestamp now,
                          const TimeRule& rule = {});

inline constexpr const char* kReportColumns =
    "unit_code,total,done_on_time,done_late,open_in_time,open_near_due,open_overdue,no_deadline,returned,extended,on_time_pct,due_changed,name";
// The person report has "address" behind these.

std::string report_csv(const Report& report);   // header line, rows, the TOTAL row; CRLF as in RFC 4180
std::string report_text(const Report& report);  // an aligned table with Vietnamese heads, and the total

struct ReportHeading {
  std::string office;                             // "UBND thị xã Bỉm Sơn"; empty: all
  std::optional<calendar::Date> from, until;      // both included
  base::Timestamp now;                            // the time for which it is true
  std::map<std::string, std::string> unit_names;  // by code, as far as known
};
// One self-contained page, A4 landscape, places for the signatures. No script, nothing remote.
std::string report_html(const Report& report, const ReportHeading& heading);

// round half up of 1000 * part / whole, for part <= whole. REQUIRES: whole > 0.
int tenths_of_percent(long long part, long long whole);

}  // namespace policies::tasks
