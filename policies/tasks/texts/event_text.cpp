// One sentence for each step.
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

Sentence because(Sentence sentence, const std::string& reason) {
  if (reason.empty()) return {sentence.vi + ".", sentence.en + "."};
  std::string line = phrases::one_line(reason, 1000);
  while (line.ends_with('.')) line.pop_back();
  return {sentence.vi + ", lý do: " + line + ".", sentence.en + ", reason: " + line + "."};
}

// T19 of an office's day: that a date is a day off is said, never silently taken.
Sentence noted(Sentence sentence, const TaskEvent& event) {
  if (!event.due || !event.due_day_off) return sentence;
  const Sentence note = day_off_note(*event.due);
  return {sentence.vi + " Lưu ý: " + note.vi + ".", sentence.en + " Note: " + note.en + "."};
}

// `old`: the deadline before; nothing: not known here.
Sentence due_sentence(const TaskEvent& event, const std::string& who, const std::optional<DueChange>& old) {
  Sentence out{who, who};
  if (!event.due) {
    out.vi += " bỏ thời hạn";
    out.en += " removed the deadline";
    if (old && old->old_due) {
      const Sentence was = phrases::describe_due(*old->old_due);
      out.vi += " (trước là " + was.vi + ")";
      out.en += " (it was " + was.en + ")";
    }
    return because(out, event.reason);
  }
  const Sentence now = phrases::describe_due(*event.due);
  const bool set = old && !old->old_due;
  out.vi += set ? " đặt thời hạn" : " đổi thời hạn";
  out.en += set ? " set a deadline" : " changed the deadline";
  if (old && old->old_due) {
    const Sentence was = phrases::describe_due(*old->old_due);
    out.vi += " từ " + was.vi;
    out.en += " from " + was.en;
  }
  out.vi += (set ? " là " : " thành ") + now.vi;
  out.en += (set ? ": " : " to ") + now.en;
  return because(out, event.reason);
}

// Nobody wished it: the days themselves have changed.
Sentence recount_sentence(const TaskEvent& event, const std::optional<DueChange>& old) {
  const std::string why = event.reason.empty() ? std::string() : " (" + phrases::one_line(event.reason, 1000) + ")";
  Sentence out{"Lịch làm việc thay đổi" + why + " nên thời hạn được tính lại",
               "The working calendar has changed, so the deadline was counted anew"};
  if (old && old->old_due) {
    const Sentence was = phrases::describe_due(*old->old_due);
    out.vi += ", từ " + was.vi;
    out.en += ", from " + was.en;
  }
  const Sentence now = event.due ? phrases::describe_due(*event.due) : Sentence{"?", "?"};
  return {out.vi + " thành " + now.vi + ".", out.en + " to " + now.en + "."};
}

std::string name_of_hand(const TaskParty& party, const TaskEvent& event) {
  const bool there = event.hand && *event.hand >= 0 && static_cast<std::size_t>(*event.hand) < party.hands.size();
  return there ? phrases::one_line(party.hands[static_cast<std::size_t>(*event.hand)].name) : std::string();
}

// Of one part, or of a party that cooperates, only that ends or rests; the task goes on.
std::optional<Sentence> of_part(const TaskParty& party, const TaskEvent& event, const std::string& who, bool ended) {
  const bool cooperates = party.role == PartyRole::cooperating;
  if (!cooperates && party.role != PartyRole::part) return std::nullopt;
  const std::string name = phrases::one_line(party.name);
  const std::string vi = cooperates ? "phần việc phối hợp" : "phần việc của " + name;
  const std::string en = cooperates ? "the cooperating part" : "the part of " + name;
  switch (event.kind) {
    case EventKind::confirmed:
      return Sentence{who + " đã chấp nhận kết quả " + vi + ".", who + " accepted the result of " + en + "."};
    case EventKind::cancelled:
      if (ended) return std::nullopt;
      return because({who + " đã hủy " + vi, who + " cancelled " + en}, event.reason);
    case EventKind::suspended: return because({who + " tạm hoãn " + vi, who + " suspended " + en}, event.reason);
    case EventKind::resumed: return Sentence{who + " cho tiếp tục " + vi + ".", who + " resumed " + en + "."};
    default: return std::nullopt;
  }
}

Sentence of_all(const TaskEvent& event, const std::string& who) {
  switch (event.kind) {
    case EventKind::confirmed:
      return {who + " đã chấp nhận mọi kết quả đang chờ.", who + " accepted all results that waited."};
    case EventKind::given_back:
      return because({who + " trả lại mọi kết quả đang chờ, đề nghị làm lại",
                      who + " returned all results that waited, to be done again"},
                     event.reason);
    case EventKind::cancelled:
      return because({who + " đã hủy nhiệm vụ ở mọi nơi", who + " cancelled the task for all"}, event.reason);
    case EventKind::suspended:
      return because({who + " tạm hoãn nhiệm vụ ở mọi nơi", who + " suspended the task for all"}, event.reason);
    case EventKind::resumed: return {who + " cho tiếp tục nhiệm vụ ở mọi nơi.", who + " resumed the task for all."};
    default: return describe(event, who);
  }
}

Sentence of_new_lead(const Task& task, const TaskEvent& event, const std::string& who) {
  const TaskParty& old = party_at(task, event.party);
  const std::string name = phrases::one_line(task.lead().name), before = phrases::one_line(old.name);
  const Sentence stays = old.removed() ? Sentence{"thôi thực hiện", "takes no further part"}
                                       : Sentence{role_vi(old.role), role_en(old.role)};
  return because({who + " giao " + name + " chủ trì thay " + before + " (" + before + ": " + stays.vi + ")",
                  who + " made " + name + " the lead instead of " + before + " (" + before + ": " + stays.en + ")"},
                 event.reason);
}

// "Nguyễn Văn Bình (thay mặt Chủ tịch Mai Đình Lâm) đồng ý gia hạn."
Sentence in_whose_name(Sentence what, const TaskEvent& event, std::string_view actor_name) {
  const std::string who = phrases::one_line(actor_name), name = phrases::one_line(event.in_name);
  if (who.empty() || name.empty()) return what;
  auto insert = [&](std::string& text, const char* words) {
    const auto at = text.find(who);
    if (at != std::string::npos) text.insert(at + who.size(), " (" + std::string(words) + " " + name + ")");
  };
  insert(what.vi, "thay mặt");
  insert(what.en, "on behalf of");
  return what;
}

Sentence what_happened(const TaskEvent& event, std::string_view actor_name) {
  const std::string who = phrases::one_line(actor_name);
  switch (event.kind) {
    case EventKind::accepted: return {who + " đã nhận nhiệm vụ.", who + " accepted the task."};
    case EventKind::progressed:
      return {who + " báo cáo tiến độ " + std::to_string(event.percent) + "%.",
              who + " reported progress: " + std::to_string(event.percent) + "%."};
    case EventKind::submitted:
      return {who + " báo cáo đã hoàn thành, chờ xác nhận.",
              who + " reported the task as done; it waits for confirmation."};
    case EventKind::extension_asked: {
      const Sentence until = event.due ? phrases::describe_due(*event.due) : Sentence{"?", "?"};
      return noted(because({who + " xin gia hạn đến " + until.vi, who + " asks to extend the deadline to " + until.en},
                           event.reason),
                   event);
    }
    case EventKind::extension_approved:
      return because({who + " đồng ý gia hạn", who + " approved the extension"}, event.reason);
    case EventKind::extension_refused:
      return because({who + " không đồng ý gia hạn", who + " refused the extension"}, event.reason);
    case EventKind::reassigned: {
      const std::string to = event.new_party ? phrases::one_line(event.new_party->name) : std::string("?");
      return because({who + " đã chuyển nhiệm vụ tới " + to, who + " passed the task on to " + to}, event.reason);
    }
    case EventKind::refused: return because({who + " từ chối nhiệm vụ", who + " refused the task"}, event.reason);
    case EventKind::refusal_granted:
      return because({who + " đồng ý cho thôi thực hiện nhiệm vụ", who + " agreed to the refusal"}, event.reason);
    case EventKind::refusal_denied:
      return because({who + " không đồng ý việc từ chối; nhiệm vụ vẫn giữ nguyên",
                      who + " did not agree to the refusal; the task stands"},
                     event.reason);
    case EventKind::confirmed:
      return {who + " đã chấp nhận kết quả; nhiệm vụ hoàn thành.", who + " accepted the result; the task is done."};
    case EventKind::given_back:
      return because({who + " trả lại kết quả, đề nghị làm lại", who + " returned the result to be done again"},
                     event.reason);
    case EventKind::cancelled: return because({who + " đã hủy nhiệm vụ", who + " cancelled the task"}, event.reason);
    case EventKind::suspended: return because({who + " tạm hoãn nhiệm vụ", who + " suspended the task"}, event.reason);
    case EventKind::resumed: return {who + " cho tiếp tục nhiệm vụ.", who + " resumed the task."};
    case EventKind::due_changed:
      if (!event.calendar_version.empty()) return recount_sentence(event, std::nullopt);
      return noted(due_sentence(event, who, std::nullopt), event);
    case EventKind::lead_changed: {
      const std::string to = event.new_party ? " " + phrases::one_line(event.new_party->name) : std::string();
      return because({who + " đổi nơi chủ trì" + (to.empty() ? "" : " sang" + to),
                      who + " changed the lead" + (to.empty() ? "" : " to" + to)},
                     event.reason);
    }
    case EventKind::party_added: {
      const std::string name = event.new_party ? phrases::one_line(event.new_party->name) : std::string("?");
      const PartyRole role = event.new_party ? event.new_party->role : PartyRole::cooperating;
      return {who + " thêm " + name + " vào nhiệm vụ (" + role_vi(role) + ").",
              who + " added " + name + " to the task (" + role_en(role) + ")."};
    }
    case EventKind::party_removed:
      return because({who + " bỏ một nơi khỏi nhiệm vụ", who + " took a party out of the task"}, event.reason);
    case EventKind::text_added: return {who + " bổ sung nội dung chỉ đạo.", who + " added to the direction."};
    case EventKind::priority_changed: {
      const bool known = event.old_priority.has_value();
      const Sentence from = known ? Sentence{std::string(" từ ") + priority_vi(*event.old_priority),
                                             std::string(" from ") + priority_en(*event.old_priority)}
                                  : Sentence{};
      return {who + " đổi độ khẩn" + from.vi + " thành " + priority_vi(event.priority) + ".",
              who + " changed the urgency" + from.en + " to " + priority_en(event.priority) + "."};
    }
    case EventKind::urged: return {who + " đôn đốc thực hiện nhiệm vụ.", who + " urges the task."};
    case EventKind::escalated: {
      const Sentence due = event.due ? phrases::describe_due(*event.due) : Sentence{"?", "?"};
      return {who + " báo người giao việc: đã quá hạn " + due.vi + " mà chưa có kết quả.",
              who + " told who gave the task: the deadline " + due.en + " went by without a result."};
    }
    case EventKind::hand_given: {
      const std::string to = event.person ? phrases::one_line(event.person->name) : std::string("?");
      Sentence out{who + " giao " + to + " thực hiện", who + " gave the work to " + to};
      if (event.due) {
        const Sentence due = phrases::describe_due(*event.due);
        out.vi += ", hạn " + due.vi;
        out.en += ", due " + due.en;
      }
      return noted({out.vi + ".", out.en + "."}, event);
    }
    case EventKind::hand_accepted:
      return {who + " đã nhận phần việc được giao trong đơn vị.", who + " accepted the part given inside the unit."};
    case EventKind::hand_progressed:
      return {who + " báo cáo phụ trách tiến độ " + std::to_string(event.percent) + "%.",
              who + " reported progress to the head: " + std::to_string(event.percent) + "%."};
    case EventKind::hand_submitted:
      return {who + " nộp kết quả cho phụ trách đơn vị.", who + " handed in the result to the head of the unit."};
    case EventKind::hand_refused:
      return because(
          {who + " xin không nhận phần việc được giao trong đơn vị", who + " refused the part given inside the unit"},
          event.reason);
    case EventKind::hand_extension_asked: {
      const Sentence until = event.due ? phrases::describe_due(*event.due) : Sentence{"?", "?"};
      return noted(because({who + " xin phụ trách lùi hạn trong đơn vị đến " + until.vi,
                            who + " asks the head for more time, until " + until.en},
                           event.reason),
                   event);
    }
    case EventKind::hand_extended: {
      const Sentence until = event.due ? phrases::describe_due(*event.due) : Sentence{"?", "?"};
      return {who + " đồng ý lùi hạn trong đơn vị đến " + until.vi + ".",
              who + " granted more time inside the unit, until " + until.en + "."};
    }
    case EventKind::hand_not_extended:
      return because({who + " không đồng ý lùi hạn trong đơn vị", who + " granted no more time inside the unit"},
                     event.reason);
    case EventKind::hand_returned:
      return because({who + " trả lại kết quả trong đơn vị, đề nghị làm lại",
                      who + " returned a result inside the unit to be done again"},
                     event.reason);
    case EventKind::hand_taken_back:
      return because({who + " lấy lại phần việc đã giao trong đơn vị", who + " took back a part given inside the unit"},
                     event.reason);
    case EventKind::undone:
      return {who + " hoàn tác: " + phrases::one_line(event.taken_back.vi, 1000),
              who + " took back: " + phrases::one_line(event.taken_back.en, 1000)};
    case EventKind::commented: break;
  }
  return {who + " có ý kiến về nhiệm vụ.", who + " commented on the task."};
}

Sentence what_changed(const Task& task, const TaskEvent& event, std::string_view actor_name) {
  const std::string who = phrases::one_line(actor_name);
  const TaskParty& party = party_at(task, event.party);
  const std::string name = phrases::one_line(party.name);
  if (event.kind == EventKind::due_changed) {
    std::optional<DueChange> change;
    if (!party.due_changes.empty() && party.due_changes.back().at == event.at) change = party.due_changes.back();
    if (!event.calendar_version.empty()) return recount_sentence(event, change);  // of all that move, the same days
    return noted(due_sentence(event, who, event.whole && task.is_each() ? std::nullopt : change), event);
  }
  if (event.whole && task.is_each()) return of_all(event, who);
  if (!event.whole) {
    const bool ended = is_final(task.state()) && party.role != PartyRole::part;
    if (const auto part = of_part(party, event, who, ended)) return *part;
  }
  const std::string hand = name_of_hand(party, event);
  switch (event.kind) {
    case EventKind::lead_changed: return of_new_lead(task, event, who);
    case EventKind::party_removed:
      return because({who + " bỏ " + name + " khỏi nhiệm vụ", who + " took " + name + " out of the task"},
                     event.reason);
    case EventKind::urged:
      if (party.times_urged < 2 || (event.whole && task.is_each())) break;
      return {who + " đôn đốc thực hiện nhiệm vụ (lần " + std::to_string(party.times_urged) + ").",
              who + " urges the task (for the " + std::to_string(party.times_urged) + ". time)."};
    case EventKind::submitted:
      if (hand.empty()) break;
      return {who + " báo cáo đã hoàn thành (kết quả của " + hand + "), chờ xác nhận.",
              who + " reported the task as done (the result of " + hand + "); it waits for confirmation."};
    case EventKind::hand_returned:
      return because({who + " trả lại kết quả của " + hand + ", đề nghị làm lại",
                      who + " returned the result of " + hand + " to be done again"},
                     event.reason);
    case EventKind::hand_taken_back:
      return because({who + " lấy lại việc đã giao cho " + hand, who + " took the work back from " + hand},
                     event.reason);
    default: break;
  }
  return what_happened(event, actor_name);
}

}  // namespace

Sentence describe(const TaskEvent& event, std::string_view actor_name) {
  return in_whose_name(what_happened(event, actor_name), event, actor_name);
}

Sentence describe_step(const Task& task, const TaskEvent& event, std::string_view actor_name) {
  return in_whose_name(what_changed(task, event, actor_name), event, actor_name);
}

}  // namespace policies::tasks
