// What is late: every open party whose deadline has passed, with whoever has it in hand (domain.md 8.5). Computed from
// folded tasks; pure.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

struct LateItem {
  std::int64_t task = 0;
  int party = 0;
  std::string number, title;
  std::string unit_code, name;
  std::vector<std::string> people;  // inside the unit, who have it in hand
  base::Timestamp due;
  int days_late = 0;  // on the calendar; 0 on the day itself, when an hour was given
  State state = State::not_started;
  base::Timestamp last_update;  // the last step of the party or of somebody inside it; 0 = none yet
};

// Times of the last steps that the value of a task does not hold (a progress, a comment): by task and party.
using LastUpdates = std::map<std::pair<std::int64_t, int>, base::Timestamp>;

// The latest first; of equal ones by number. Suspended parties are not late, nor what waits for the assigner and was
// handed in in time.
std::vector<LateItem> late_list(std::span<const Task> tasks, base::Timestamp now, const TimeRule& rule = {},
                                const LastUpdates& updates = {});

inline constexpr const char* kLateColumns = "number,unit_code,due,days_late,state,last_update,title,name,people";
std::string late_csv(std::span<const LateItem> list, const TimeRule& rule = {});   // CRLF; times as dates of the office
std::string late_text(std::span<const LateItem> list, const TimeRule& rule = {});  // aligned, Vietnamese heads

}  // namespace policies::tasks
