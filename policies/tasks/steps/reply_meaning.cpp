// What a reply word means for one party now: exactly one step, or a sentence why none (structured-mail.md 5, rule 3).
#include <vector>

#include "base/text/utf8.h"
#include "policies/tasks/steps/named.h"
#include "policies/tasks/steps/task_state.h"
#include "policies/tasks/steps/waiting.h"

namespace policies::tasks {

namespace {

using replies::Intent;
using replies::Reply;

bool is_assigner_word(Intent intent) {
  switch (intent) {
    case Intent::approve:
    case Intent::deny:
    case Intent::give_back:
    case Intent::close:
    case Intent::cancel:
    case Intent::suspend:
    case Intent::resume:
    case Intent::new_due:
    case Intent::add_party:
    case Intent::remove_party:
    case Intent::lead:
    case Intent::add_text:
    case Intent::priority:
    case Intent::urge: return true;
    default: return false;
  }
}

// Words that begin many a sentence. On the other side they are plain talk: "Bổ sung báo cáo theo yêu cầu".
bool is_everyday(Intent intent) {
  switch (intent) {
    case Intent::add_party:
    case Intent::remove_party:
    case Intent::lead:
    case Intent::add_text:
    case Intent::priority:
    case Intent::urge:
    case Intent::give_hand:
    case Intent::take_back: return true;
    default: return false;
  }
}

Meaning refused(std::string vi, std::string en) { return {std::nullopt, {std::move(vi), std::move(en)}}; }

std::string kept(std::string_view words) { return std::string(base::utf8_prefix_bytes(words, kMaxWords)); }

Meaning step(EventKind kind, const Reply& reply, int party) {
  TaskEvent event;
  event.kind = kind;
  event.party = party;
  event.percent = reply.percent;
  if (reply.due) {
    event.due = reply.due->due;
    event.due_day_off = !reply.due->working_day;
  }
  event.reason = reply.reason;
  if (carries_words(kind)) event.reason = kept(reply.rest);
  return {std::move(event), {}};
}

Meaning as_comment(const Reply& reply, int party) {
  Meaning meaning = step(EventKind::commented, reply, party);
  if (reply.intent != Intent::comment)
    meaning.event->reason = kept(reply.command_line + (reply.rest.empty() ? "" : "\n" + reply.rest));
  return meaning;
}

Meaning yes_or_no(const Reply& reply, const TaskParty& state, int party) {
  const Waiting waiting = waiting_of(state);
  const bool yes = reply.intent == Intent::approve;
  if (waiting.count() == 0) {
    return refused("Hiện không có việc gì đang chờ ý kiến của Anh/Chị ở nhiệm vụ này.",
                   "Nothing in this task is waiting for your answer now.");
  }
  if (waiting.count() > 1) {
    return refused(
        "Có cả đề nghị gia hạn và kết quả hoặc lời từ chối đang chờ nên chưa rõ ý kiến này trả lời việc nào; hãy dùng ĐÓNG hoặc TRẢ LẠI <lý do> cho kết quả.",
        "Both a request for an extension and a result or refusal are waiting, so it is not clear which one is meant; use CLOSE or RETURN <reason> for the result.");
  }
  if (waiting.extension) {
    Meaning meaning = step(yes ? EventKind::extension_approved : EventKind::extension_refused, reply, party);
    meaning.event->whole = yes && state.role == PartyRole::lead;
    return meaning;
  }
  if (waiting.result) return step(yes ? EventKind::confirmed : EventKind::given_back, reply, party);
  return step(yes ? EventKind::refusal_granted : EventKind::refusal_denied, reply, party);
}

Meaning not_named(const Named& named, const std::string& written, const char* where_vi, const char* where_en) {
  if (named.several) {
    return refused(
        "“" + written + "” có thể là nhiều nơi hoặc nhiều người " + where_vi + "; xin ghi đủ tên hoặc địa chỉ thư.",
        "“" + written + "” fits several " + where_en + "; please write the full name or the mail address.");
  }
  return refused("Không có “" + written + "” " + where_vi + ".", "There is no “" + written + "” " + where_en + ".");
}

Meaning without_party(const Reply& reply, const Task& task) {
  const Named named = named_party(task, reply.target);
  if (named.index < 0) return not_named(named, reply.target, "trong nhiệm vụ này", "in this task");
  Meaning meaning = step(EventKind::party_removed, reply, named.index);
  meaning.event->reason = named.rest;
  return meaning;
}

Meaning with_lead(const Reply& reply, const Task& task) {
  Meaning meaning = step(EventKind::lead_changed, reply, task.lead_index());
  switch (reply.share) {
    case replies::Share::informed: meaning.event->old_lead = PartyRole::informed; break;
    case replies::Share::out: break;
    default: meaning.event->old_lead = PartyRole::cooperating; break;
  }
  const Named named = named_party(task, reply.target);
  if (named.several) return not_named(named, reply.target, "trong nhiệm vụ này", "in this task");
  if (named.index >= 0) meaning.event->to_party = named.index;
  return meaning;
}

Meaning with_party(const Reply& reply, const Task& task, int party) {
  Meaning meaning = step(EventKind::party_added, reply, party);
  meaning.event->new_party = TaskParty{};
  meaning.event->new_party->role = reply.share == replies::Share::informed ? PartyRole::informed
                                   : task.is_each()                        ? PartyRole::part
                                                                           : PartyRole::cooperating;
  return meaning;
}

Meaning assigner_word(const Reply& reply, const Task& task, int card) {
  const int party = shown_party(task, card);
  const TaskParty& state = task.parties[static_cast<std::size_t>(party)];
  const bool shared = task.is_each() && task.answerable().size() > 1;
  const bool of_task = reply.intent == Intent::add_party || reply.intent == Intent::remove_party ||
                       reply.intent == Intent::lead || reply.intent == Intent::priority;
  if (card == kWholeTask && shared && !reply.all && !of_task) {
    return refused("Nhiệm vụ này giao cho từng nơi nên chưa rõ “" + reply.command_line +
                       "” dành cho nơi nào; xin trả lời thư về nơi đó, hoặc ghi thêm TẤT CẢ ngay sau lệnh.",
                   "In this task each answers for itself, so it is not clear whom “" + reply.command_line +
                       "” is meant for; reply to a message about that one, or write ALL right behind the command.");
  }
  auto one_or_all = [&](EventKind kind) {
    Meaning meaning = step(kind, reply, party);
    meaning.event->whole = task.is_each() && reply.all;
    return meaning;
  };
  // Of the lead is of the whole.
  auto whole = [&](EventKind kind) {
    Meaning meaning = one_or_all(kind);
    if (task.is_each()) return meaning;
    meaning.event->whole = reply.all || state.role == PartyRole::lead;
    if (meaning.event->whole) meaning.event->party = task.lead_index();
    return meaning;
  };
  switch (reply.intent) {
    case Intent::approve:
    case Intent::deny: return yes_or_no(reply, state, party);
    case Intent::give_back:
      return state.state == State::refused ? step(EventKind::refusal_denied, reply, party)
                                           : one_or_all(EventKind::given_back);
    case Intent::close: return one_or_all(EventKind::confirmed);
    case Intent::cancel: return whole(EventKind::cancelled);
    case Intent::suspend: return whole(EventKind::suspended);
    case Intent::resume: return whole(EventKind::resumed);
    case Intent::new_due:
    case Intent::extend: return whole(EventKind::due_changed);
    case Intent::add_party: return with_party(reply, task, party);
    case Intent::remove_party: return without_party(reply, task);
    case Intent::lead: return with_lead(reply, task);
    case Intent::priority: {
      Meaning meaning = step(EventKind::priority_changed, reply, party);
      meaning.event->priority = static_cast<Priority>(reply.priority);
      meaning.event->old_priority = task.priority;
      return meaning;
    }
    default: {
      Meaning meaning = whole(reply.intent == Intent::urge ? EventKind::urged : EventKind::text_added);
      meaning.event->reason = kept(reply.words);
      return meaning;
    }
  }
}

Meaning of_hand(EventKind kind, const Reply& reply, int party, int hand) {
  Meaning meaning = step(kind, reply, party);
  meaning.event->hand = hand;
  return meaning;
}

// The words of somebody who has a part in hand inside the unit.
Meaning hand_word(const Reply& reply, int party, int hand) {
  switch (reply.intent) {
    case Intent::accept: return of_hand(EventKind::hand_accepted, reply, party, hand);
    case Intent::progress: return of_hand(EventKind::hand_progressed, reply, party, hand);
    case Intent::done: return of_hand(EventKind::hand_submitted, reply, party, hand);
    case Intent::refuse: return of_hand(EventKind::hand_refused, reply, party, hand);
    case Intent::extend: return of_hand(EventKind::hand_extension_asked, reply, party, hand);
    default:
      return refused(
          "Phần việc này do phụ trách đơn vị giao; chỉ phụ trách giao lại cho người khác được (GIAO <người>).",
          "Your part was given by the head of the unit; only the head can give it to somebody else (ASSIGN <person>).");
  }
}

// The one hand in this state, -1: none, -2: several.
int only_hand(const TaskParty& party, HandState state) {
  int found = -1;
  for (std::size_t i = 0; i < party.hands.size(); ++i) {
    if (party.hands[i].state != state) continue;
    if (found >= 0) return -2;
    found = static_cast<int>(i);
  }
  return found;
}

// The one who asks the head for more time, -1: nobody, -2: several.
int only_wish(const TaskParty& party) {
  int found = -1;
  for (std::size_t i = 0; i < party.hands.size(); ++i) {
    if (!party.hands[i].asked_due || !is_open(party.hands[i].state)) continue;
    if (found >= 0) return -2;
    found = static_cast<int>(i);
  }
  return found;
}

std::string hand_names(const TaskParty& party) {
  std::string names;
  for (const Hand& hand : party.hands) {
    if (is_open(hand.state)) names += (names.empty() ? "" : ", ") + hand.name;
  }
  return names;
}

Meaning returned_hand(const Reply& reply, const TaskParty& state, int party) {
  const Named named = named_hand(state, reply.reason);
  int hand = named.index;
  std::string reason = hand >= 0 ? named.rest : reply.reason;
  if (hand < 0) {
    hand = only_hand(state, HandState::submitted);
    if (hand == -1) hand = only_hand(state, HandState::refused);
  }
  if (hand == -1) {
    return refused("Chưa có người nào trong đơn vị nộp kết quả để trả lại.",
                   "Nobody in the unit has handed in a result that could be returned.");
  }
  if (hand < 0) {
    return refused(
        "Có nhiều người đã nộp kết quả (" + hand_names(state) + "); xin ghi TRẢ LẠI <người> <lý do>.",
        "Several people have handed in results (" + hand_names(state) + "); please write RETURN <person> <reason>.");
  }
  if (reason.empty()) {
    return refused("“" + reply.command_line + "”: thiếu lý do. Xin ghi TRẢ LẠI <người> <lý do>.",
                   "“" + reply.command_line + "”: the reason is missing. Please write RETURN <person> <reason>.");
  }
  Meaning meaning = of_hand(EventKind::hand_returned, reply, party, hand);
  meaning.event->reason = std::move(reason);
  return meaning;
}

Meaning taken_back(const Reply& reply, const TaskParty& state, int party) {
  if (!state.has_open_hands())
    return refused("Chưa giao phần việc nào cho người trong đơn vị.", "No part was given to anybody in the unit.");
  Named named;
  if (reply.target.empty()) {
    for (std::size_t i = 0; i < state.hands.size(); ++i) {
      if (!is_open(state.hands[i].state)) continue;
      if (named.index >= 0) {
        return refused("Việc đang giao cho nhiều người (" + hand_names(state) + "); xin ghi LẤY LẠI <người>.",
                       "Several people have it (" + hand_names(state) + "); please write TAKE BACK <person>.");
      }
      named.index = static_cast<int>(i);
    }
  } else {
    named = named_hand(state, reply.target);
    if (named.index < 0)
      return not_named(named, reply.target, "trong số người đang được giao việc", "among those who have the work");
  }
  Meaning meaning = of_hand(EventKind::hand_taken_back, reply, party, named.index);
  meaning.event->reason = named.rest;
  return meaning;
}

// The head's yes: to a result it goes up to the assigner, to a refusal the person is let go.
Meaning approved_hand(const Reply& reply, const TaskParty& state, int party) {
  const int result = only_hand(state, HandState::submitted), refusal = only_hand(state, HandState::refused);
  const int wish = only_wish(state);
  if (result == -1 && refusal == -1 && wish >= 0) {
    Meaning meaning = of_hand(EventKind::hand_extended, reply, party, wish);
    meaning.event->due = state.hands[static_cast<std::size_t>(wish)].asked_due;
    return meaning;
  }
  if (result == -1 && refusal == -1) {
    return refused(
        "Có nhiều người xin lùi hạn (" + hand_names(state) + "); xin ghi GIAO <người> hạn <ngày> cho từng người.",
        "Several people ask for more time (" + hand_names(state) +
            "); please write ASSIGN <person> by <date> for each.");
  }
  if (wish == -2 || (wish >= 0 && wish != refusal)) {
    return refused("Có cả lời xin lùi hạn và kết quả hoặc lời từ chối đang chờ (" + hand_names(state) +
                       "); xin ghi XONG để gửi kết quả lên người giao, hoặc GIAO <người> hạn <ngày> để lùi hạn.",
                   "Both a request for more time and a result or refusal wait (" + hand_names(state) +
                       "); write DONE to send the result up, or ASSIGN <person> by <date> to give more time.");
  }
  if (result == -1 && refusal >= 0) return of_hand(EventKind::hand_taken_back, reply, party, refusal);
  if (refusal != -1) {
    return refused(
        "Có nhiều người đang chờ ý kiến (" + hand_names(state) +
            "); xin ghi XONG để gửi kết quả lên người giao, LẤY LẠI <người> để cho thôi, hoặc TRẢ LẠI <người> <lý do>.",
        "Several people wait for your word (" + hand_names(state) +
            "); write DONE to send the result up, TAKE BACK <person> to let go, or RETURN <person> <reason>.");
  }
  Meaning meaning = step(EventKind::submitted, reply, party);
  if (result >= 0) meaning.event->hand = result;
  return meaning;
}

Meaning head_word(const Reply& reply, const TaskParty& state, int party) {
  switch (reply.intent) {
    case Intent::give_hand: {
      Meaning meaning = step(EventKind::hand_given, reply, party);
      meaning.event->reason =
          kept(reply.reason + (reply.reason.empty() || reply.rest.empty() ? "" : "\n") + reply.rest);
      return meaning;
    }
    case Intent::take_back: return taken_back(reply, state, party);
    case Intent::approve: return approved_hand(reply, state, party);
    default: break;
  }
  const int wish = only_wish(state);
  if (reply.intent == Intent::deny && wish >= 0 && only_hand(state, HandState::submitted) == -1 &&
      only_hand(state, HandState::refused) == -1)
    return of_hand(EventKind::hand_not_extended, reply, party, wish);
  return returned_hand(reply, state, party);
}

Meaning holder_word(const Reply& reply, const TaskParty& state, int party) {
  switch (reply.intent) {
    case Intent::accept: return step(EventKind::accepted, reply, party);
    case Intent::progress: return step(EventKind::progressed, reply, party);
    case Intent::done: {
      Meaning meaning = step(EventKind::submitted, reply, party);
      if (const int hand = only_hand(state, HandState::submitted); hand >= 0) meaning.event->hand = hand;
      return meaning;
    }
    case Intent::extend: return step(EventKind::extension_asked, reply, party);
    case Intent::reassign: return step(EventKind::reassigned, reply, party);
    default: return step(EventKind::refused, reply, party);
  }
}

bool answers_hands(const Reply& reply, const TaskParty& state) {
  switch (reply.intent) {
    case Intent::give_hand:
    case Intent::take_back: return true;
    case Intent::deny:
    case Intent::approve:
      if (only_wish(state) != -1) return true;
      [[fallthrough]];
    case Intent::give_back:
      return only_hand(state, HandState::submitted) != -1 || only_hand(state, HandState::refused) != -1;
    default: return false;
  }
}

}  // namespace

Meaning meaning_of(const Reply& reply, const Task& task, int card, Side side) {
  if (task.parties.empty() ||
      (card != kWholeTask && (card < 0 || static_cast<std::size_t>(card) >= task.parties.size())))
    return refused("Nhiệm vụ này không có bên được nêu.", "This task has no such party.");
  const int party = card == kWholeTask ? task.lead_index() : card;
  const TaskParty& state = task.parties[static_cast<std::size_t>(party)];
  if (reply.intent == Intent::register_document || reply.intent == Intent::reserve_number) {
    return refused("“" + reply.command_line + "” dùng cho văn bản, không dùng cho nhiệm vụ.",
                   "“" + reply.command_line + "” is for documents, not for tasks.");
  }
  if (reply.intent == Intent::comment) return as_comment(reply, party);
  if (reply.intent == Intent::undo)
    return refused("HOÀN TÁC dùng được ngay sau bước vừa làm, trong mười phút.",
                   "UNDO is for the step just made, within ten minutes.");
  // The head's words to his people; of the assigner when something waits for him.
  const Waiting waiting = waiting_of(state);
  const bool own = reply.intent == Intent::give_hand || reply.intent == Intent::take_back;
  const bool for_assigner =
      side.assigner && !own &&
      (waiting.result || waiting.refusal || (waiting.extension && reply.intent != Intent::give_back));
  if (side.head && answers_hands(reply, state) && !for_assigner) return head_word(reply, state, party);
  const bool assigners = is_assigner_word(reply.intent) || (reply.intent == Intent::extend && side.assigner);
  if (assigners && side.assigner) return assigner_word(reply, task, card);
  if (is_everyday(reply.intent)) return as_comment(reply, party);
  if (reply.intent == Intent::new_due && side.holder) {
    return refused("Người giao đổi thời hạn; để xin thêm thời gian xin ghi GIA HẠN <ngày> <lý do>.",
                   "The assigner changes the deadline; to ask for more time write EXTEND <date> <reason>.");
  }
  if (assigners) {
    return refused("“" + reply.command_line + "” là lệnh dành cho người giao nhiệm vụ.",
                   "“" + reply.command_line + "” is for the assigner of the task.");
  }
  if (side.hand >= 0 && !side.head) return hand_word(reply, party, side.hand);
  if (!side.holder) {
    return refused("“" + reply.command_line + "” là lệnh dành cho bên được giao nhiệm vụ.",
                   "“" + reply.command_line + "” is for those to whom the task was given.");
  }
  return holder_word(reply, state, party);
}

}  // namespace policies::tasks
