// A task as it comes to be: drafted from a leader's mail, completed by his answers, created when nothing is missing.
#pragma once

#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

// Who may be told what, and what could not be used.
struct Drafted {
  TaskDraft draft;
  std::optional<base::Sentence> out_of_reach;  // he may not give it: at all, or to somebody of them
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

// "NV-2026-000123", of an office below the root "NV.LAMSON-2026-000123": unique in the installation.
std::string office_number(const directory::DirectoryView& view, const char* kind, base::UnitId office, int year,
                          int ordinal);

// The event that creates the task, or begins the series when the draft recurs. `ahead`: how many are created before it
// in the same ruling. REQUIRES: missing_rule(draft) is empty. Errors: of the database.
base::Result<Event> create_task(const RulingTools& tools, const IntakeHead& head, TaskDraft draft, int ahead = 0);

}  // namespace mailstore::office
