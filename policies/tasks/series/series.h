// A series: an assignment that comes again and again, each period as a task of its own (CK-2026-000003, "chu kỳ"). The
// journal keeps what began, changed and ended it and the task of each period; this value is folded from that. Pure,
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/phrases/period_change.h"
#include "policies/tasks/task.h"

namespace policies::tasks {

enum class SeriesState { running, paused, ended };
const char* to_string(SeriesState state);  // "RUNNING", as stored
std::optional<SeriesState> parse_series_state(std::string_view word);

// A period that is dealt with: it has its task, or was missed and said so.
struct DonePeriod {
  calendar::Date due;
  phrases::PeriodUnit unit = phrases::PeriodUnit::month;
  bool operator==(const DonePeriod&) const = default;
};
inline constexpr std::size_t kMostDone = 64;  // remembered; older ones lie behind `after` by then

inline constexpr int kMostDaysBefore = 60;
// SeriesChange::reason when the server pauses: the assigner is gone or may no longer assign; a party is gone, with its
// name behind the word.
inline constexpr std::string_view kAssignerGone = "assigner", kPartyGone = "party:";

struct Series {
  base::UnitId office;
  std::int64_t id = 0;     // seq of the event that began it
  std::string number;      // "CK-2026-000003"
  Assignment assignment;   // of each period; without task, number and deadline. assigned_at: when the series began
  phrases::Period period;  // the rule …
  std::optional<phrases::Period> then;  // … and the one that holds from then->first on
  int days_before = 0;  // working days before the due day on which a period's task is handed out. 0 … kMostDaysBefore
  SeriesState state = SeriesState::running;
  bool by_server = false;        // paused because it could not go on
  std::string reason;            // of the pause or the end
  base::Timestamp after;         // due times up to this one are no longer asked about
  std::vector<DonePeriod> done;  // the last ones, oldest first
  std::int64_t source = 0;       // seq of the event whose mail holds the words and files
  std::int64_t last_seq = 0;     // of the last event about it
  int created = 0;               // tasks so far
};

// What changes a series; what is not set stays. It holds for periods that have no task yet.
struct SeriesChange {
  std::optional<phrases::Period> period;  // first_said and still to come: from that day on; else at once
  std::optional<int> days_before;
  std::optional<std::vector<TaskParty>> parties;
  std::optional<Mode> mode;
  std::string added;                 // to the direction
  std::optional<SeriesState> state;  // running or paused
  bool by_server = false;
  std::string reason;
  base::AccountId assigner;  // who gives it from now on, with his name
  std::string assigner_name;
  std::vector<calendar::Date> missed;  // due days that passed before their task could be given
};
Series changed(Series series, const SeriesChange& change, base::Timestamp at);
// The period with this due day has its task.
Series with_task(Series series, calendar::Date due, base::Timestamp due_time);

// One period to come: when it is due and when its task is handed out (at the beginning of the office's hours).
struct ComingPeriod {
  phrases::Deadline due;
  base::Timestamp handed_out;
};
// The next ones that are not dealt with, at most `count`; fewer: then the series is over. They may lie in the past.
std::vector<ComingPeriod> coming_periods(const Series& series, const calendar::Calendar& calendar, std::size_t count);

// The rule that a due day belongs to.
const phrases::Period& rule_for(const Series& series, calendar::Date due);
// Working days before the due day when nobody says so: daily 0, weekly 4, monthly 10, longer 20.
int usual_days_before(const phrases::Period& period);
// From when on due days count for a series that begins now: from tomorrow, unless today is said.
base::Timestamp begins_after(const phrases::Period& period, base::Timestamp now);

}  // namespace policies::tasks
