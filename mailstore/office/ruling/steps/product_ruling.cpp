#include "mailstore/office/ruling/steps/product_ruling.h"

#include <algorithm>

#include "policies/tasks/product.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

std::optional<Event> ask_for_product(const TaskCase& c, const std::vector<tasks::TaskEvent>& steps, bool has_files) {
  const bool reports = std::any_of(steps.begin(), steps.end(), [](const tasks::TaskEvent& step) {
    return (step.kind == tasks::EventKind::submitted && !step.hand) || step.kind == tasks::EventKind::hand_submitted;
  });
  if (!reports || has_files) return std::nullopt;
  const std::string product = tasks::product_asked(c.task());
  if (product.empty()) return std::nullopt;
  const tasks::MessageText text = tasks::product_message(c.task(), c.party(), c.side(), product, c.head().at);
  Question question;
  question.rule = "no-product";
  question.subject = text.subject;
  question.text = text.in(c.head().english);
  question.task = c.task().head.task;
  question.party = c.party();
  question.steps = steps;
  return event_of(c.head(), std::move(question));
}

}  // namespace mailstore::office
