#include "policies/tasks/texts/text_parts.h"

#include "policies/tasks/texts/conversation_text.h"

#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMaxShown = 300;  // bytes of a title or sentence in a subject
constexpr const char* kDivider = "\n----------\n\n";

std::string both(const std::string& vi, const std::string& en) { return vi + kDivider + en; }

std::string names(const Task& task, PartyRole role) {
  std::string out;
  for (const auto& party : task.parties) {
    if (party.role != role || party.removed()) continue;
    out += (out.empty() ? "" : "; ") + phrases::one_line(party.name, kMaxFact) +
           (party.address.empty() ? "" : " <" + phrases::one_line(party.address, kMaxFact) + ">");
  }
  return out;
}

}  // namespace

MessageText message(std::string subject, Sentence opening, const std::string& vi, const std::string& en) {
  MessageText out;
  out.subject = std::move(subject);
  out.vi = opening.vi + "\n" + vi;
  out.text = both(out.vi, opening.en + "\n" + en);
  out.opening = std::move(opening);
  return out;
}

std::string tag(const Task& task) { return "[" + task.head.number + "] "; }

std::string short_title(const Task& task) { return phrases::shortened(task.head.title, kMaxShown); }

std::string step_subject(const Task& task, const Sentence& what) {
  std::string done = phrases::shortened(what.vi, 160);
  if (done.ends_with('.')) done.pop_back();
  return tag(task) + done + " – " + short_title(task);
}

bool shows_whole(const Task& task, int card) {
  if (!task.is_each()) return false;
  if (card < 0 || static_cast<std::size_t>(card) >= task.parties.size()) return true;
  const TaskParty& own = task.parties[static_cast<std::size_t>(card)];
  return own.removed() || (own.role == PartyRole::informed && !own.reassigned_to);
}

const TaskParty& party_at(const Task& task, int party) {
  return party >= 0 && static_cast<std::size_t>(party) < task.parties.size()
             ? task.parties[static_cast<std::size_t>(party)]
             : task.lead();
}

Sentence day_off_note(base::Timestamp due) {
  const auto date = calendar::local_date(due);
  const int day = calendar::weekday(date);
  const std::string shown = calendar::slash_date(date);
  if (day < 6) return {shown + " là ngày nghỉ", shown + " is a day off"};
  return {shown + " là " + calendar::weekday_vi(day), shown + " is a " + calendar::weekday_en(day)};
}

Sentence due_in_full(const std::optional<base::Timestamp>& due, bool day_off) {
  if (!due) return {"không có thời hạn", "no deadline"};
  Sentence out = phrases::describe_due(*due);
  if (day_off) {
    const Sentence note = day_off_note(*due);
    out.vi += " – lưu ý: " + note.vi;
    out.en += " – note: " + note.en;
  }
  return out;
}

bool due_is_day_off(const Task& task, const TaskParty& party) {
  if (!party.due) return false;
  bool day_off = task.head.due_day_off && party.due == task.head.due;
  for (const DueChange& change : party.due_changes)
    day_off = day_off || (change.day_off && change.new_due == party.due);
  for (const Extension& extension : party.extensions) {
    const bool approved = extension.decision == Extension::Decision::approved;
    day_off = day_off || (approved && extension.day_off && extension.new_due == *party.due);
  }
  return day_off;
}

Sentence series_words(const Assignment& head) {
  if (head.series == 0) return {};
  const std::string due = head.due ? ", due " + calendar::slash_date(calendar::local_date(*head.due)) : std::string();
  return {"Kỳ " + head.series_period + " của " + head.series_number, "Of " + head.series_number + due};
}

void append_facts(const Task& task, int card, std::string& vi, std::string& en) {
  const TaskParty& shown = party_at(task, shown_party(task, card));
  const Sentence when =
      shows_whole(task, card) ? due_in_full(task.due(), false) : due_in_full(shown.due, due_is_day_off(task, shown));
  auto line = [&](const char* head_vi, const char* head_en, const std::string& raw_vi, const std::string& raw_en) {
    const std::string value_vi = phrases::one_line(raw_vi, kMaxFact), value_en = phrases::one_line(raw_en, kMaxFact);
    if (value_vi.empty()) return;
    vi += std::string(head_vi) + ": " + value_vi + "\n";
    en += std::string(head_en) + ": " + value_en + "\n";
  };
  line("Nhiệm vụ", "Task", task.head.number, task.head.number);
  line("Nội dung", "Title", task.head.title, task.head.title);
  if (task.priority != Priority::normal)
    line("Độ khẩn", "Urgency", priority_vi(task.priority), priority_en(task.priority));
  line("Người giao", "Assigned by", task.head.assigner_name, task.head.assigner_name);
  line("Người nhập", "Entered by", task.head.entered_by_name, task.head.entered_by_name);
  line("Cơ quan", "Office", task.head.office_name, task.head.office_name);
  line("Thời hạn", "Deadline", when.vi, when.en);
  if (task.is_each()) line("Cách giao", "Shared out", mode_vi(task.head.mode), mode_en(task.head.mode));
  const std::string leads = names(task, PartyRole::lead), cooperating = names(task, PartyRole::cooperating),
                    informed = names(task, PartyRole::informed), parts = names(task, PartyRole::part);
  line("Chủ trì", "Lead", leads, leads);
  line("Phối hợp", "Cooperating", cooperating, cooperating);
  line("Thực hiện", "Each for itself", parts, parts);
  line("Để biết", "For information", informed, informed);
  const Sentence series = series_words(task.head);
  line("Định kỳ", "Periodic", series.vi, series.en);
  line("Căn cứ", "Basis", task.head.basis, task.head.basis);
}

void append_choices(const Task& task, int card, Side side, base::Timestamp now, std::string& vi, std::string& en) {
  const auto words = choices(task, card, side, now);
  if (words.empty()) return;
  vi += "\nXin trả lời thư này, ghi ở dòng đầu tiên một trong các lệnh sau:\n";
  en += "\nPlease reply to this message with one of these in the first line:\n";
  for (const auto& word : words) {
    vi += "  " + word.vi + "\n";
    en += "  " + word.en + "\n";
  }
  vi += "Nội dung khác được ghi nhận là ý kiến, không làm thay đổi nhiệm vụ.\n";
  en += "Anything else is kept as a comment and changes nothing.\n";
}

void append_state(const Task& task, int card, base::Timestamp now, std::string& vi, std::string& en) {
  if (shows_whole(task, card)) {
    const Sentence state = describe_state(task, now);
    vi += "Trạng thái: " + state.vi + "\n";
    en += "State: " + state.en + "\n";
    return;
  }
  const TaskParty& party = party_at(task, shown_party(task, card));
  const Sentence state = describe_state(party, now);
  const std::string percent = std::to_string(party.percent) + "%\n";
  vi += "Trạng thái: " + state.vi + "\nTiến độ: " + percent;
  en += "State: " + state.en + "\nProgress: " + percent;
  if (const Sentence told = describe_escalation(party); !told.vi.empty()) {
    vi += "Quá hạn: " + told.vi + "\n";
    en += "Overdue: " + told.en + "\n";
  }
  if (const Extension* extension = party.pending_extension()) {
    const Sentence asked = due_in_full(extension->new_due, extension->day_off);
    const std::string reason = phrases::one_line(extension->reason, kMaxFact);
    vi += "Đang xin gia hạn đến: " + asked.vi + (reason.empty() ? "" : " – lý do: " + reason) + "\n";
    en += "Extension asked until: " + asked.en + (reason.empty() ? "" : " – reason: " + reason) + "\n";
  }
}

void append_hands(const TaskParty& party, std::string& vi, std::string& en) {
  std::string list_vi, list_en;
  for (const Hand& hand : party.hands) {
    if (!is_open(hand.state)) continue;
    const std::string name = phrases::one_line(hand.name, kMaxFact);
    std::string due_vi, due_en;
    if (hand.due) {
      const Sentence due = phrases::describe_due(*hand.due);
      due_vi = ", hạn " + due.vi;
      due_en = ", due " + due.en;
    }
    if (hand.asked_due) {
      const Sentence asked = phrases::describe_due(*hand.asked_due);
      const std::string why = phrases::one_line(hand.asked_reason, kMaxFact);
      due_vi += ", xin lùi đến " + asked.vi + (why.empty() ? "" : ": " + why);
      due_en += ", asks for " + asked.en + (why.empty() ? "" : ": " + why);
    }
    const std::string gap = list_vi.empty() ? "" : "; ";
    list_vi += gap + name + " (" + hand_state_vi(hand.state) + due_vi + ")";
    list_en += gap + name + " (" + hand_state_en(hand.state) + due_en + ")";
  }
  if (list_vi.empty()) return;
  vi += "Trong đơn vị: " + list_vi + "\n";
  en += "Inside the unit: " + list_en + "\n";
}

void append_additions(const Task& task, int card, std::string& vi, std::string& en) {
  const int shown = shown_party(task, card);
  for (const Addition& addition : task.additions) {
    if (addition.party >= 0 && addition.party != card && addition.party != shown) continue;
    const std::string day = calendar::slash_date(calendar::local_date(addition.at));
    vi += "\nBổ sung ngày " + day + ":\n" + addition.text + "\n";
    en += "\nAdded on " + day + " (as written):\n" + addition.text + "\n";
  }
}

MessageText with_note(MessageText text, const Sentence& note) {
  for (const auto& [opening, more] : {std::pair{text.opening.vi, note.vi}, std::pair{text.opening.en, note.en}}) {
    const auto found = opening.empty() ? std::string::npos : text.text.find(opening);
    if (found != std::string::npos) text.text.insert(found + opening.size(), more);
    const auto own = opening.empty() ? std::string::npos : text.vi.find(opening);
    if (own != std::string::npos) text.vi.insert(own + opening.size(), more);
  }
  text.opening.vi += note.vi;
  text.opening.en += note.en;
  return text;
}

}  // namespace policies::tasks
