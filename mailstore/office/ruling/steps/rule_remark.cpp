// Business that went past the office: the mail goes as it is, its author is told. Plain talk is answered once a thread.
#include "mailstore/office/ruling/ruling.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const RemarkAsk& ask) {
  if (!ask.thread.empty()) {
    auto told = was_said(tools.reader, head.office, ask.thread, head.author.id);
    if (!told) return told.error();
    if (*told) return Ruling{};
  }
  const std::string title = policies::phrases::shortened(policies::tasks::title_of(head.subject));
  Event event = answer_of(head, ask.from_tasks ? AnswerFrom::tasks : AnswerFrom::records, ask.rule, "Re: " + title,
                          answer_text(head, ask.what));
  std::get<Answered>(event.body).thread = ask.thread;
  return Ruling{{std::move(event)}, std::nullopt};
}

}  // namespace mailstore::office
