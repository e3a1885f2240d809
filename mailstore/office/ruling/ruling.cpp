#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

base::Result<Ruling> rule(const RulingTools& tools, const Intake& intake) {
  switch (intake.kind) {
    case IntakeKind::assignment: return rule_assignment(tools, intake);
    case IntakeKind::task_reply: return rule_task_reply(tools, intake);
    case IntakeKind::records: return rule_records(tools, intake);
    case IntakeKind::dispatch: break;
  }
  return rule_dispatch(tools, intake);
}

Event event_of(const Intake& intake, EventBody body) {
  Event event;
  event.office = intake.office;
  event.at = intake.at;
  event.actor = intake.author.id;
  event.actor_address = intake.author.address;
  event.actor_name = intake.author.full_name;
  event.verdict = intake.verdict;
  event.verdict_sentence = intake.verdict_sentence;
  event.cause = intake.cause;
  event.cause_message_id = intake.message_id;
  event.body = std::move(body);
  return event;
}

Event answer_of(const Intake& intake, std::string rule, std::string subject, std::string text) {
  Answered answered;
  answered.rule = std::move(rule);
  answered.subject = std::move(subject);
  answered.text = std::move(text);
  answered.from_records = intake.kind == IntakeKind::records || intake.kind == IntakeKind::dispatch;
  return event_of(intake, std::move(answered));
}

std::string both_languages(const policies::access::Sentence& sentence) {
  return sentence.vi + "\n\n----------\n\n" + sentence.en + "\n";
}

}  // namespace mailstore::office
