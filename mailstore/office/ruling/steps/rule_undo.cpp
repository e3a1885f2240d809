#include <algorithm>

#include "mailstore/office/rows/trail_rows.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/steps/undo_ruling.h"
#include "policies/tasks/undo.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// The steps from `first` on, in their order.
base::Result<std::vector<Event>> steps_from(const TaskCase& c, std::int64_t first) {
  auto trail = read_trail(c.tools().reader, c.task().head.task);
  if (!trail) return trail.error();
  std::erase_if(*trail, [&](const Event& event) {
    const auto* step = std::get_if<TaskStep>(&event.body);
    return event.seq < first || step == nullptr || step->event.kind == tasks::EventKind::commented;
  });
  return std::move(*trail);
}

base::Sentence words_of(const std::vector<Event>& steps) {
  base::Sentence out;
  for (const Event& event : steps) {
    const base::Sentence one = tasks::describe(std::get<TaskStep>(event.body).event, event.actor_name);
    out.vi += (out.vi.empty() ? "" : " ") + one.vi;
    out.en += (out.en.empty() ? "" : " ") + one.en;
  }
  return out;
}

// Who may not take the step any more takes it back no more either: asked of the task as it was before it. Parties that
// came in with the step are asked of the task as it is.
std::optional<base::Sentence> may_not(const TaskCase& c, const tasks::Task& before, const std::vector<Event>& steps) {
  for (const Event& event : steps) {
    const tasks::TaskEvent& step = std::get<TaskStep>(event.body).event;
    const bool was_there = step.party < static_cast<int>(before.parties.size());
    const TaskCase then(c.tools(), c.head(), was_there ? before : c.task(), step.party);
    if (const auto allowed = then.may_take(step); !allowed)
      return why_not(c.tools(), c.head(), c.task(), allowed.refusal);
  }
  return std::nullopt;
}

// What was done inside a unit is taken back there: whose hand it is; -1: others saw the step, too.
int hand_of(const TaskCase& c, const std::vector<Event>& steps) {
  int hand = -1;
  for (const Event& event : steps) {
    const tasks::TaskEvent& step = std::get<TaskStep>(event.body).event;
    if (!tasks::is_hand_step(step.kind)) return -1;
    const auto& party = c.task().parties[static_cast<std::size_t>(step.party)];
    const int one = step.hand ? *step.hand : step.person ? party.open_hand_of(step.person->account) : -1;
    if (hand < 0) hand = one;
  }
  return hand;
}

}  // namespace

base::Result<Ruling> rule_undo(const TaskCase& c) {
  auto before = read_task_before(c.tools().reader, c.task().head.task);
  if (!before) return before.error();
  if (!*before)
    return c.refuse(
        "nothing-to-undo",
        {"Không có bước nào vừa làm để hoàn tác. Muốn thôi cả nhiệm vụ, người giao trả lời HỦY <lý do>.",
         "There is no step that could be undone. To end the whole task the assigner replies CANCEL <reason>."});
  const TaskBefore& last = **before;
  if (last.actor != c.head().author.id) {
    const directory::Account* who = c.tools().view.find_account(last.actor);
    const std::string name = who != nullptr ? who->full_name : "người khác";
    return c.refuse(
        "undo-of-others",
        {"Bước sau cùng của nhiệm vụ là của " + name +
             "; chỉ người đó hoàn tác được. Xin trả lời bằng một trong các lệnh dưới đây.",
         "The last step of this task was made by " + (who != nullptr ? name : std::string("somebody else")) +
             ", who alone can undo it. Please use one of the commands below."});
  }
  if (c.head().at - last.at > std::chrono::microseconds(tasks::kUndoWindowUs))
    return c.refuse(
        "undo-too-late",
        {"Đã quá mười phút nên không hoàn tác được nữa. Xin đổi lại bằng một trong các lệnh dưới đây.",
         "More than ten minutes have passed, so it cannot be undone. Please change it with one of the commands below."});
  auto steps = steps_from(c, last.seq);
  if (!steps) return steps.error();
  if (const auto why = may_not(c, last.task, *steps)) return c.refuse("no-permission", *why);
  tasks::TaskEvent undone;
  undone.kind = tasks::EventKind::undone;
  undone.undoes = last.seq;
  undone.parties = tasks::changed_parties(c.task(), last.task);
  undone.party = undone.parties.empty() ? c.shown() : undone.parties.front();
  if (std::find(undone.parties.begin(), undone.parties.end(), c.shown()) != undone.parties.end())
    undone.party = c.shown();
  undone.taken_back = words_of(*steps);
  if (const int hand = hand_of(c, *steps); hand >= 0) undone.hand = hand;
  return Ruling{{c.event_of_step(std::move(undone))}, std::nullopt};
}

}  // namespace mailstore::office
