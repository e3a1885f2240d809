// A task as it comes to be: drafted from a leader's mail, completed by his answers, created when nothing is missing.
#pragma once

#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/task_text.h"

namespace mailstore::office {

// Who may be told what, and what could not be used.
struct Drafted {
  TaskDraft draft;
  std::optional<base::Sentence> out_of_reach;  // somebody whom the author may not give tasks
  policies::tasks::Unclear unclear;            // what is missing, in the words of its own mail
};

// From the mail itself: parties from To and Cc, the title from the subject, the deadline from the words.
Drafted draft_of_mail(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask);

// What is still missing; `rule` names the first, "" when the draft is complete.
std::string missing_rule(const TaskDraft& draft);
policies::tasks::Unclear missing_of(const TaskDraft& draft);

// The draft with what the answer says: a deadline or that there is none, units and persons in its text or its To and
// Cc, a title. `used`: it said something of what was missing.
struct Completed {
  TaskDraft draft;
  bool used = false;
  std::vector<std::string> several;            // names that more than one has
  policies::phrases::DeadlineAnswer deadline;  // as the answer gave it, when it did
  std::optional<base::Sentence> out_of_reach;
};
Completed complete(const RulingTools& tools, const IntakeHead& answer, const TaskDraft& draft);

// Why the author may not give a task to these parties now; nothing: he may.
std::optional<base::Sentence> may_not_assign(const RulingTools& tools, const IntakeHead& head,
                                             const std::vector<policies::tasks::TaskParty>& parties);

// The event that creates the task. `ahead`: how many are created before it in the same ruling. REQUIRES:
// missing_rule(draft) is empty. Errors: of the database.
base::Result<Event> create_task(const RulingTools& tools, const IntakeHead& head, TaskDraft draft, int ahead = 0);

}  // namespace mailstore::office
