// The one mail of a morning: what a person must see to today, by urgency. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sentence.h"
#include "policies/calendar/date.h"
#include "policies/reminders/password_reminder.h"
#include "policies/reminders/reminders.h"
#include "policies/tasks/texts/task_text.h"

namespace policies::reminders {

struct DigestLine {
  Reminder reminder;
  base::UnitId office;  // that gave the task
  std::string number, title;
  std::string holder;    // who must act: unit or person
  std::string assigner;  // who gave it
  base::Sentence state;  // describe_state()
  bool due_day_off = false;
};

struct Digest {
  std::string name;  // of who reads it
  calendar::Date day;
  std::vector<DigestLine> lines;  // in any order
  std::optional<PasswordReminder> password{};
};

// The sections of a digest, the most urgent first; each line stands in one of them.
enum class Section { overdue, today, before, overdue_given, unaccepted, unassigned };
struct DigestSection {
  Section section = Section::overdue;
  base::Sentence heading;
  std::vector<DigestLine> lines;  // by due time, then number
};
std::vector<DigestSection> sections_of(const Digest& digest);

// Subject and text; REQUIRES: lines not empty, or a password. "Nhắc việc 27/11: 2 quá hạn, 1 hôm nay".
tasks::MessageText digest_message(const Digest& digest);
// "2 quá hạn, 1 hôm nay, mật khẩu còn 7 ngày".
base::Sentence counts_of(const Digest& digest);
// What stands below the sections: where an answer goes. Empty when there are no tasks in it.
base::Sentence foot_of(const Digest& digest);
// One line of it: what is due, since when, who has it.
base::Sentence describe(const DigestLine& line);

}  // namespace policies::reminders
