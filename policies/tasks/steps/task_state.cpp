#include "policies/tasks/steps/task_state.h"

#include <array>

#include "policies/tasks/steps/steps.h"

namespace policies::tasks {

namespace {

using access::Action;

struct KindRow {
  const char* word;
  Action action;
};

constexpr std::array<KindRow, kEventKindCount> kKinds{{
    {"accepted", Action::accept},
    {"progressed", Action::progress},
    {"submitted", Action::submit},
    {"extension_asked", Action::ask_extension},
    {"extension_approved", Action::approve_extension},
    {"extension_refused", Action::refuse_extension},
    {"reassigned", Action::reassign},
    {"refused", Action::refuse},
    {"refusal_granted", Action::answer_refusal},
    {"refusal_denied", Action::answer_refusal},
    {"confirmed", Action::close},
    {"given_back", Action::give_back},
    {"cancelled", Action::cancel},
    {"suspended", Action::suspend},
    {"resumed", Action::resume},
    {"commented", Action::comment},
    {"due_changed", Action::change_due},
    {"lead_changed", Action::change_lead},
    {"party_added", Action::change_parties},
    {"party_removed", Action::change_parties},
    {"text_added", Action::add_text},
    {"priority_changed", Action::change_priority},
    {"urged", Action::urge},
    {"hand_given", Action::give_hand},
    {"hand_accepted", Action::work_hand},
    {"hand_progressed", Action::work_hand},
    {"hand_submitted", Action::work_hand},
    {"hand_refused", Action::work_hand},
    {"hand_extension_asked", Action::work_hand},
    {"hand_returned", Action::give_hand},
    {"hand_taken_back", Action::give_hand},
    {"hand_extended", Action::give_hand},
    {"hand_not_extended", Action::give_hand},
    {"escalated", Action::urge},  // nobody may ask for it: it is the server's
    {"undone", Action::comment},
}};

bool is_holder_step(EventKind kind) {
  switch (kind) {
    case EventKind::accepted:
    case EventKind::progressed:
    case EventKind::submitted:
    case EventKind::extension_asked:
    case EventKind::reassigned:
    case EventKind::refused: return true;
    default: return is_hand_step(kind);
  }
}

bool may_be_whole(EventKind kind) {
  switch (kind) {
    case EventKind::confirmed:
    case EventKind::given_back:
    case EventKind::cancelled:
    case EventKind::suspended:
    case EventKind::resumed:
    case EventKind::due_changed:
    case EventKind::extension_approved:
    case EventKind::urged: return true;
    default: return false;
  }
}

Refusal step_of_party(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (party.removed())
    return Sentence{"Đơn vị hoặc người này không còn thực hiện nhiệm vụ.", "This party is no longer part of the task."};
  if (party.role == PartyRole::informed) {
    if (party.reassigned_to)
      return Sentence{"Nhiệm vụ đã được chuyển cho bên khác.", "The task has been passed on to another party."};
    const bool nothing_to_do =
        event.kind == EventKind::due_changed || event.kind == EventKind::urged || event.kind == EventKind::escalated;
    if (is_holder_step(event.kind) || nothing_to_do)
      return Sentence{"Bên này nhận nhiệm vụ để biết.", "This party got the task for information only."};
  }
  if (is_final(task.state()) && !is_final(party.state)) {
    return Sentence{"Nhiệm vụ đã kết thúc.", "The task has ended."};
  }
  if (is_hand_step(event.kind)) return hand_step(task, event);
  return is_holder_step(event.kind) ? holder_step(task, event) : assigner_step(task, event);
}

// Every part for which it is legal; when it is for none the reason of one, of an open one if there is any.
Refusal step_of_each(Task& task, const TaskEvent& event) {
  Refusal why;
  bool any = false, of_ended = true;
  TaskEvent one = event;
  one.whole = false;
  for (const int part : task.answerable()) {
    one.party = part;
    const bool ended = is_final(task.parties[static_cast<std::size_t>(part)].state);
    Refusal refused = step_of_party(task, one);
    if (!refused) {
      any = true;
    } else if (!why || (of_ended && !ended)) {
      why = std::move(refused);
      of_ended = ended;
    }
  }
  if (any) return {};
  return why ? why : Refusal(Sentence{"Nhiệm vụ đã kết thúc.", "The task has ended."});
}

Refusal step(Task& task, const TaskEvent& event) {
  if (event.party < 0 || static_cast<std::size_t>(event.party) >= task.parties.size()) {
    return Sentence{"Nhiệm vụ này không có bên được nêu.", "This task has no such party."};
  }
  if (event.kind == EventKind::commented) return {};
  if (event.kind == EventKind::undone)
    return Sentence{"Bước này chỉ hoàn tác được từ sổ.", "This step can be undone from the register only."};
  if (is_shape_step(event.kind)) return shape_step(task, event);
  if (!event.whole) return step_of_party(task, event);
  if (!may_be_whole(event.kind))
    return Sentence{"Bước này chỉ dành cho từng đơn vị.", "This step is of one party at a time."};
  if (task.is_each()) return step_of_each(task, event);
  TaskEvent of_lead = event;
  of_lead.party = task.lead_index();
  return step_of_party(task, of_lead);
}

}  // namespace

const char* to_string(EventKind kind) { return kKinds.at(static_cast<std::size_t>(kind)).word; }

std::optional<EventKind> parse_event_kind(std::string_view word) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (word == kKinds[i].word) return static_cast<EventKind>(i);
  }
  return std::nullopt;
}

access::Action action_of(EventKind kind) { return kKinds.at(static_cast<std::size_t>(kind)).action; }

Applied apply(const Task& task, const TaskEvent& event) {
  Applied applied{false, task, {}};
  Task changed = task;
  if (auto refusal = step(changed, event)) {
    applied.refusal = std::move(*refusal);
    return applied;
  }
  changed.last_seq = event.seq;
  ++changed.events;
  applied.ok = true;
  applied.task = std::move(changed);
  return applied;
}

TaskEvent hand_of(TaskEvent reassigned, const TaskParty& person) {
  reassigned.kind = EventKind::hand_given;
  reassigned.person = Hand{};
  reassigned.person->account = person.account;
  reassigned.person->address = person.address;
  reassigned.person->name = person.name;
  reassigned.new_party.reset();
  return reassigned;
}

int find_party(const Task& task, base::UnitId unit, base::AccountId account) {
  int found = -1;
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const TaskParty& party = task.parties[i];
    const bool same = unit ? party.unit == unit : account && !party.unit && party.account == account;
    if (!same) continue;
    if (party.role != PartyRole::informed && !party.removed()) return static_cast<int>(i);
    if (found < 0 || task.parties[static_cast<std::size_t>(found)].reassigned_to) found = static_cast<int>(i);
  }
  return found;
}

int new_party_of(const Task& task_after, const TaskEvent& event) {
  if (event.kind == EventKind::lead_changed && event.to_party) return *event.to_party;
  if (!event.new_party) return -1;
  // A hand-over always makes a new one, also to a party that had it before.
  if (event.kind == EventKind::reassigned) {
    const auto& to = task_after.parties.at(static_cast<std::size_t>(event.party)).reassigned_to;
    return to.value_or(-1);
  }
  const int found = find_party(task_after, event.new_party->unit, event.new_party->account);
  return found >= 0 ? found : static_cast<int>(task_after.parties.size()) - 1;
}

Task new_task(const Assignment& assignment) {
  Task task;
  task.head = assignment;
  task.parties = assignment.parties;
  task.priority = assignment.priority;
  for (auto& party : task.parties) {
    if (!party.due) party.due = assignment.due;
  }
  return task;
}

Task fold(const Assignment& assignment, std::span<const TaskEvent> events) {
  Task task = new_task(assignment);
  for (const auto& event : events) {
    // In place: fold is run over whole journals. A step that is refused changes nothing.
    if (step(task, event)) {
      ++task.skipped;
      continue;
    }
    task.last_seq = event.seq;
    ++task.events;
  }
  return task;
}

}  // namespace policies::tasks
