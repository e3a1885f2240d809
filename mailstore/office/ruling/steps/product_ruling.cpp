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
  // What his people handed in goes up with it.
  const auto& hands = c.party_value().hands;
  if (c.side().head && std::any_of(hands.begin(), hands.end(),
                                   [](const tasks::Hand& hand) { return hand.state == tasks::HandState::submitted; }))
    return std::nullopt;
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

std::optional<Event> offer_assigner(const TaskCase& c, const policies::replies::Reply& reply) {
  if (reply.intent != policies::replies::Intent::approve || !c.side().head) return std::nullopt;
  const tasks::TaskParty& unit = c.party_value();
  const tasks::Hand* wish = nullptr;
  for (const tasks::Hand& hand : unit.hands) {
    if (hand.state == tasks::HandState::submitted || hand.state == tasks::HandState::refused) return std::nullopt;
    if (!hand.asked_due || !tasks::is_open(hand.state)) continue;
    if (wish != nullptr) return std::nullopt;
    wish = &hand;
  }
  if (wish == nullptr || !unit.due || *wish->asked_due <= *unit.due || unit.pending_extension() != nullptr)
    return std::nullopt;
  tasks::TaskEvent asked;
  asked.kind = tasks::EventKind::extension_asked;
  asked.party = c.shown();
  asked.due = wish->asked_due;
  asked.reason = wish->asked_reason.empty() ? wish->name + " xin thêm thời gian" : wish->asked_reason;
  asked.at = c.head().at;
  asked.actor = c.head().author.id;
  const tasks::Applied applied = tasks::apply(c.task(), asked);
  if (!applied.ok) return std::nullopt;  // the refusal says why
  const tasks::MessageText text = tasks::beyond_message(c.task(), c.party(), c.side(), *wish, c.head().at);
  Question question;
  question.rule = "hand-beyond";
  question.subject = text.subject;
  question.text = text.in(c.head().english);
  question.task = c.task().head.task;
  question.party = c.party();
  question.steps.push_back(std::move(asked));
  return event_of(c.head(), std::move(question));
}

std::optional<Event> ask_for_missing(const TaskCase& c, const std::vector<tasks::TaskEvent>& steps) {
  const bool sends_up = std::any_of(steps.begin(), steps.end(), [](const tasks::TaskEvent& step) {
    return step.kind == tasks::EventKind::submitted;
  });
  const std::string missing = sends_up ? tasks::hands_missing(c.party_value()) : std::string();
  if (missing.empty()) return std::nullopt;
  const tasks::MessageText text = tasks::missing_message(c.task(), c.party(), c.side(), missing, c.head().at);
  Question question;
  question.rule = "hand-missing";
  question.subject = text.subject;
  question.text = text.in(c.head().english);
  question.task = c.task().head.task;
  question.party = c.party();
  question.steps = steps;
  return event_of(c.head(), std::move(question));
}

}  // namespace mailstore::office
