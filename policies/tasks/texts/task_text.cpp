// The messages: assignment, echo, question, refusal. Vietnamese block, then a line, then the English block.
#include "policies/tasks/texts/task_text.h"

#include <array>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMaxTitle =
    2000;  // bytes kept of a title: the 500 characters of an abstract (domain.md 3.6) and more

// The subject of somebody's mail, for our sentences and subjects about it.
std::string shown_subject(std::string_view subject) {
  const std::string line = phrases::shortened(phrases::visible(subject));
  return line.empty() ? "(không có tiêu đề)" : line;
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
    const Sentence note = day_off_note(deadline.due);
    vi += "  Lưu ý: đây là ngày nghỉ (" + note.vi + ").\n";
    en += "  Note: this is a day off (" + note.en + ").\n";
  }
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

int shown_party(const Task& task, int card) {
  int at = card >= 0 && static_cast<std::size_t>(card) < task.parties.size() ? card : task.lead_index();
  // Hand-overs make no circles that apply() would accept; a journal of another hand might.
  for (std::size_t steps = 0; steps < task.parties.size(); ++steps) {
    const auto& next = task.parties[static_cast<std::size_t>(at)].reassigned_to;
    if (!next || *next < 0 || static_cast<std::size_t>(*next) >= task.parties.size()) break;
    at = *next;
  }
  const TaskParty& shown = task.parties[static_cast<std::size_t>(at)];
  return shown.role == PartyRole::informed || shown.removed() ? task.lead_index() : at;
}

std::string assignment_subject(const Task& task, int party) {
  const auto due = shows_whole(task, party) ? task.due() : party_at(task, shown_party(task, party)).due;
  std::string urgency;
  if (task.priority != Priority::normal) urgency = std::string(priority_mark(task.priority)) + " – ";
  return tag(task) + urgency + short_due(due) + ": " + short_title(task);
}

MessageText assignment_message(const Task& task, int party, base::Timestamp now) {
  const TaskParty& mine = party_at(task, party);
  const TaskParty& shown = party_at(task, shown_party(task, party));
  const bool informed = mine.role == PartyRole::informed;
  const std::string name = phrases::one_line(mine.name, kMaxFact);
  Sentence opening{"Kính gửi " + name + ",\n\n", "To " + name + ",\n\n"};
  opening.vi += informed ? std::string("Xin gửi thông tin về nhiệm vụ sau để biết:\n")
                : mine.unit ? std::string("Đơn vị được giao nhiệm vụ sau, vai trò: ") + role_vi(mine.role) + ".\n"
                            : std::string("Anh/Chị được giao nhiệm vụ sau, vai trò: ") + role_vi(mine.role) + ".\n";
  opening.en += informed ? "For your information, this task was assigned:\n"
                         : std::string("You are given this task; your part: ") + role_en(mine.role) + ".\n";
  std::string vi, en;
  append_facts(task, party, vi, en);
  if (shows_whole(task, party)) {
    append_state(task, party, now, vi, en);
  } else {
    vi += std::string("Trạng thái: ") + state_vi(shown.state) + "\nTiến độ: " + std::to_string(shown.percent) + "%\n";
    en += std::string("State: ") + state_en(shown.state) + "\nProgress: " + std::to_string(shown.percent) + "%\n";
  }
  if (!task.head.content.empty()) {
    vi += "\nÝ kiến chỉ đạo:\n" + task.head.content + "\n";
    en += "\nDirection (as written):\n" + task.head.content + "\n";
  }
  append_additions(task, party, vi, en);
  append_choices(task, party, Side{false, true, mine.unit ? true : false}, now, vi, en);
  return message(assignment_subject(task, party), std::move(opening), vi, en);
}

MessageText understood_message(const Task& task, const phrases::DeadlineAnswer& deadline, int offset_minutes) {
  const bool shared = task.is_each() && task.answerable().size() > 1;
  Sentence opening{"Hệ thống đã tạo nhiệm vụ sau. Nếu chưa đúng, xin trả lời HỦY <lý do> rồi gửi lại thư giao việc.\n",
                   "This task was created. If anything is wrong, please reply CANCEL <reason> and send it again.\n"};
  if (shared) {
    opening = {
        "Hệ thống đã tạo nhiệm vụ sau, giao cho từng nơi, mỗi nơi một kết quả. Nếu chưa đúng, xin trả lời HỦY TẤT CẢ <lý do> rồi gửi lại thư giao việc.\n",
        "This task was created; each answers for itself. If anything is wrong, please reply CANCEL ALL <reason> and send it again.\n"};
  }
  if (const std::string hand = phrases::one_line(task.head.entered_by_name, kMaxFact); !hand.empty()) {
    const std::string name = phrases::one_line(task.head.assigner_name, kMaxFact);
    opening.vi = hand + " đã giao nhiệm vụ sau, thay mặt " + name + ".\n" + opening.vi;
    opening.en = hand + " gave this task on behalf of " + name + ".\n" + opening.en;
  }
  if (task.head.series != 0) {
    const Sentence which = series_words(task.head);
    opening = {
        "Máy chủ đã giao nhiệm vụ sau theo tên Anh/Chị: " + which.vi +
            ". Muốn bỏ riêng kỳ này, xin trả lời HỦY <lý do>; muốn đổi hoặc dừng cả chu kỳ, gửi thư tới hộp thư giao việc với [" +
            task.head.series_number + "] ở tiêu đề.\n",
        "The server gave this task in your name: " + which.en +
            ". To drop this one alone, please reply CANCEL <reason>; to change or end the series, write to the task mailbox with [" +
            task.head.series_number + "] in the subject.\n"};
  }
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
  append_facts(task, kWholeTask, vi, en);
  if (shared) {
    append_state(task, kWholeTask, task.head.assigned_at, vi, en);
  } else {
    const std::string percent = std::to_string(task.lead().percent) + "%\n";
    vi += std::string("Trạng thái: ") + state_vi(task.state()) + "\nTiến độ: " + percent;
    en += std::string("State: ") + state_en(task.state()) + "\nProgress: " + percent;
  }
  vi += notes.vi;
  en += notes.en;
  MessageText out = message(tag(task) + "Đã giao: " + short_title(task), std::move(opening), vi, en);
  out.notes = std::move(notes);
  return out;
}

MessageText step_message(const Task& task, const TaskEvent& event, bool to_assigner, std::string_view actor_name,
                         base::Timestamp now) {
  const TaskParty& party = party_at(task, shown_party(task, event.party));
  return step_message(task, event, Side{to_assigner, !to_assigner, !to_assigner && party.unit}, actor_name, now);
}

MessageText step_message(const Task& task, const TaskEvent& event, Side side, std::string_view actor_name,
                         base::Timestamp now) {
  const Sentence what = describe_step(task, event, actor_name);
  const int card = event.whole && task.is_each() && side.assigner ? kWholeTask : shown_party(task, event.party);
  std::string vi, en;
  append_facts(task, card, vi, en);
  if (!shows_whole(task, card)) {
    const TaskParty& state = party_at(task, card);
    vi += "Thực hiện: " + phrases::one_line(state.name, kMaxFact) + " (" + role_vi(state.role) + ")\n";
    en += "Party: " + phrases::one_line(state.name, kMaxFact) + " (" + role_en(state.role) + ")\n";
    append_state(task, card, now, vi, en);
    if (side.head) append_hands(state, vi, en);
  } else {
    append_state(task, card, now, vi, en);
  }
  append_choices(task, card, side, now, vi, en);
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

MessageText hand_message(const Task& task, int party, int hand, base::Timestamp now) {
  const TaskParty& unit = party_at(task, party);
  const Hand& mine = unit.hands.at(static_cast<std::size_t>(hand));
  const std::string name = phrases::one_line(mine.name, kMaxFact), of = phrases::one_line(unit.name, kMaxFact);
  const auto due = mine.due ? mine.due : unit.due;
  const Sentence when = due_in_full(due, false);
  Sentence opening{"Kính gửi " + name + ",\n\nAnh/Chị được phụ trách giao thực hiện nhiệm vụ sau của " + of +
                       "; kết quả gửi phụ trách (XONG).\n",
                   "To " + name + ",\n\nThe head of your unit gives you this task of " + of +
                       "; your result goes to the head (DONE).\n"};
  std::string vi, en;
  append_facts(task, party, vi, en);
  vi += "Hạn trong đơn vị: " + when.vi + "\nPhần của Anh/Chị: " + hand_state_vi(mine.state) + "\n";
  en += "Deadline inside the unit: " + when.en + "\nYour part: " + hand_state_en(mine.state) + "\n";
  if (!mine.words.empty()) {
    vi += "\nÝ kiến của phụ trách:\n" + mine.words + "\n";
    en += "\nWhat the head wrote:\n" + mine.words + "\n";
  }
  if (!task.head.content.empty()) {
    vi += "\nÝ kiến chỉ đạo:\n" + task.head.content + "\n";
    en += "\nDirection (as written):\n" + task.head.content + "\n";
  }
  append_additions(task, party, vi, en);
  append_choices(task, party, Side{false, true, false, hand}, now, vi, en);
  MessageText out = message(tag(task) + short_due(due) + ": " + short_title(task), std::move(opening), vi, en);
  out.words = mine.words;
  return out;
}

MessageText comment_message(const Task& task, int party, Side side, const Sentence& hint, base::Timestamp now) {
  std::string vi, en;
  append_facts(task, party, vi, en);
  append_state(task, party, now, vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(tag(task) + "Đã ghi nhận ý kiến: " + short_title(task),
                 {"Đã ghi nhận ý kiến của Anh/Chị; nhiệm vụ không thay đổi.\n" + hint.vi + "\n",
                  "Your comment was kept; the task has not changed.\n" + hint.en + "\n"},
                 vi, en);
}

MessageText refusal_message(const Task& task, int party, Side side, const Sentence& why, base::Timestamp now) {
  std::string vi, en;
  append_facts(task, party, vi, en);
  append_state(task, party, now, vi, en);
  if (side.head) append_hands(party_at(task, shown_party(task, party)), vi, en);
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
