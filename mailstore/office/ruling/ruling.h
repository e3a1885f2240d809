// Ruling: what an intake comes to, decided inside the unit of work under the lock of the office's journal: events to
// write, or a refusal. Reads rows and the directory's view, writes nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/reading/intake.h"
#include "mailstore/office/rows/rows.h"
#include "policies/calendar/calendar.h"

namespace mailstore::office {

struct RulingTools {
  base::SqlReader& reader;
  const directory::DirectoryView& view;
  const policies::calendar::Calendar& calendar;
  base::IdMaker& ids;
  std::shared_ptr<const policies::calendar::Calendar> held{};  // what keeps the calendar alive, when somebody must
};

// What the author chose to have otherwise.
struct PreferenceChoice {
  directory::Preference preference = directory::Preference::english;
  std::string value;  // "yes", "no"
};

struct Ruling {
  std::vector<Event> events;           // of intake.head.office, in order; seq is given when they are written
  std::optional<base::Error> refused;  // the mail is not taken; the events (what is answered) are written all the same
  std::vector<PreferenceChoice> preferences{};  // of the author, written in the same commit
};

// Errors: of the database only.
base::Result<Ruling> rule(const RulingTools& tools, const Intake& intake);

// One per kind (rule_*.cpp).
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const ReplyAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const RecordsAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const DispatchAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const QuestionAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const RemarkAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const AccessAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const SeriesAsk& ask);
base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const WhichTaskAsk& ask);

// An event of the intake's office and author, with the intake as its cause.
Event event_of(const IntakeHead& head, EventBody body);
// The answer to its author from one of the office's role mailboxes; nothing changes.
enum class AnswerFrom { tasks, records };
Event answer_of(const IntakeHead& head, AnswerFrom from, std::string rule, std::string subject, std::string text);
// An office by one of its role mailboxes, a section by its own, or a person or other mailbox; role and due date are
// left out.
policies::tasks::TaskParty party_of_account(const directory::DirectoryView& view, const directory::Account& account,
                                            base::UnitId own_office);
// As one text: both languages, or Vietnamese alone.
std::string in_languages(const base::Sentence& sentence, bool english);
// As the author wants it.
inline std::string answer_text(const IntakeHead& head, const base::Sentence& sentence) {
  return in_languages(sentence, head.english);
}

}  // namespace mailstore::office
