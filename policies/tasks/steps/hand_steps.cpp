// Passing on inside a unit: what its head gives to a person, and what the person gives back.
#include "policies/tasks/steps/steps.h"

namespace policies::tasks {

namespace {

// Who passes it on has taken it up.
void take_up(TaskParty& party, base::Timestamp at) {
  if (party.state != State::not_started && party.state != State::returned) return;
  party.state = working_state(party.state);
  if (!party.accepted_at) party.accepted_at = at;
}

Sentence not_now(const TaskParty& party) {
  return stands(
      party, {"Không thể thực hiện bước này trong đơn vị lúc này.", "This step inside the unit cannot be taken now."});
}

// He asks for no more time.
void forget_wish(Hand& hand) {
  hand.asked_due.reset();
  hand.asked_reason.clear();
}

Refusal give(TaskParty& party, const TaskEvent& event) {
  if (!is_open_for_holder(party.state)) return not_now(party);
  if (!event.person || !event.person->account)
    return Sentence{"Chưa rõ giao việc cho ai trong đơn vị.",
                    "It is not clear to whom in the unit the work should go."};
  if (event.due && *event.due <= event.at) return Sentence{"Thời hạn giao đã qua.", "The deadline lies in the past."};
  if (event.due && party.due && *event.due > *party.due) {
    return Sentence{"Thời hạn giao trong đơn vị không được muộn hơn thời hạn của đơn vị.",
                    "A deadline inside the unit cannot be later than the unit's own."};
  }
  const int known = party.open_hand_of(event.person->account);
  if (known >= 0 && party.hands[static_cast<std::size_t>(known)].state == HandState::submitted) {
    return Sentence{event.person->name + " đã nộp kết quả; xin ghi TRẢ LẠI <lý do> nếu cần làm lại.",
                    event.person->name + " has handed in a result; write RETURN <reason> to have it done again."};
  }
  if (known < 0) {
    Hand hand;
    hand.account = event.person->account;
    hand.address = event.person->address;
    hand.name = event.person->name;
    party.hands.push_back(std::move(hand));
  }
  Hand& hand = known < 0 ? party.hands.back() : party.hands[static_cast<std::size_t>(known)];
  if (!event.reason.empty()) hand.words = event.reason;
  if (event.due) {
    hand.due = event.due;
    forget_wish(hand);
  }
  if (hand.state == HandState::refused) hand.state = HandState::given;
  hand.given_by = event.actor;
  hand.given_at = event.at;
  take_up(party, event.at);
  return {};
}

Refusal accept(Hand& hand, const TaskEvent& event) {
  if (hand.state == HandState::accepted)
    return Sentence{"Phần việc này đã được nhận từ trước.", "This part has been accepted already."};
  if (hand.state == HandState::submitted)
    return Sentence{"Kết quả đã nộp và đang chờ phụ trách đơn vị.", "The result is with the head of the unit already."};
  hand.state = HandState::accepted;
  if (!hand.accepted_at) hand.accepted_at = event.at;
  return {};
}

Refusal progress(Hand& hand, const TaskEvent& event) {
  if (event.percent < 0 || event.percent > 100)
    return Sentence{"Tiến độ phải từ 0 đến 100%.", "Progress must be 0 to 100%."};
  if (hand.state == HandState::submitted)
    return Sentence{"Kết quả đã nộp và đang chờ phụ trách đơn vị.", "The result is with the head of the unit already."};
  hand.state = HandState::accepted;
  if (!hand.accepted_at) hand.accepted_at = event.at;
  hand.percent = event.percent;
  return {};
}

Refusal submit(Hand& hand, const TaskEvent& event) {
  if (hand.state == HandState::submitted)
    return Sentence{"Kết quả đã nộp và đang chờ phụ trách đơn vị.", "The result is with the head of the unit already."};
  hand.state = HandState::submitted;
  if (!hand.accepted_at) hand.accepted_at = event.at;
  hand.submitted_at = event.at;
  hand.percent = 100;
  forget_wish(hand);
  return {};
}

Refusal refuse(Hand& hand, const TaskEvent& event) {
  if (event.reason.empty()) return Sentence{"Từ chối phải kèm lý do.", "A refusal needs a reason."};
  if (hand.state != HandState::given && hand.state != HandState::accepted)
    return Sentence{"Không thể từ chối phần việc này lúc này.", "This part cannot be refused now."};
  hand.state = HandState::refused;
  hand.reason = event.reason;
  forget_wish(hand);
  return {};
}

Refusal ask_time(const TaskParty& party, Hand& hand, const TaskEvent& event) {
  if (hand.state == HandState::submitted)
    return Sentence{"Kết quả đã nộp và đang chờ phụ trách đơn vị.", "The result is with the head of the unit already."};
  if (!event.due) return Sentence{"Xin lùi hạn phải ghi rõ ngày mới.", "A request for more time needs the new date."};
  if (*event.due <= event.at) return Sentence{"Ngày xin lùi đã qua.", "The new date lies in the past."};
  const std::optional<base::Timestamp> due = hand.due ? hand.due : party.due;
  if (!due)
    return Sentence{"Phần việc này không có thời hạn nên không cần xin lùi.",
                    "This part has no deadline, so there is nothing to extend."};
  if (*event.due <= *due)
    return Sentence{"Ngày xin lùi không muộn hơn thời hạn hiện tại.",
                    "The new date is not later than the present deadline."};
  hand.asked_due = event.due;
  hand.asked_reason = event.reason;
  return {};
}

Refusal answer_wish(const TaskParty& party, Hand& hand, const TaskEvent& event) {
  if (!hand.asked_due) return Sentence{hand.name + " không xin lùi hạn.", hand.name + " has asked for no other date."};
  if (event.kind == EventKind::hand_extended) {
    const std::optional<base::Timestamp> due = event.due ? event.due : hand.asked_due;
    if (*due <= event.at) return Sentence{"Ngày xin lùi đã qua.", "The new date lies in the past."};
    if (party.due && *due > *party.due)
      return Sentence{
          "Ngày xin lùi muộn hơn thời hạn của đơn vị; trước hết xin ghi GIA HẠN <ngày> <lý do> để xin người "
          "giao, hoặc trả lời KHÔNG <lý do>.",
          "The date asked for is later than the unit's own deadline; first write EXTEND <date> <reason> to ask "
          "the assigner, or reply NO <reason>."};
    hand.due = due;
  }
  forget_wish(hand);
  return {};
}

// A result to be done again, or a refusal that is not accepted.
Refusal give_back(TaskParty& party, Hand& hand, const TaskEvent& event) {
  if (hand.state != HandState::submitted && hand.state != HandState::refused)
    return Sentence{hand.name + " chưa nộp kết quả nào để trả lại.", hand.name + " has handed in no result to return."};
  if (!is_open_for_holder(party.state)) return not_now(party);
  if (event.reason.empty()) return Sentence{"Trả lại phải kèm lý do.", "Returning a result needs a reason."};
  if (hand.state == HandState::submitted) ++hand.times_returned;
  hand.state = HandState::returned;
  hand.submitted_at.reset();
  hand.reason = event.reason;
  take_up(party, event.at);
  return {};
}

void take_back(Hand& hand, base::Timestamp at, const std::string& reason) {
  hand.state = HandState::taken_back;
  hand.ended_at = at;
  hand.reason = reason;
  forget_wish(hand);
}

}  // namespace

void end_hands(TaskParty& party, base::Timestamp at, bool accepted) {
  for (Hand& hand : party.hands) {
    if (!is_open(hand.state)) continue;
    if (accepted && hand.state == HandState::submitted) {
      hand.state = HandState::done;
      hand.ended_at = at;
    } else {
      take_back(hand, at, {});
    }
  }
}

void keep_hands_within(TaskParty& party) {
  for (Hand& hand : party.hands) {
    if (party.due && hand.due && *hand.due > *party.due) hand.due.reset();
  }
}

Refusal hand_step(Task& task, const TaskEvent& event) {
  TaskParty& party = task.parties[static_cast<std::size_t>(event.party)];
  if (is_final(party.state)) return not_now(party);
  if (event.kind == EventKind::hand_given) return give(party, event);
  const bool there = event.hand && *event.hand >= 0 && static_cast<std::size_t>(*event.hand) < party.hands.size();
  if (!there || !is_open(party.hands[static_cast<std::size_t>(*event.hand)].state))
    return Sentence{"Không có phần việc nào đang giao cho người này trong đơn vị.",
                    "This person has no part of the work in hand."};
  Hand& hand = party.hands[static_cast<std::size_t>(*event.hand)];
  if (event.kind == EventKind::hand_taken_back) {
    take_back(hand, event.at, event.reason);
    return {};
  }
  if (event.kind == EventKind::hand_returned) return give_back(party, hand, event);
  if (!is_open_for_holder(party.state)) return not_now(party);
  switch (event.kind) {
    case EventKind::hand_extension_asked: return ask_time(party, hand, event);
    case EventKind::hand_extended:
    case EventKind::hand_not_extended: return answer_wish(party, hand, event);
    case EventKind::hand_accepted: return accept(hand, event);
    case EventKind::hand_progressed: return progress(hand, event);
    case EventKind::hand_submitted: return submit(hand, event);
    default: return refuse(hand, event);
  }
}

}  // namespace policies::tasks
