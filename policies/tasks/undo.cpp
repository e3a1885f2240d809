#include "policies/tasks/undo.h"

#include "policies/tasks/texts/conversation_text.h"

#include "policies/calendar/date.h"

namespace policies::tasks {

namespace {

// Hands that were given by the step end with it.
void keep_later_hands(TaskParty& party, const TaskParty& now, base::Timestamp at) {
  for (std::size_t i = party.hands.size(); i < now.hands.size(); ++i) {
    Hand hand = now.hands[i];
    hand.state = HandState::taken_back;
    hand.ended_at = at;
    hand.submitted_at.reset();
    party.hands.push_back(std::move(hand));
  }
}

}  // namespace

Task undo(const Task& now, const Task& before, const TaskEvent& undone) {
  Task task = before;
  for (std::size_t i = 0; i < task.parties.size() && i < now.parties.size(); ++i)
    keep_later_hands(task.parties[i], now.parties[i], undone.at);
  for (std::size_t i = task.parties.size(); i < now.parties.size(); ++i) {
    TaskParty party = now.parties[i];
    const bool led = party.role == PartyRole::lead;
    if (led) party.role = PartyRole::cooperating;
    for (Hand& hand : party.hands) {
      if (!is_open(hand.state)) continue;
      hand.state = HandState::taken_back;
      hand.ended_at = undone.at;
    }
    for (Extension& asked : party.extensions) {
      if (asked.decision == Extension::Decision::pending) asked.decision = Extension::Decision::superseded;
    }
    party.suspended_from.reset();
    party.reassigned_to.reset();
    party.state = State::cancelled;
    party.removed_at = undone.at;
    task.parties.push_back(std::move(party));
  }
  task.last_seq = undone.seq;
  task.events = now.events + 1;  // SEQUENCE of a calendar never goes back (RFC 5546 §2.1.4)
  return task;
}

std::vector<int> changed_parties(const Task& now, const Task& before) {
  std::vector<int> out;
  for (std::size_t i = 0; i < now.parties.size(); ++i) {
    if (i >= before.parties.size() || now.parties[i] != before.parties[i]) out.push_back(static_cast<int>(i));
  }
  return out;
}

MessageText with_undo_note(MessageText text, base::Timestamp at) {
  const std::string until = calendar::clock_time(calendar::local_minute(base::Timestamp(at.us + kUndoWindowUs)));
  return with_note(std::move(text), {"Nếu nhầm, xin trả lời HOÀN TÁC trước " + until + ".\n",
                                     "If this was a mistake, reply UNDO before " + until + ".\n"});
}

}  // namespace policies::tasks
