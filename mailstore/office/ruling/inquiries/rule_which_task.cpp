// Words that may be about several tasks: which one is asked, and they wait with their files until it is said.
#include "mailstore/office/ruling/ruling.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/conversation_text.h"

namespace mailstore::office {

base::Result<Ruling> rule_on(const RulingTools&, const IntakeHead& head, const WhichTaskAsk& ask) {
  std::vector<policies::tasks::OfferedTask> offered;
  for (const TaskChoice& choice : ask.choices) offered.push_back({choice.number, choice.title});
  const auto text = policies::tasks::which_task_message(head.text.text, head.files, offered);
  Question question;
  question.rule = "which-task";
  question.subject = text.subject;
  question.text = text.in(head.english);
  question.choices = ask.choices;
  question.words = head.text.text;
  return Ruling{{event_of(head, std::move(question))}, std::nullopt};
}

}  // namespace mailstore::office
