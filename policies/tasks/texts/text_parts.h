// What the messages of tasks are made of: blocks that several of them share. Internal to policies/tasks. Pure.
#pragma once

#include <string>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

inline constexpr std::size_t kMaxFact = 16 * 1024;  // bytes of one line of facts

// Opening and body are parted by an empty line; the English block stands behind the Vietnamese.
MessageText message(std::string subject, Sentence opening, const std::string& vi, const std::string& en);

std::string tag(const Task& task);          // "[NV-2026-000123] "
std::string short_title(const Task& task);  // fits into a subject
// What was done, of which task: in a list of mails the number alone tells nobody.
std::string step_subject(const Task& task, const Sentence& what);

const TaskParty& party_at(const Task& task, int party);  // the lead when there is no such party

// The facts of the task, line by line: the same in every message.
void append_facts(const Task& task, int card, std::string& vi, std::string& en);
void append_state(const Task& task, int card, base::Timestamp now, std::string& vi, std::string& en);
// Who of the unit has what: for its head.
void append_hands(const TaskParty& party, std::string& vi, std::string& en);
// What was added to the direction, for this card.
void append_additions(const Task& task, int card, std::string& vi, std::string& en);
void append_choices(const Task& task, int card, Side side, base::Timestamp now, std::string& vi, std::string& en);

Sentence due_in_full(const std::optional<base::Timestamp>& due, bool day_off);
// "20/12/2026 là Chủ nhật", "01/01/2027 là ngày nghỉ".
Sentence day_off_note(base::Timestamp due);
// Is the party's present deadline known to be a day off?
bool due_is_day_off(const Task& task, const TaskParty& party);

}  // namespace policies::tasks
