// Who must be told what of open tasks on a working day: before the deadline, on the day, after it; what nobody accepted
// or passed on. Pure: the same tasks and day give the same list. What was said already is kept by its key, which names
// object, reason and due time, so that nothing is said twice over restarts and moved clocks, and a changed deadline is
// told anew (domain.md 8.5, 13 C6). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/calendar/calendar.h"
#include "policies/reminders/password_reminder.h"
#include "policies/tasks/steps/task_state.h"

namespace policies::reminders {

struct ReminderRules {
  std::vector<int> days_before{3, 1};  // working days before the due day, each 1 … 30
  bool on_the_day = true;
  bool daily_after = true;    // each working day; else once
  int unaccepted_hours = 16;  // working hours; 0 never. 16 = two days
  int unassigned_hours = 16;  // a unit accepted, and nobody of it has it in hand
  PasswordRules password{};
};

enum class Reason { before, today, overdue, unaccepted, unassigned };
const char* to_string(Reason reason);  // "before"

// Whom it is told.
enum class Audience {
  holder,    // who must act: the person, the people who have it in hand, else the heads of the unit
  head,      // heads of the unit
  clerk,     // the records clerk of the unit's office
  assigner,  // who gave it: a deadline went by
};

struct Reminder {
  std::int64_t task = 0;
  int party = 0;
  int hand = -1;  // of the party; -1: the party itself
  Reason reason = Reason::today;
  Audience audience = Audience::holder;
  int days = 0;  // before: working days left; overdue: days of the calendar that went by; unaccepted, unassigned: hours
  base::Timestamp due;  // of the party or hand; {} when it has none
  std::string key;      // at most 100 octets of ASCII; the audience and the day of a daily one are part of it
};

// What is due on `now`'s day by this calendar. Nothing on a day off. A reminder "3 days before" that fell on a day when
// nothing ran is due on the next one, as long as no later one is.
std::vector<Reminder> reminders_of(const tasks::Task& task, base::Timestamp now, const calendar::Calendar& calendar,
                                   const ReminderRules& rules);

// Working days from `now`'s day to the due day, 0: today; negative: it went by.
int working_days_left(base::Timestamp due, base::Timestamp now, const calendar::Calendar& calendar);

}  // namespace policies::reminders
