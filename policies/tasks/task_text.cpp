// The messages: assignment, echo, question, refusal. Vietnamese block, then a line, then the English block.
#include "policies/tasks/task_text.h"

#include <array>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/tasks/deadline_resolve.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMaxTitle = 300;           // bytes of a title in a subject
constexpr const char* kDivider = "\n----------\n\n";

std::string both(const std::string& vi, const std::string& en) { return vi + kDivider + en; }

std::string tag(const Task& task) { return "[" + task.head.number + "] "; }

Sentence due_in_full(const std::optional<base::Timestamp>& due) {
  if (!due) return {"không có thời hạn", "no deadline"};
  return describe_due(*due);
}

std::string names(const Task& task, PartyRole role) {
  std::string out;
  for (const auto& party : task.parties) {
    if (party.role != role) continue;
    out += (out.empty() ? "" : "; ") + party.name + (party.address.empty() ? "" : " <" + party.address + ">");
  }
  return out;
}

// The facts of the task, line by line: the same in every message.
void append_facts(const Task& task, const std::optional<base::Timestamp>& due, std::string& vi, std::string& en) {
  const Sentence when = due_in_full(due);
  auto line = [&](const char* head_vi, const char* head_en, const std::string& value_vi, const std::string& value_en) {
    if (value_vi.empty()) return;
    vi += std::string(head_vi) + ": " + value_vi + "\n";
    en += std::string(head_en) + ": " + value_en + "\n";
  };
  line("Nhiệm vụ", "Task", task.head.number, task.head.number);
  line("Nội dung", "Title", task.head.title, task.head.title);
  line("Người giao", "Assigned by", task.head.assigner_name, task.head.assigner_name);
  line("Cơ quan", "Office", task.head.office_name, task.head.office_name);
  line("Thời hạn", "Deadline", when.vi, when.en);
  const std::string leads = names(task, PartyRole::lead), cooperating = names(task, PartyRole::cooperating), informed = names(task, PartyRole::informed);
  line("Chủ trì", "Lead", leads, leads);
  line("Phối hợp", "Cooperating", cooperating, cooperating);
  line("Để biết", "For information", informed, informed);
  line("Căn cứ", "Basis", task.head.basis, task.head.basis);
}

void append_choices(const Task& task, int party, Side side, std::string& vi, std::string& en) {
  const auto words = choices(task, party, side);
  if (words.empty()) return;
  vi += "\nTrả lời thư này, dòng đầu tiên ghi một trong các lệnh sau:\n";
  en += "\nReply to this message; write one of these in the first line:\n";
  for (const auto& word : words) {
    vi += "  " + word.vi + "\n";
    en += "  " + word.en + "\n";
  }
  vi += "Nội dung khác được ghi là ý kiến, không làm thay đổi nhiệm vụ.\n";
  en += "Anything else is kept as a comment and changes nothing.\n";
}

void append_state(const TaskParty& party, base::Timestamp now, std::string& vi, std::string& en) {
  const Sentence state = describe_state(party, now);
  vi += "Trạng thái: " + state.vi + (party.percent > 0 && party.percent < 100 ? ", " + std::to_string(party.percent) + "%" : "") + "\n";
  en += "State: " + state.en + (party.percent > 0 && party.percent < 100 ? ", " + std::to_string(party.percent) + "%" : "") + "\n";
  if (const Extension* extension = party.pending_extension()) {
    const Sentence asked = describe_due(extension->new_due);
    vi += "Đang xin gia hạn đến: " + asked.vi + (extension->reason.empty() ? "" : " – lý do: " + extension->reason) + "\n";
    en += "Extension asked until: " + asked.en + (extension->reason.empty() ? "" : " – reason: " + extension->reason) + "\n";
  }
}

const TaskParty& party_of(const Task& task, int party) {
  return party >= 0 && static_cast<std::size_t>(party) < task.parties.size() ? task.parties[static_cast<std::size_t>(party)] : task.lead();
}

std::string short_due(const std::optional<base::Timestamp>& due) {
  if (!due) return "Không hạn";
  const auto date = calendar::local_date(*due);
  std::string out = "Hạn ";
  if (*due != calendar::end_of_day(date)) out += calendar::clock_time(calendar::local_minute(*due)) + " ";
  return out + calendar::slash_date(date);
}

void append_deadline_notes(const Deadline& deadline, std::string& vi, std::string& en) {
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

void append_deadline_questions(const DeadlineAnswer& deadline, std::string& vi, std::string& en) {
  if (deadline.verdict == DeadlineVerdict::ambiguous) {
    vi += "- Có nhiều thời hạn khác nhau, chưa rõ dùng thời hạn nào:\n";
    en += "- There are several different deadlines; which one counts?\n";
    for (const auto& found : deadline.found) {
      const Sentence full = describe(found);
      vi += "    “" + found.words + "” = " + full.vi + "\n";
      en += "    “" + found.words + "” = " + full.en + "\n";
    }
  } else if (deadline.verdict == DeadlineVerdict::unreadable) {
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
  vi += "  Hãy ghi rõ, ví dụ: hạn 20/12/2026; trước 16h thứ Sáu; trong 5 ngày làm việc.\n";
  en += "  Please write it like: by 20 Dec 2026; by 4 pm Friday; within 5 working days.\n";
}

}  // namespace

std::string title_of(std::string_view subject) {
  std::string title = one_line(subject);
  constexpr std::array<std::string_view, 8> prefixes{"re:", "fw:", "fwd:", "tra loi:", "chuyen tiep:", "tl:", "ct:", "v/v:"};
  for (bool again = true; again;) {
    again = false;
    const auto colon = title.find(':');
    if (colon == std::string::npos || colon > 30) break;
    const std::string head = base::fold(std::string_view(title).substr(0, colon + 1));
    for (const auto prefix : prefixes) {
      if (head != prefix) continue;
      title = one_line(std::string_view(title).substr(colon + 1));
      again = true;
      break;
    }
  }
  return title;
}

std::string assignment_subject(const Task& task, int party) {
  return tag(task) + short_due(party_of(task, party).due) + ": " + std::string(base::utf8_prefix_bytes(task.head.title, kMaxTitle));
}

MessageText assignment_message(const Task& task, int party) {
  const TaskParty& mine = party_of(task, party);
  const bool informed = mine.role == PartyRole::informed;
  std::string vi = "Kính gửi " + mine.name + ",\n\n", en = "To " + mine.name + ",\n\n";
  vi += informed ? "Anh/chị nhận thông tin về nhiệm vụ sau, để biết:\n\n" : std::string("Anh/chị được giao nhiệm vụ sau, vai trò: ") + role_vi(mine.role) + ".\n\n";
  en += informed ? "For your information, this task was assigned:\n\n" : std::string("You are given this task; your part: ") + role_en(mine.role) + ".\n\n";
  append_facts(task, mine.due, vi, en);
  if (!task.head.content.empty()) {
    vi += "\nÝ kiến chỉ đạo:\n" + task.head.content + "\n";
    en += "\nDirection (as written):\n" + task.head.content + "\n";
  }
  append_choices(task, party, Side{false, true}, vi, en);
  return {assignment_subject(task, party), both(vi, en)};
}

MessageText understood_message(const Task& task, const DeadlineAnswer& deadline, int offset_minutes) {
  std::string vi = "Hệ thống đã tạo nhiệm vụ như sau. Nếu chưa đúng, hãy trả lời HỦY <lý do> và gửi lại.\n\n";
  std::string en = "This task was created. If anything is wrong, reply CANCEL <reason> and send it again.\n\n";
  append_facts(task, task.head.due, vi, en);
  if (deadline.verdict == DeadlineVerdict::understood) {
    const Deadline& found = deadline.found.front();
    const Sentence full = describe_due(found.due, offset_minutes);
    vi += "Thời hạn được hiểu từ “" + found.words + "”: " + full.vi + "\n";
    en += "The deadline was read from “" + found.words + "”: " + full.en + "\n";
    append_deadline_notes(found, vi, en);
  } else if (!task.head.due) {
    vi += "Không thấy thời hạn trong thư: nhiệm vụ không có thời hạn.\n";
    en += "No deadline was found in the message: the task has none.\n";
  }
  return {tag(task) + "Đã giao: " + std::string(base::utf8_prefix_bytes(task.head.title, kMaxTitle)), both(vi, en)};
}

MessageText ask_back_message(std::string_view subject, const Unclear& unclear) {
  std::string vi = "Chưa tạo nhiệm vụ nào từ thư “" + one_line(subject) + "” vì:\n\n";
  std::string en = "No task was created from the message “" + one_line(subject) + "”, because:\n\n";
  if (unclear.no_title) {
    vi += "- Thư không có tiêu đề; tiêu đề là tên nhiệm vụ.\n";
    en += "- The message has no subject; the subject is the title of the task.\n";
  }
  if (unclear.no_lead) {
    vi += "- Chưa có đơn vị hoặc người chủ trì; người nhận đầu tiên ở ô Đến (To) là chủ trì.\n";
    en += "- There is no lead; the first unit or person in To leads.\n";
  }
  for (const auto& address : unclear.unknown_recipients) {
    vi += "- Không có đơn vị hoặc người nào ở địa chỉ " + one_line(address) + ".\n";
    en += "- There is no unit or person at " + one_line(address) + ".\n";
  }
  append_deadline_questions(unclear.deadline, vi, en);
  vi += "\nHãy gửi lại thư đã sửa. Chưa có gì được giao.\n";
  en += "\nPlease send the corrected message again. Nothing has been assigned.\n";
  return {"Cần làm rõ: " + title_of(subject), both(vi, en)};
}

MessageText step_message(const Task& task, const TaskEvent& event, bool to_assigner, std::string_view actor_name, base::Timestamp now) {
  const Sentence what = describe(event, actor_name);
  std::string vi = what.vi + "\n\n", en = what.en + "\n\n";
  // After a hand-over the words are about the party that took over.
  const TaskParty& named = party_of(task, event.party);
  const int party = event.kind == EventKind::reassigned && named.reassigned_to ? *named.reassigned_to : event.party;
  const TaskParty& state = party_of(task, party);
  append_facts(task, state.due, vi, en);
  vi += "Bên thực hiện: " + state.name + " (" + role_vi(state.role) + ")\n";
  en += "Party: " + state.name + " (" + role_en(state.role) + ")\n";
  append_state(state, now, vi, en);
  append_choices(task, party, Side{to_assigner, !to_assigner}, vi, en);
  return {tag(task) + what.vi, both(vi, en)};
}

MessageText refusal_message(const Task& task, int party, Side side, const Sentence& why, base::Timestamp now) {
  std::string vi = why.vi + "\nKhông có gì thay đổi.\n\n", en = why.en + "\nNothing was changed.\n\n";
  const TaskParty& state = party_of(task, party);
  append_facts(task, state.due, vi, en);
  append_state(state, now, vi, en);
  append_choices(task, party, side, vi, en);
  return {tag(task) + "Chưa thực hiện được: " + std::string(base::utf8_prefix_bytes(task.head.title, kMaxTitle)), both(vi, en)};
}

MessageText not_allowed_message(std::string_view subject, const Sentence& why) {
  const std::string title = one_line(subject);
  return {"Chưa thực hiện được: " + title_of(subject),
          both("Thư “" + title + "” chưa được thực hiện.\n" + why.vi + "\nKhông có gì thay đổi.\n",
               "The message “" + title + "” was not carried out.\n" + why.en + "\nNothing was changed.\n")};
}

}  // namespace policies::tasks
