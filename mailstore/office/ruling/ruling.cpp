#include "mailstore/office/ruling/ruling.h"

#include "mailstore/office/ruling/drafting/card_budget.h"
#include "mailstore/office/ruling/steps/answer_proof.h"
#include "mailstore/office/ruling/steps/result_files.h"

namespace mailstore::office {

base::Result<Ruling> rule(const RulingTools& tools, const Intake& intake) {
  auto ruling = std::visit([&](const auto& ask) { return rule_on(tools, intake.head, ask); }, intake.ask);
  if (!ruling) return ruling;
  auto proven = ask_unless_proven(tools, intake, std::move(*ruling));
  if (!proven) return proven;
  if (auto added = add_result_files(tools.reader, *proven); !added) return added.error();
  return within_card_budget(tools, intake, std::move(*proven));
}

Event event_of(const IntakeHead& head, EventBody body) {
  Event event;
  event.office = head.office;
  event.at = head.at;
  event.actor = head.author.id;
  event.actor_address = head.author.address;
  event.actor_name = head.author.full_name;
  event.cause = head.cause;
  event.cause_message_id = head.message_id;
  event.body = std::move(body);
  event.answers = head.question_done;
  if (auto* step = std::get_if<TaskStep>(&event.body)) {
    step->files.insert(step->files.end(), head.files.begin(), head.files.end());
    step->mails.insert(step->mails.end(), head.mails.begin(), head.mails.end());
  }
  if (auto* question = std::get_if<Question>(&event.body)) {
    question->files.insert(question->files.end(), head.files.begin(), head.files.end());
    question->mails.insert(question->mails.end(), head.mails.begin(), head.mails.end());
  }
  return event;
}

Event answer_of(const IntakeHead& head, AnswerFrom from, std::string rule, std::string subject, std::string text) {
  Answered answered;
  answered.rule = std::move(rule);
  answered.subject = std::move(subject);
  answered.text = std::move(text);
  answered.from_records = from == AnswerFrom::records;
  return event_of(head, std::move(answered));
}

std::string in_languages(const base::Sentence& sentence, bool english) {
  if (!english) return sentence.vi + "\n";
  return sentence.vi + "\n\n----------\n\n" + sentence.en + "\n";
}

}  // namespace mailstore::office
