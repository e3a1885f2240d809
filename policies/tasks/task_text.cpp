// The messages: assignment, echo, question, refusal. Vietnamese block, then a line, then the English block.
#include "policies/tasks/task_text.h"

#include <array>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMaxTitle =
    2000;  // bytes kept of a title: the 500 characters of an abstract (domain.md 3.6) and more
constexpr std::size_t kMaxShown = 300;       // bytes of a title or sentence in a subject
constexpr std::size_t kMaxFact = 16 * 1024;  // bytes of one line of facts
constexpr const char* kDivider = "\n----------\n\n";

std::string both(const std::string& vi, const std::string& en) { return vi + kDivider + en; }

// Opening and body are parted by an empty line.
MessageText message(std::string subject, Sentence opening, const std::string& vi, const std::string& en) {
  MessageText out;
  out.subject = std::move(subject);
  out.text = both(opening.vi + "\n" + vi, opening.en + "\n" + en);
  out.opening = std::move(opening);
  return out;
}

std::string tag(const Task& task) { return "[" + task.head.number + "] "; }

std::string short_title(const Task& task) { return phrases::shortened(task.head.title, kMaxShown); }

// The subject of somebody's mail, for our sentences and subjects about it.
std::string shown_subject(std::string_view subject) {
  const std::string line = phrases::shortened(phrases::visible(subject));
  return line.empty() ? "(không có tiêu đề)" : line;
}

// What was done, of which task: in a list of mails the number alone tells nobody.
std::string step_subject(const Task& task, const Sentence& what) {
  std::string done = phrases::shortened(what.vi, 160);
  if (done.ends_with('.')) done.pop_back();
  return tag(task) + done + " – " + short_title(task);
}

Sentence due_in_full(const std::optional<base::Timestamp>& due) {
  if (!due) return {"không có thời hạn", "no deadline"};
  return phrases::describe_due(*due);
}

std::string names(const Task& task, PartyRole role) {
  std::string out;
  for (const auto& party : task.parties) {
    if (party.role != role) continue;
    out += (out.empty() ? "" : "; ") + phrases::one_line(party.name, kMaxFact) +
           (party.address.empty() ? "" : " <" + phrases::one_line(party.address, kMaxFact) + ">");
  }
  return out;
}

// The facts of the task, line by line: the same in every message.
void append_facts(const Task& task, const std::optional<base::Timestamp>& due, std::string& vi, std::string& en,
                  bool with_due = true) {
  const Sentence when = due_in_full(due);
  auto line = [&](const char* head_vi, const char* head_en, const std::string& raw_vi, const std::string& raw_en) {
    const std::string value_vi = phrases::one_line(raw_vi, kMaxFact), value_en = phrases::one_line(raw_en, kMaxFact);
    if (value_vi.empty()) return;
    vi += std::string(head_vi) + ": " + value_vi + "\n";
    en += std::string(head_en) + ": " + value_en + "\n";
  };
  line("Nhiệm vụ", "Task", task.head.number, task.head.number);
  line("Nội dung", "Title", task.head.title, task.head.title);
  line("Người giao", "Assigned by", task.head.assigner_name, task.head.assigner_name);
  line("Cơ quan", "Office", task.head.office_name, task.head.office_name);
  if (with_due) line("Thời hạn", "Deadline", when.vi, when.en);
  const std::string leads = names(task, PartyRole::lead), cooperating = names(task, PartyRole::cooperating),
                    informed = names(task, PartyRole::informed);
  line("Chủ trì", "Lead", leads, leads);
  line("Phối hợp", "Cooperating", cooperating, cooperating);
  line("Để biết", "For information", informed, informed);
  line("Căn cứ", "Basis", task.head.basis, task.head.basis);
}

void append_choices(const Task& task, int party, Side side, base::Timestamp now, std::string& vi, std::string& en) {
  const auto words = choices(task, party, side, now);
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

void append_state(const TaskParty& party, base::Timestamp now, std::string& vi, std::string& en) {
  const Sentence state = describe_state(party, now);
  const std::string percent = std::to_string(party.percent) + "%\n";
  vi += "Trạng thái: " + state.vi + "\nTiến độ: " + percent;
  en += "State: " + state.en + "\nProgress: " + percent;
  if (const Extension* extension = party.pending_extension()) {
    const Sentence asked = phrases::describe_due(extension->new_due);
    const std::string reason = phrases::one_line(extension->reason, kMaxFact);
    vi += "Đang xin gia hạn đến: " + asked.vi + (reason.empty() ? "" : " – lý do: " + reason) + "\n";
    en += "Extension asked until: " + asked.en + (reason.empty() ? "" : " – reason: " + reason) + "\n";
  }
}

const TaskParty& party_of(const Task& task, int party) {
  return party >= 0 && static_cast<std::size_t>(party) < task.parties.size()
             ? task.parties[static_cast<std::size_t>(party)]
             : task.lead();
}

std::string short_due(const std::optional<base::Timestamp>& due) {
  if (!due) return "Không hạn";
  const auto date = calendar::local_date(*due);
  std::string out = "Hạn ";
  if (*due != calendar::end_of_day(date)) out += calendar::clock_time(calendar::local_minute(*due)) + " ";
  return out + calendar::slash_date(date);
}

void append_deadline_notes(const phrases::Deadline& deadline, std::string& vi, std::string& en) {
  if (deadline.counted) {
    vi += "  (tính theo lịch làm việc " + deadline.calendar_version + ")\n";
    en += "  (counted on working calendar " + deadline.calendar_version + ")\n";
  }
  if (!deadline.covered) {
    vi += "  Lưu ý: lịch làm việc " + deadline.calendar_version + " chưa có bảng ngày nghỉ của năm này.\n";
    en += "  Note: working calendar " + deadline.calendar_version + " has no table of holidays for this year yet.\n";
  }
  if (!deadline.working_day) {
    vi += "  Lưu ý: đây là ngày nghỉ.\n";
    en += "  Note: this is a day off.\n";
  }
}

void append_deadline_questions(const phrases::DeadlineAnswer& deadline, std::string& vi, std::string& en) {
  if (deadline.verdict == phrases::DeadlineVerdict::ambiguous) {
    vi += "- Có nhiều thời hạn khác nhau, chưa rõ dùng thời hạn nào:\n";
    en += "- There are several different deadlines; which one counts?\n";
    for (const auto& found : deadline.found) {
      const Sentence full = describe(found);
      vi += "    “" + found.words + "” = " + full.vi + "\n";
      en += "    “" + found.words + "” = " + full.en + "\n";
    }
  } else if (deadline.verdict == phrases::DeadlineVerdict::unreadable) {
    vi += "- Chưa hiểu thời hạn:\n";
    en += "- The deadline was not understood:\n";
    for (const auto& unclear : deadline.unclear) {
      const Sentence why = describe(unclear);
      vi += "    " + why.vi + "\n";
      en += "    " + why.en + "\n";
    }
  } else {
    return;
  }
  vi +=
      "  Xin ghi rõ, ví dụ: hạn 20/12/2026; trước 16h thứ Sáu; trong 5 ngày làm việc. Nếu không đặt thời hạn, xin ghi: không thời hạn.\n";
  en +=
      "  Please write it like: by 20 Dec 2026; by 4 pm Friday; within 5 working days. If there is to be none, write: no deadline.\n";
}

// What was understood and need not be written again.
void append_known(const Unclear& unclear, std::string& vi, std::string& en) {
  if (!unclear.known) return;
  Task task;
  task.head = *unclear.known;
  task.parties = unclear.known->parties;
  const bool open = unclear.deadline_open || unclear.deadline.verdict == phrases::DeadlineVerdict::ambiguous ||
                    unclear.deadline.verdict == phrases::DeadlineVerdict::unreadable;
  std::string facts_vi, facts_en;
  append_facts(task, task.head.due, facts_vi, facts_en, !open && task.head.due.has_value());
  if (facts_vi.empty()) return;
  vi += "\nĐã rõ:\n" + facts_vi;
  en += "\nClear already:\n" + facts_en;
}

void append_how_to_complete(const Unclear& unclear, std::string& vi, std::string& en) {
  if (!unclear.known || unclear.last_time) {
    vi += "\nXin sửa và gửi lại thư. Chưa giao việc nào.\n";
    en += "\nPlease correct the message and send it again. Nothing has been assigned.\n";
    return;
  }
  std::string vi_examples, en_examples;
  auto example = [&](const char* in_vi, const char* in_en) {
    vi_examples += std::string(vi_examples.empty() ? "" : "; ") + in_vi;
    en_examples += std::string(en_examples.empty() ? "" : "; ") + in_en;
  };
  if (unclear.no_title) example("tên nhiệm vụ", "the title of the task");
  if (unclear.no_lead || !unclear.unknown_recipients.empty() || !unclear.several.empty())
    example("“Phòng Kinh tế chủ trì” hoặc địa chỉ thư", "“Phòng Kinh tế chủ trì” or a mail address");
  if (unclear.deadline_open || unclear.deadline.verdict != phrases::DeadlineVerdict::none)
    example("“hạn 20/12”, “không thời hạn”", "“by 20 Dec”, “no deadline”");
  vi += "\nXin trả lời thư này, chỉ cần ghi phần còn thiếu (" + vi_examples +
        "); nội dung và tệp đính kèm của thư trước được giữ nguyên. KHÔNG: bỏ, không giao. Chưa giao việc nào.\n";
  en += "\nPlease reply with the missing part alone (" + en_examples +
        "); text and files of your message are kept. NO: drop it. Nothing has been assigned yet.\n";
}

// Of a cooperating party only its part ends; the task goes on.
Sentence describe_for_party(const Task& task, const TaskEvent& event, std::string_view actor_name) {
  const std::string who = phrases::one_line(actor_name);
  const bool part = party_of(task, event.party).role == PartyRole::cooperating;
  if (part && event.kind == EventKind::confirmed)
    return {who + " đã chấp nhận kết quả phần việc phối hợp.", who + " accepted the result of the cooperating part."};
  Sentence what = describe(event, actor_name);
  if (part && event.kind == EventKind::cancelled && !is_final(task.state())) {
    const std::string vi = who + " đã hủy nhiệm vụ", en = who + " cancelled the task";
    what = {who + " đã hủy phần việc phối hợp" + what.vi.substr(vi.size()),
            who + " cancelled the cooperating part" + what.en.substr(en.size())};
  }
  return what;
}

}  // namespace

std::string without_reply_words(std::string_view subject) {
  std::string title = phrases::one_line(phrases::visible(subject),
                                        kMaxTitle);  // no marks of direction: they would turn what stands behind
  constexpr std::array<std::string_view, 8> prefixes{
      "re:", "fw:", "fwd:", "tra loi:", "chuyen tiep:", "tl:", "ct:", "v/v:"};
  for (bool again = true; again;) {
    again = false;
    const auto colon = title.find(':');
    if (colon == std::string::npos || colon > 30) break;
    const std::string head = base::fold(std::string_view(title).substr(0, colon + 1));
    for (const auto prefix : prefixes) {
      if (head != prefix) continue;
      title = phrases::one_line(std::string_view(title).substr(colon + 1), kMaxTitle);
      again = true;
      break;
    }
  }
  return title;
}

std::string title_of(std::string_view subject) {
  std::string title = without_reply_words(subject);
  constexpr std::string_view asked = "can lam ro:";  // an answer to our own question
  while (base::fold(std::string_view(title).substr(0, title.find(':') + 1)) == asked)
    title = without_reply_words(std::string_view(title).substr(title.find(':') + 1));
  return phrases::split_words(title, 1).empty() ? std::string() : title;
}

int shown_party(const Task& task, int party) {
  int at = party >= 0 && static_cast<std::size_t>(party) < task.parties.size() ? party : task.lead_index();
  // Hand-overs make no circles that apply() would accept; a journal of another hand might.
  for (std::size_t steps = 0; steps < task.parties.size(); ++steps) {
    const auto& next = task.parties[static_cast<std::size_t>(at)].reassigned_to;
    if (!next || *next < 0 || static_cast<std::size_t>(*next) >= task.parties.size()) break;
    at = *next;
  }
  return task.parties[static_cast<std::size_t>(at)].role == PartyRole::informed ? task.lead_index() : at;
}

std::string assignment_subject(const Task& task, int party) {
  return tag(task) + short_due(party_of(task, shown_party(task, party)).due) + ": " + short_title(task);
}

MessageText assignment_message(const Task& task, int party, base::Timestamp now) {
  const TaskParty& mine = party_of(task, party);
  const TaskParty& shown = party_of(task, shown_party(task, party));
  const bool informed = mine.role == PartyRole::informed;
  const std::string name = phrases::one_line(mine.name, kMaxFact);
  Sentence opening{"Kính gửi " + name + ",\n\n", "To " + name + ",\n\n"};
  opening.vi += informed ? std::string("Xin gửi thông tin về nhiệm vụ sau để biết:\n")
                : mine.unit ? std::string("Đơn vị được giao nhiệm vụ sau, vai trò: ") + role_vi(mine.role) + ".\n"
                            : std::string("Anh/Chị được giao nhiệm vụ sau, vai trò: ") + role_vi(mine.role) + ".\n";
  opening.en += informed ? "For your information, this task was assigned:\n"
                         : std::string("You are given this task; your part: ") + role_en(mine.role) + ".\n";
  std::string vi, en;
  append_facts(task, shown.due, vi, en);
  vi += std::string("Trạng thái: ") + state_vi(shown.state) + "\nTiến độ: " + std::to_string(shown.percent) + "%\n";
  en += std::string("State: ") + state_en(shown.state) + "\nProgress: " + std::to_string(shown.percent) + "%\n";
  if (!task.head.content.empty()) {
    vi += "\nÝ kiến chỉ đạo:\n" + task.head.content + "\n";
    en += "\nDirection (as written):\n" + task.head.content + "\n";
  }
  append_choices(task, party, Side{false, true}, now, vi, en);
  return message(assignment_subject(task, party), std::move(opening), vi, en);
}

MessageText understood_message(const Task& task, const phrases::DeadlineAnswer& deadline, int offset_minutes) {
  Sentence opening{"Hệ thống đã tạo nhiệm vụ sau. Nếu chưa đúng, xin trả lời HỦY <lý do> rồi gửi lại thư giao việc.\n",
                   "This task was created. If anything is wrong, please reply CANCEL <reason> and send it again.\n"};
  Sentence notes;
  if (deadline.verdict == phrases::DeadlineVerdict::understood) {
    const phrases::Deadline& found = deadline.found.front();
    const Sentence full = phrases::describe_due(found.due, offset_minutes);
    notes.vi += "Thời hạn được hiểu từ “" + phrases::one_line(found.words) + "”: " + full.vi + "\n";
    notes.en += "The deadline was read from “" + phrases::one_line(found.words) + "”: " + full.en + "\n";
    append_deadline_notes(found, notes.vi, notes.en);
  } else if (!task.head.due) {
    notes.vi += "Không thấy thời hạn trong thư: nhiệm vụ không có thời hạn.\n";
    notes.en += "No deadline was found in the message: the task has none.\n";
  }
  std::string vi, en;
  append_facts(task, task.due(), vi, en);
  vi += std::string("Trạng thái: ") + state_vi(task.state()) + "\nTiến độ: " + std::to_string(task.lead().percent) +
        "%\n";
  en += std::string("State: ") + state_en(task.state()) + "\nProgress: " + std::to_string(task.lead().percent) + "%\n";
  vi += notes.vi;
  en += notes.en;
  MessageText out = message(tag(task) + "Đã giao: " + short_title(task), std::move(opening), vi, en);
  out.notes = std::move(notes);
  return out;
}

MessageText ask_back_message(std::string_view subject, const Unclear& unclear) {
  const std::string shown = phrases::one_line(phrases::visible(subject));
  Sentence opening{
      "Chưa tạo nhiệm vụ nào từ thư " + (shown.empty() ? "không có tiêu đề" : "“" + shown + "”") + " vì:\n",
      "No task was created from the message " + (shown.empty() ? "without a subject" : "“" + shown + "”") +
          ", because:\n"};
  std::string vi, en;
  if (unclear.encrypted) {
    vi +=
        "- Thư được mã hóa nên máy chủ không đọc được nội dung và thời hạn; xin gửi không mã hóa (vẫn có thể ký số).\n";
    en +=
        "- The message is encrypted, so its text and deadline cannot be read here; please send it without encryption (signing is fine).\n";
  }
  if (unclear.no_title) {
    vi += "- Thư không có tiêu đề; tiêu đề là tên nhiệm vụ.\n";
    en += "- The message has no subject; the subject is the title of the task.\n";
  }
  if (unclear.no_lead) {
    vi += "- Chưa có đơn vị hoặc người chủ trì; người nhận đầu tiên ở ô Đến (To) là chủ trì.\n";
    en += "- There is no lead; the first unit or person in To leads.\n";
  }
  for (const auto& address : unclear.unknown_recipients) {
    vi += "- Không có đơn vị hoặc người nào ở địa chỉ " + phrases::one_line(address) + ".\n";
    en += "- There is no unit or person at " + phrases::one_line(address) + ".\n";
  }
  for (const auto& name : unclear.several) {
    vi += "- Có nhiều đơn vị hoặc người tên “" + phrases::one_line(name) + "”; xin ghi địa chỉ thư.\n";
    en += "- Several units or persons are called “" + phrases::one_line(name) + "”; please give the mail address.\n";
  }
  if (unclear.deadline_open) {
    vi += "- Chưa rõ thời hạn.\n";
    en += "- The deadline is not clear.\n";
  }
  append_deadline_questions(unclear.deadline, vi, en);
  append_known(unclear, vi, en);
  append_how_to_complete(unclear, vi, en);
  return message("Cần làm rõ: " + shown_subject(title_of(subject)), std::move(opening), vi, en);
}

MessageText step_message(const Task& task, const TaskEvent& event, bool to_assigner, std::string_view actor_name,
                         base::Timestamp now) {
  const Sentence what = describe_for_party(task, event, actor_name);
  // After a hand-over the words are about the party that took over.
  const int party = shown_party(task, event.party);
  const TaskParty& state = party_of(task, party);
  std::string vi, en;
  append_facts(task, state.due, vi, en);
  vi += "Thực hiện: " + phrases::one_line(state.name, kMaxFact) + " (" + role_vi(state.role) + ")\n";
  en += "Party: " + phrases::one_line(state.name, kMaxFact) + " (" + role_en(state.role) + ")\n";
  append_state(state, now, vi, en);
  append_choices(task, party, Side{to_assigner, !to_assigner}, now, vi, en);
  Sentence opening{what.vi + "\n", what.en + "\n"};
  MessageText out;
  if (carries_words(event.kind) && !event.reason.empty()) {
    out = message(
        step_subject(task, what),
        {opening.vi + "\nNguyên văn:\n" + event.reason + "\n", opening.en + "\nAs written:\n" + event.reason + "\n"},
        vi, en);
    out.words = event.reason;
  } else {
    out = message(step_subject(task, what), opening, vi, en);
  }
  out.opening = std::move(opening);
  return out;
}

MessageText comment_message(const Task& task, int party, Side side, const Sentence& hint, base::Timestamp now) {
  const TaskParty& state = party_of(task, shown_party(task, party));
  std::string vi, en;
  append_facts(task, state.due, vi, en);
  append_state(state, now, vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(tag(task) + "Đã ghi nhận ý kiến: " + short_title(task),
                 {"Đã ghi nhận ý kiến của Anh/Chị; nhiệm vụ không thay đổi.\n" + hint.vi + "\n",
                  "Your comment was kept; the task has not changed.\n" + hint.en + "\n"},
                 vi, en);
}

MessageText refusal_message(const Task& task, int party, Side side, const Sentence& why, base::Timestamp now) {
  const TaskParty& state = party_of(task, shown_party(task, party));
  std::string vi, en;
  append_facts(task, state.due, vi, en);
  append_state(state, now, vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(tag(task) + "Chưa thực hiện được: " + short_title(task),
                 {why.vi + "\nKhông có gì thay đổi.\n", why.en + "\nNothing was changed.\n"}, vi, en);
}

MessageText not_allowed_message(std::string_view subject, const Sentence& why) {
  const std::string title = shown_subject(subject);
  return message("Chưa thực hiện được: " + shown_subject(title_of(subject)),
                 {"Thư “" + title + "” chưa được thực hiện.\n" + why.vi + "\n",
                  "The message “" + title + "” was not carried out.\n" + why.en + "\n"},
                 "Không có gì thay đổi.\n", "Nothing was changed.\n");
}

}  // namespace policies::tasks
