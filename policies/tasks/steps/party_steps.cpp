// The steps of whoever must act, and the assigner's answers to them, for one party.
#include "policies/tasks/steps/steps.h"

namespace policies::tasks {

namespace {

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
  if (event.hand) {
    const bool there = *event.hand >= 0 && static_cast<std::size_t>(*event.hand) < party.hands.size();
    if (!there || party.hands[static_cast<std::size_t>(*event.hand)].state != HandState::submitted) {
      return Sentence{"Người được nêu chưa nộp kết quả nào cho phụ trách đơn vị.",
                      "The person named has handed in no result to the head of the unit."};
    }
  }
  party.result_hand = event.hand;
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
  extension.day_off = event.due_day_off;
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
  end_hands(party, event.at, false);
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

Refusal cancel(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (is_final(party.state))
    return stands(party, {"Không thể hủy nhiệm vụ này nữa.", "This task can no longer be cancelled."});
  const bool whole = party.role == PartyRole::lead;
  for (auto& one : task.parties) {
    if (is_final(one.state) || (!whole && &one != &party)) continue;
    one.state = State::cancelled;
    end_hands(one, event.at, false);
  }
  return {};
}

Refusal answer_refusal(Task& task, const TaskEvent& event, bool granted) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  if (party.state != State::refused)
    return stands(party, {"Nhiệm vụ này không bị từ chối.", "This task was not refused."});
  if (granted) return cancel(task, event);
  party.state = State::not_started;
  return {};
}

Refusal confirm(TaskParty& party, const TaskEvent& event) {
  if (party.state != State::wait_confirm) {
    return stands(party, {"Chưa có kết quả nào chờ xác nhận nên không thể đóng nhiệm vụ.",
                          "No result waits for confirmation, so the task cannot be closed."});
  }
  party.state = State::done;
  party.confirmed_at = event.at;
  end_hands(party, event.at, true);
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

Refusal change_due(TaskParty& party, const TaskEvent& event) {
  if (is_final(party.state))
    return stands(party, {"Không đổi được thời hạn nữa.", "The deadline can no longer be changed."});
  if (party.state == State::wait_confirm) {
    return Sentence{
        "Kết quả đã được gửi và đang chờ ý kiến nên chưa đổi được thời hạn; xin trả lời ĐÓNG hoặc TRẢ LẠI <lý do> trước.",
        "A result was submitted and waits for an answer, so the deadline cannot be changed yet; please answer CLOSE or RETURN <reason> first."};
  }
  if (party.state == State::refused) {
    return Sentence{
        "Nhiệm vụ đang bị từ chối nên chưa đổi được thời hạn; xin trả lời ĐỒNG Ý hoặc KHÔNG <lý do> trước.",
        "The task was refused, so the deadline cannot be changed yet; please answer APPROVE or NO <reason> first."};
  }
  if (event.due && *event.due <= event.at)
    return Sentence{"Thời hạn mới đã qua.", "The new deadline lies in the past."};
  if (event.due == party.due) {
    return Sentence{"Thời hạn mới trùng với thời hạn hiện tại.", "The new deadline is the present one."};
  }
  supersede_extension(party, event);
  party.due_changes.push_back(
      {event.at, event.actor, party.due, event.due, event.reason, event.due_day_off, event.calendar_version});
  party.due = event.due;
  keep_hands_within(party);
  return {};
}

Refusal urge(TaskParty& party) {
  if (is_final(party.state)) return stands(party, {"Không còn gì để đôn đốc.", "There is nothing left to urge."});
  if (party.state == State::wait_confirm) {
    return Sentence{"Kết quả đã được gửi và đang chờ ý kiến của Anh/Chị: ĐÓNG hoặc TRẢ LẠI <lý do>.",
                    "The result was submitted and waits for your answer: CLOSE or RETURN <reason>."};
  }
  if (party.state == State::suspended) {
    return Sentence{"Nhiệm vụ đang tạm hoãn; xin trả lời TIẾP TỤC trước khi đôn đốc.",
                    "The task is suspended; please answer RESUME before urging."};
  }
  ++party.times_urged;
  return {};
}

Refusal escalate(TaskParty& party, const TaskEvent& event) {
  if (!is_open_for_holder(party.state) || !party.due || event.at <= *party.due)
    return stands(party, {"Chưa có gì quá hạn để báo.", "Nothing is overdue that could be told."});
  if (party.escalated_at())
    return stands(party, {"Đã báo người giao việc về hạn này.", "This deadline was told to who gave the task."});
  party.escalations.push_back({event.at, *party.due});
  return {};
}

Refusal step_of_one(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  switch (event.kind) {
    case EventKind::extension_approved: return decide_extension(party, event, true);
    case EventKind::extension_refused: return decide_extension(party, event, false);
    case EventKind::refusal_granted: return answer_refusal(task, event, true);
    case EventKind::refusal_denied: return answer_refusal(task, event, false);
    case EventKind::confirmed: return confirm(party, event);
    case EventKind::given_back: return give_back(party, event);
    case EventKind::cancelled: return cancel(task, event);
    case EventKind::suspended: return suspend(party);
    case EventKind::resumed: return resume(party);
    case EventKind::due_changed: return change_due(party, event);
    case EventKind::escalated: return escalate(party, event);
    default: return urge(party);
  }
}

// Whoever works on it with the lead until the same day gets the lead's new day.
void move_with_lead(TaskParty& party, const std::optional<base::Timestamp>& due, const TaskEvent& event) {
  if (party.role != PartyRole::informed) {
    supersede_extension(party, event);
    party.due_changes.push_back({event.at, event.actor, party.due, due, event.reason, event.due_day_off});
  }
  party.due = due;
}

// What a step of the whole does to the others of a joint task, once it was done to the lead.
bool follows(const TaskEvent& event, const TaskParty& other, const std::optional<base::Timestamp>& old_due) {
  if (is_final(other.state) || other.removed()) return false;
  if (event.kind == EventKind::extension_approved) return other.due == old_due;
  if (event.kind == EventKind::due_changed) {
    return other.due == old_due || (event.due && other.due && *other.due > *event.due);
  }
  return other.role != PartyRole::informed &&
         (event.kind == EventKind::suspended || event.kind == EventKind::resumed || event.kind == EventKind::urged);
}

}  // namespace

Sentence stands(const TaskParty& party, const Sentence& what) {
  return {what.vi + " Nhiệm vụ " + state_vi(party.state) + ".",
          what.en + " The task is: " + state_en(party.state) + "."};
}

bool is_open_for_holder(State state) {
  return state == State::not_started || state == State::in_progress || state == State::returned || state == State::redo;
}

State working_state(State from) {
  return from == State::returned || from == State::redo ? State::redo : State::in_progress;
}

void supersede_extension(TaskParty& party, const TaskEvent& event) {
  if (party.pending_extension() == nullptr) return;
  Extension& extension = party.extensions.back();
  extension.decision = Extension::Decision::superseded;
  extension.decided_at = event.at;
  extension.decided_by = event.actor;
  extension.decision_reason = event.reason;
}

Refusal holder_step(Task& task, const TaskEvent& event) {
  auto& party = task.parties[static_cast<std::size_t>(event.party)];
  switch (event.kind) {
    case EventKind::accepted: return accept(party, event);
    case EventKind::progressed: return progress(party, event);
    case EventKind::submitted: return submit(party, event);
    case EventKind::extension_asked: return ask_extension(party, event);
    case EventKind::reassigned: return reassign(task, event);
    default: return refuse(party, event);
  }
}

Refusal assigner_step(Task& task, const TaskEvent& event) {
  const std::optional<base::Timestamp> old_due = task.parties[static_cast<std::size_t>(event.party)].due;
  const bool whole = event.whole && !task.is_each();
  Refusal refused = step_of_one(task, event);
  // Whom the lead needs no word from may be urged alone.
  if (refused && !(whole && event.kind == EventKind::urged && !is_final(task.state()))) return refused;
  if (!whole) return refused;
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    if (static_cast<int>(i) == event.party || !follows(event, task.parties[i], old_due)) continue;
    if (event.kind == EventKind::extension_approved) {
      move_with_lead(task.parties[i], task.parties[static_cast<std::size_t>(event.party)].due, event);
      continue;
    }
    if (task.parties[i].role == PartyRole::informed) {
      task.parties[i].due = event.due;  // it is told, and answers for nothing
      continue;
    }
    TaskEvent other = event;
    other.party = static_cast<int>(i);
    if (!step_of_one(task, other)) refused.reset();
  }
  return refused;
}

}  // namespace policies::tasks
