#include "policies/tasks/task_state.h"

#include <array>

#include "policies/calendar/date.h"

namespace policies::tasks {

namespace {

using access::Action;
using Refusal = std::optional<Sentence>;

struct KindRow {
  const char* word;
  Action action;
};

constexpr std::array<KindRow, 16> kKinds{{
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
}};

// The holder works on it, or may begin to.
bool is_open_for_holder(State state) {
  return state == State::not_started || state == State::in_progress || state == State::returned || state == State::redo;
}

Sentence stands(const TaskParty& party, const Sentence& what) {
  return {what.vi + " Nhiệm vụ " + state_vi(party.state) + ".",
          what.en + " The task is: " + state_en(party.state) + "."};
}

State working_state(State from) {
  return from == State::returned || from == State::redo ? State::redo : State::in_progress;
}

Refusal accept(TaskParty& party, const TaskEvent& event) {
  if (party.state == State::in_progress || party.state == State::redo) {
    return Sentence{"Nhiệm vụ này đã được nhận từ trước.", "This task has been accepted already."};
  }
  if (!is_open_for_holder(party.state) && party.state != State::refused) {
    return stands(party, {"Không thể nhận nhiệm vụ lúc này.", "The task cannot be accepted now."});
  }
  party.state = working_state(party.state);
  party.accepted_at = event.at;
  return {};
}

Refusal progress(TaskParty& party, const TaskEvent& event) {
  if (event.percent < 0 || event.percent > 100)
    return Sentence{"Tiến độ phải từ 0 đến 100%.", "Progress must be 0 to 100%."};
  if (!is_open_for_holder(party.state))
    return stands(party, {"Không thể báo cáo tiến độ lúc này.", "Progress cannot be reported now."});
  party.state = working_state(party.state);
  if (!party.accepted_at) party.accepted_at = event.at;
  party.percent = event.percent;
  return {};
}

Refusal submit(TaskParty& party, const TaskEvent& event) {
  if (party.state == State::wait_confirm) {
    return Sentence{"Kết quả đã được gửi và đang chờ xác nhận.",
                    "The result was submitted already and waits for confirmation."};
  }
  if (!is_open_for_holder(party.state))
    return stands(party, {"Không thể báo cáo hoàn thành lúc này.", "The task cannot be reported as done now."});
  if (!party.accepted_at) party.accepted_at = event.at;
  party.state = State::wait_confirm;
  party.submitted_at = event.at;
  party.percent = 100;
  return {};
}

Refusal ask_extension(TaskParty& party, const TaskEvent& event) {
  if (!is_open_for_holder(party.state))
    return stands(party, {"Không thể xin gia hạn lúc này.", "An extension cannot be asked for now."});
  if (!event.due) return Sentence{"Xin gia hạn phải ghi rõ ngày mới.", "An extension needs the new date."};
  if (!party.due)
    return Sentence{"Nhiệm vụ này không có thời hạn nên không cần gia hạn.",
                    "This task has no deadline, so there is nothing to extend."};
  if (party.pending_extension() != nullptr) {
    return Sentence{"Đã có một đề nghị gia hạn đang chờ trả lời.",
                    "A request for an extension is waiting for an answer already."};
  }
  if (*party.due < event.at) {
    return Sentence{"Thời hạn đã qua; gia hạn phải được đề nghị trước khi hết hạn.",
                    "The deadline has passed; an extension must be asked for before it."};
  }
  if (*event.due <= event.at) return Sentence{"Ngày xin gia hạn đã qua.", "The new date lies in the past."};
  if (*event.due <= *party.due)
    return Sentence{"Ngày xin gia hạn không muộn hơn thời hạn hiện tại.",
                    "The new date is not later than the present deadline."};
  Extension extension;
  extension.asked_at = event.at;
  extension.asked_by = event.actor;
  extension.old_due = party.due;
  extension.new_due = *event.due;
  extension.reason = event.reason;
  party.extensions.push_back(std::move(extension));
  return {};
}

Refusal decide_extension(TaskParty& party, const TaskEvent& event, bool approved) {
  if (party.pending_extension() == nullptr || is_final(party.state)) {
    return stands(party, {"Không có đề nghị gia hạn nào đang chờ.", "No request for an extension is waiting."});
  }
  Extension& extension = party.extensions.back();
  extension.decision = approved ? Extension::Decision::approved : Extension::Decision::refused;
  extension.decided_at = event.at;
  extension.decided_by = event.actor;
  extension.decision_reason = event.reason;
  if (approved) party.due = extension.new_due;
  return {};
}

Refusal reassign(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (!is_open_for_holder(party.state) || party.reassigned_to)
    return stands(party, {"Không thể chuyển nhiệm vụ lúc này.", "The task cannot be passed on now."});
  if (!event.new_party)
    return Sentence{"Chưa rõ chuyển nhiệm vụ tới ai.", "It is not clear to whom the task should go."};
  TaskParty next = *event.new_party;
  next.role = party.role;
  next.due = party.due;
  next.state = State::not_started;
  party.reassigned_to = static_cast<int>(task.parties.size());
  party.role = PartyRole::informed;
  task.parties.push_back(std::move(next));  // `party` is no longer valid
  return {};
}

Refusal refuse(TaskParty& party, const TaskEvent& event) {
  if (party.state != State::not_started && party.state != State::in_progress) {
    return stands(party, {"Không thể từ chối nhiệm vụ lúc này.", "The task cannot be refused now."});
  }
  if (event.reason.empty()) return Sentence{"Từ chối phải kèm lý do.", "A refusal needs a reason."};
  party.state = State::refused;
  ++party.times_refused;
  return {};
}

Refusal answer_refusal(TaskParty& party, bool granted) {
  if (party.state != State::refused)
    return stands(party, {"Nhiệm vụ này không bị từ chối.", "This task was not refused."});
  party.state = granted ? State::cancelled : State::not_started;
  return {};
}

Refusal confirm(TaskParty& party, const TaskEvent& event) {
  if (party.state != State::wait_confirm) {
    return stands(party, {"Chưa có kết quả nào chờ xác nhận nên không thể đóng nhiệm vụ.",
                          "No result waits for confirmation, so the task cannot be closed."});
  }
  party.state = State::done;
  party.confirmed_at = event.at;
  return {};
}

Refusal give_back(TaskParty& party, const TaskEvent& event) {
  if (party.state != State::wait_confirm)
    return stands(party, {"Chưa có kết quả nào để trả lại.", "There is no result to return."});
  if (event.reason.empty()) return Sentence{"Trả lại phải kèm lý do.", "Returning a result needs a reason."};
  party.state = State::returned;  // the submission is void (domain.md 8.2)
  party.submitted_at.reset();
  ++party.times_returned;
  return {};
}

Refusal cancel(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (is_final(party.state))
    return stands(party, {"Không thể hủy nhiệm vụ này nữa.", "This task can no longer be cancelled."});
  const bool whole = party.role == PartyRole::lead;
  party.state = State::cancelled;
  if (!whole) return {};
  for (auto& other : task.parties) {
    if (!is_final(other.state)) other.state = State::cancelled;
  }
  return {};
}

Refusal suspend(TaskParty& party) {
  if (is_final(party.state) || party.state == State::suspended)
    return stands(party, {"Không thể tạm hoãn lúc này.", "The task cannot be suspended now."});
  party.suspended_from = party.state;
  party.state = State::suspended;
  return {};
}

Refusal resume(TaskParty& party) {
  if (party.state != State::suspended)
    return stands(party, {"Nhiệm vụ này không tạm hoãn.", "This task is not suspended."});
  party.state = party.suspended_from.value_or(State::not_started);
  party.suspended_from.reset();
  return {};
}

bool is_holder_step(EventKind kind) {
  switch (kind) {
    case EventKind::accepted:
    case EventKind::progressed:
    case EventKind::submitted:
    case EventKind::extension_asked:
    case EventKind::reassigned:
    case EventKind::refused: return true;
    default: return false;
  }
}

Refusal step(Task& task, const TaskEvent& event) {
  if (event.party < 0 || static_cast<std::size_t>(event.party) >= task.parties.size()) {
    return Sentence{"Nhiệm vụ này không có bên được nêu.", "This task has no such party."};
  }
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (event.kind == EventKind::commented) return {};
  if (party.role == PartyRole::informed) {
    if (party.reassigned_to)
      return Sentence{"Nhiệm vụ đã được chuyển cho bên khác.", "The task has been passed on to another party."};
    if (is_holder_step(event.kind))
      return Sentence{"Bên này nhận nhiệm vụ để biết.", "This party got the task for information only."};
  }
  if (is_final(task.state()) && !is_final(party.state)) {
    return Sentence{"Nhiệm vụ đã kết thúc.", "The task has ended."};
  }
  switch (event.kind) {
    case EventKind::accepted: return accept(party, event);
    case EventKind::progressed: return progress(party, event);
    case EventKind::submitted: return submit(party, event);
    case EventKind::extension_asked: return ask_extension(party, event);
    case EventKind::extension_approved: return decide_extension(party, event, true);
    case EventKind::extension_refused: return decide_extension(party, event, false);
    case EventKind::reassigned: return reassign(task, event);
    case EventKind::refused: return refuse(party, event);
    case EventKind::refusal_granted:
      return party.role == PartyRole::lead && party.state == State::refused ? cancel(task, event)
                                                                            : answer_refusal(party, true);
    case EventKind::refusal_denied: return answer_refusal(party, false);
    case EventKind::confirmed: return confirm(party, event);
    case EventKind::given_back: return give_back(party, event);
    case EventKind::cancelled: return cancel(task, event);
    case EventKind::suspended: return suspend(party);
    case EventKind::resumed: return resume(party);
    case EventKind::commented: break;
  }
  return {};
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

Task new_task(const Assignment& assignment) {
  Task task;
  task.head = assignment;
  task.parties = assignment.parties;
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
