// The figures of an office's report: tasks, people who worked, accounts; each with what is counted, of how many, and
// who or which that is. Computed from folded tasks and facts about people; pure. Documents and one-stop files are
// further sections.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/sentence.h"
#include "policies/calendar/date.h"
#include "policies/tasks/lists/task_report.h"

namespace mailstore::office {

// Days of the office's wall calendar, both included.
struct ReportSpan {
  policies::calendar::Date from, until;
  std::string name;  // "tháng 12/2026"
  base::Timestamp begin() const { return policies::calendar::at_minute(from, 0); }
  base::Timestamp end() const { return policies::calendar::at_minute(policies::calendar::add_days(until, 1), 0); }
};

struct Ratio {
  int part = 0;
  std::optional<int> whole;  // nothing: a number by itself
  // Tenths of a percent, round half up; nothing without a whole or when it is 0.
  std::optional<int> tenths() const;
  bool operator==(const Ratio&) const = default;
};

// One task of a party, or one person, that a figure counts.
struct FigureItem {
  bool counted = true;  // in `part`; false: only in `whole`
  std::string id;       // "NV-2026-000123/1" (number of the task, party from 1); address of a person
  std::string unit_code, name;
  std::string about;  // title of the task; what the person is
  std::optional<base::Timestamp> due;
  std::optional<base::Timestamp> at;  // when it was done; when the person was last at work
  std::string status;  // "done_on_time", "open_overdue" …; "acted", "signed_in", "absent", "own", "initial" …
};

struct Figure {
  std::string key;  // "tasks.on_time"; never changes its meaning
  base::Sentence name;
  base::Sentence rule;  // what is counted, of what
  Ratio now;
  std::optional<Ratio> before;  // of the period before; nothing: not known
  std::optional<int> mark_pct;  // what the office is to reach
  bool lists_rest = false;      // what matters is who is *not* counted: shown beneath the figure
  std::vector<FigureItem> items;
};

struct FigureSection {
  std::string key;  // "tasks", "people", "accounts"
  base::Sentence title;
  std::vector<Figure> figures;
};

// Of a unit: how many people it has, how many of them worked.
struct UnitUse {
  std::string unit_code, unit_name;
  Ratio worked;
  std::optional<Ratio> before;
};

struct OfficeReport {
  std::string office_code, office_name;  // "" and the root's name: all offices
  ReportSpan span, before;
  base::Timestamp as_of;  // the end of the period, or now when it is still running
  base::Timestamp made_at;
  std::vector<FigureSection> sections;
  policies::tasks::Report by_unit, by_person;
  std::vector<UnitUse> use;  // by unit_code
};

struct Activity {
  int events = 0;  // in the journals, by his own mail
  std::optional<base::Timestamp> last_event, last_sign_in;
  bool worked() const { return events > 0 || last_sign_in.has_value(); }
};

struct ReportPerson {
  std::string address, full_name, title, unit_code, unit_name;
  bool active = true;
  std::string password;  // "none", "initial", "reset", "own", "no-change"
  bool locked = false;   // a wait stands before his next sign-in, from some network
  Activity now, before;
};

struct ReportFacts {
  ReportSpan span, before;
  base::Timestamp as_of, made_at;
  std::span<const policies::tasks::Task> tasks;         // as they stood at `as_of`
  std::span<const policies::tasks::Task> tasks_before;  // as they stood when the period began
  std::span<const ReportPerson> people;
};

inline constexpr int kUseMarkPct = 80;  // the founding report's (domain.md 0): 80 % use it

// Without the names of the office.
OfficeReport office_report_of(const ReportFacts& facts);

}  // namespace mailstore::office
