// Ruling: what an intake comes to, decided inside the unit of work under the lock of the office's journal: events to
// write, or a refusal. Reads rows and the directory's view, writes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/sql/database.h"
#include "mailstore/office/reading/intake.h"
#include "mailstore/office/rows/rows.h"
#include "policies/calendar/calendar.h"

namespace mailstore::office {

struct RulingTools {
  base::SqlReader& reader;
  const directory::DirectoryView& view;
  const policies::calendar::Calendar& calendar;
  base::IdMaker& ids;
};

struct Ruling {
  std::vector<Event> events;           // of intake.office, in order; seq is given when they are written
  std::optional<base::Error> refused;  // the mail is not taken; the events (what is answered) are written all the same
};

// Errors: of the database only.
base::Result<Ruling> rule(const RulingTools& tools, const Intake& intake);

// One per kind.
base::Result<Ruling> rule_assignment(const RulingTools& tools, const Intake& intake);
base::Result<Ruling> rule_task_reply(const RulingTools& tools, const Intake& intake);
base::Result<Ruling> rule_records(const RulingTools& tools, const Intake& intake);
base::Result<Ruling> rule_dispatch(const RulingTools& tools, const Intake& intake);

// An event of the intake's office and author, with the intake as its cause.
Event event_of(const Intake& intake, EventBody body);
// The answer to its author; nothing changes.
Event answer_of(const Intake& intake, std::string rule, std::string subject, std::string text);
// An office by one of its role mailboxes, a section by its own, or a person or other mailbox; role and due date are
// left out.
policies::tasks::TaskParty party_of_account(const directory::DirectoryView& view, const directory::Account& account,
                                            base::UnitId own_office);
// Both languages, as one text.
std::string both_languages(const policies::access::Sentence& sentence);

}  // namespace mailstore::office
