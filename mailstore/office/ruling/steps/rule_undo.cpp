#include <algorithm>

#include "mailstore/office/rows/trail_rows.h"
#include "mailstore/office/ruling/steps/undo_ruling.h"
#include "policies/tasks/undo.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// What the steps from `first` on were, in their order.
base::Result<base::Sentence> words_of(const TaskCase& c, std::int64_t first) {
  auto trail = read_trail(c.tools().reader, c.task().head.task);
  if (!trail) return trail.error();
  base::Sentence out;
  for (const Event& event : *trail) {
    const auto* step = std::get_if<TaskStep>(&event.body);
    if (event.seq < first || step == nullptr || step->event.kind == tasks::EventKind::commented) continue;
    const base::Sentence one = tasks::describe(step->event, event.actor_name);
    out.vi += (out.vi.empty() ? "" : " ") + one.vi;
    out.en += (out.en.empty() ? "" : " ") + one.en;
  }
  return out;
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
  auto words = words_of(c, last.seq);
  if (!words) return words.error();
  tasks::TaskEvent undone;
  undone.kind = tasks::EventKind::undone;
  undone.undoes = last.seq;
  undone.parties = tasks::changed_parties(c.task(), last.task);
  undone.party = undone.parties.empty() ? c.shown() : undone.parties.front();
  if (std::find(undone.parties.begin(), undone.parties.end(), c.shown()) != undone.parties.end())
    undone.party = c.shown();
  undone.taken_back = std::move(*words);
  return Ruling{{c.event_of_step(std::move(undone))}, std::nullopt};
}

}  // namespace mailstore::office
