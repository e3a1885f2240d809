// Before a password runs out: 14, 7 and 1 days before, and on the last working morning on which it still opens. Pure,
// thread-safe. Said once like every reminder: the key names when the password runs out and which of the days it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/sentence.h"
#include "policies/calendar/calendar.h"

namespace policies::reminders {

struct PasswordRules {
  int maximum_days = 0;             // age at which it must be changed (policies/password/age.h); 0: nothing is told
  std::vector<int> days{14, 7, 1};  // of the calendar, each 1 … 60
  std::string page;                 // where it is changed, "https://…"
};

struct PasswordReminder {
  base::Timestamp runs_out;
  int days = 0;  // of the calendar, from today's to the day on which it runs out; 0: today
  std::string page;
  std::string key;  // at most 100 octets of ASCII
};

// What is said on `now`'s day about a password that runs out then. Nothing on a day off, nor when it has run out: who
// cannot read mail any more is told at the door. A day that was missed is made up for, but never after a nearer one.
std::optional<PasswordReminder> password_reminder(base::Timestamp runs_out, base::Timestamp now,
                                                  const calendar::Calendar& calendar, const PasswordRules& rules);

// "mật khẩu còn 7 ngày".
base::Sentence password_in_short(const PasswordReminder& reminder);
// When it ends, and how it is changed, step by step.
base::Sentence describe(const PasswordReminder& reminder);

}  // namespace policies::reminders
