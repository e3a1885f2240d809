// The assigner changes the task itself: who takes part, who leads, what is said, how urgent it is.
#include "policies/tasks/steps/steps.h"

namespace policies::tasks {

namespace {

Sentence ended(const Task& task) {
  return stands(task.lead(), {"Nhiệm vụ đã kết thúc nên không thay đổi được nữa.",
                              "The task has ended and can no longer be changed."});
}

// Whoever was to be filled in was not found.
bool is_nobody(const TaskParty& party) { return !party.unit && !party.account && party.name.empty(); }

void remove(TaskParty& party, const TaskEvent& event) {
  supersede_extension(party, event);
  end_hands(party, event.at, false);
  party.suspended_from.reset();
  party.state = State::cancelled;
  party.removed_at = event.at;
}

// Back from the removed, the cancelled or those who were only informed.
void begin_anew(TaskParty& party) {
  party.removed_at.reset();
  party.reassigned_to.reset();
  party.suspended_from.reset();
  party.submitted_at.reset();
  party.confirmed_at.reset();
  party.state = State::not_started;
  party.percent = 0;
}

Refusal add_party(Task& task, const TaskEvent& event) {
  if (!event.new_party || is_nobody(*event.new_party))
    return Sentence{"Chưa rõ thêm đơn vị hoặc người nào.", "It is not clear whom to add."};
  const PartyRole role = event.new_party->role;
  const bool fits = role == PartyRole::informed || role == (task.is_each() ? PartyRole::part : PartyRole::cooperating);
  if (!fits) {
    if (task.is_each())
      return Sentence{"Nhiệm vụ này giao cho từng nơi: chỉ thêm nơi thực hiện phần của mình hoặc nơi để biết.",
                      "In this task each answers for itself: only parts and informed ones can be added."};
    return Sentence{"Chỉ thêm được nơi phối hợp hoặc để biết; đổi chủ trì xin ghi CHỦ TRÌ <đơn vị>.",
                    "Only cooperating or informed ones can be added; to change the lead write LEAD <unit>."};
  }
  const std::optional<base::Timestamp> due = event.new_party->due ? event.new_party->due : task.lead().due;
  const bool rests = task.state() == State::suspended;
  int at = find_party(task, event.new_party->unit, event.new_party->account);
  if (at < 0) {
    at = static_cast<int>(task.parties.size());
    task.parties.push_back(*event.new_party);
    task.parties.back().reassigned_to.reset();
  } else {
    TaskParty& known = task.parties[static_cast<std::size_t>(at)];
    const bool gone = known.removed() || known.state == State::cancelled;
    const bool more = known.role == PartyRole::informed && role != PartyRole::informed;
    if (!gone && !more)
      return Sentence{known.name + " đã có trong nhiệm vụ (" + role_vi(known.role) + ").",
                      known.name + " is part of the task already (" + role_en(known.role) + ")."};
  }
  TaskParty& party = task.parties[static_cast<std::size_t>(at)];
  supersede_extension(party, event);
  begin_anew(party);
  party.role = role;
  party.due = due;
  keep_hands_within(party);
  if (rests && role != PartyRole::informed) {
    party.suspended_from = State::not_started;
    party.state = State::suspended;
  }
  return {};
}

Refusal remove_party(Task& task, const TaskEvent& event) {
  TaskParty& party = task.parties[static_cast<std::size_t>(event.party)];
  if (party.removed())
    return Sentence{party.name + " không còn trong nhiệm vụ từ trước.", party.name + " was taken out already."};
  if (party.role == PartyRole::lead) {
    return Sentence{
        "Không bỏ được nơi chủ trì khi chưa có nơi khác; xin ghi CHỦ TRÌ <đơn vị>, hoặc HỦY <lý do> để thôi cả nhiệm vụ.",
        "The lead cannot be taken out without a new one; write LEAD <unit>, or CANCEL <reason> to end the whole task."};
  }
  if (party.state == State::done)
    return Sentence{party.name + " đã hoàn thành phần việc của mình nên không bỏ được nữa.",
                    party.name + " has done its part and can no longer be taken out."};
  if (party.role == PartyRole::part && party.state != State::cancelled) {
    int others = 0;
    for (const int other : task.answerable()) {
      const bool counts = task.parties[static_cast<std::size_t>(other)].state != State::cancelled;
      if (other != event.party && counts) ++others;
    }
    if (others == 0)
      return Sentence{"Đây là nơi cuối cùng còn thực hiện; xin ghi HỦY <lý do> để thôi cả nhiệm vụ.",
                      "This is the last one that answers for it; write CANCEL <reason> to end the whole task."};
  }
  remove(party, event);
  return {};
}

// Where somebody begins who leads from now on: what he gave as a helper was not the result of the whole.
State state_of_new_lead(State before) {
  if (before == State::wait_confirm || before == State::done) return State::in_progress;
  return before == State::cancelled || before == State::refused ? State::not_started : before;
}

Refusal change_lead(Task& task, const TaskEvent& event) {
  if (task.is_each()) {
    return Sentence{"Nhiệm vụ này giao cho từng nơi, mỗi nơi một kết quả, nên không có nơi chủ trì.",
                    "In this task each answers for itself, so nobody leads."};
  }
  if (event.old_lead && *event.old_lead != PartyRole::cooperating && *event.old_lead != PartyRole::informed)
    return Sentence{"Nơi chủ trì cũ chỉ có thể phối hợp, để biết hoặc thôi.",
                    "The old lead can only cooperate, be informed or leave."};
  const int old_index = task.lead_index();
  const State stood = task.lead().state;
  if (stood == State::wait_confirm) {
    return Sentence{
        "Kết quả đã được gửi và đang chờ ý kiến nên chưa đổi được chủ trì; xin trả lời ĐÓNG hoặc TRẢ LẠI <lý do> trước.",
        "A result was submitted and waits for an answer, so the lead cannot be changed yet; please answer CLOSE or RETURN <reason> first."};
  }
  const Sentence rests{"Nhiệm vụ đang tạm hoãn; xin trả lời TIẾP TỤC trước khi đổi chủ trì.",
                       "The task is suspended; please answer RESUME before changing the lead."};
  if (stood == State::suspended) return rests;
  int at = event.to_party.value_or(-1);
  if (at < 0 && event.new_party) at = find_party(task, event.new_party->unit, event.new_party->account);
  const bool named = event.to_party || (event.new_party && !is_nobody(*event.new_party));
  if (!named || at >= static_cast<int>(task.parties.size()) || (event.to_party && at < 0))
    return Sentence{"Chưa rõ đơn vị hoặc người nào chủ trì.", "It is not clear who is to lead."};
  if (at == old_index) return Sentence{task.lead().name + " đang chủ trì.", task.lead().name + " leads already."};
  if (at >= 0 && task.parties[static_cast<std::size_t>(at)].state == State::suspended) return rests;

  const std::optional<base::Timestamp> due = task.lead().due;
  if (at < 0) {
    at = static_cast<int>(task.parties.size());
    task.parties.push_back(*event.new_party);
    begin_anew(task.parties.back());
  }
  TaskParty& next = task.parties[static_cast<std::size_t>(at)];
  if (next.removed() || next.role == PartyRole::informed) begin_anew(next);
  const State state = state_of_new_lead(next.state);
  if (state != next.state) {
    begin_anew(next);
    next.state = state;
  }
  supersede_extension(next, event);
  next.role = PartyRole::lead;
  next.due = due;
  keep_hands_within(next);

  TaskParty& old = task.parties[static_cast<std::size_t>(old_index)];
  old.role = event.old_lead.value_or(PartyRole::cooperating);
  supersede_extension(old, event);
  if (!event.old_lead) {
    remove(old, event);
  } else if (*event.old_lead == PartyRole::informed) {
    end_hands(old, event.at, false);
    old.state = State::not_started;
  } else if (stood == State::refused) {
    old.state = State::not_started;  // it is asked for less now
  }
  return {};
}

Refusal add_text(Task& task, const TaskEvent& event) {
  if (event.reason.empty()) return Sentence{"Chưa có nội dung bổ sung.", "There is nothing to add."};
  const TaskParty& party = task.parties[static_cast<std::size_t>(event.party)];
  if (!event.whole && (party.removed() || is_final(party.state)))
    return stands(party, {"Không bổ sung được cho nơi này nữa.", "Nothing can be added for this party any more."});
  task.additions.push_back({event.at, event.actor, event.whole ? -1 : event.party, event.reason});
  return {};
}

Refusal change_priority(Task& task, const TaskEvent& event) {
  if (task.priority == event.priority) {
    return Sentence{std::string("Độ khẩn của nhiệm vụ vốn là ") + priority_vi(event.priority) + ".",
                    std::string("The urgency of the task is this already: ") + priority_en(event.priority) + "."};
  }
  task.priority = event.priority;
  return {};
}

}  // namespace

bool is_shape_step(EventKind kind) {
  switch (kind) {
    case EventKind::lead_changed:
    case EventKind::party_added:
    case EventKind::party_removed:
    case EventKind::text_added:
    case EventKind::priority_changed: return true;
    default: return false;
  }
}

Refusal shape_step(Task& task, const TaskEvent& event) {
  if (is_final(task.state())) return ended(task);
  switch (event.kind) {
    case EventKind::lead_changed: return change_lead(task, event);
    case EventKind::party_added: return add_party(task, event);
    case EventKind::party_removed: return remove_party(task, event);
    case EventKind::text_added: return add_text(task, event);
    default: return change_priority(task, event);
  }
}

}  // namespace policies::tasks
