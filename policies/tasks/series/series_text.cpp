#include "policies/tasks/series/series_text.h"

#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

std::string tag_of(const Series& series) { return "[" + series.number + "] "; }

std::string title_of(const Series& series) { return phrases::shortened(series.assignment.title, 160); }

std::string names(const Series& series, PartyRole role) {
  std::string out;
  for (const TaskParty& party : series.assignment.parties) {
    if (party.role == role) out += (out.empty() ? "" : "; ") + phrases::one_line(party.name, kMaxFact);
  }
  return out;
}

Sentence state_words(const Series& series) {
  switch (series.state) {
    case SeriesState::running: return {"đang chạy", "running"};
    case SeriesState::paused: return {"tạm dừng", "paused"};
    case SeriesState::ended: break;
  }
  return {"đã kết thúc", "ended"};
}

Sentence before_words(const Series& series) {
  if (series.days_before == 0)
    return {"vào ngày đến hạn (ngày nghỉ: ngày làm việc trước đó)",
            "on the due day (on a day off: the working day before it)"};
  const std::string n = std::to_string(series.days_before);
  return {"trước hạn " + n + " ngày làm việc",
          n + (series.days_before == 1 ? " working day" : " working days") + " before the due day"};
}

// Why the server paused it: kAssignerGone, or kPartyGone with the name.
Sentence stop_reason(std::string_view reason) {
  if (!reason.starts_with(kPartyGone))
    return {"người giao không còn ở cơ quan hoặc không còn quyền giao việc này",
            "the assigner has left or may no longer assign this"};
  const std::string name = phrases::one_line(reason.substr(kPartyGone.size()));
  return {"“" + name + "” không còn trong danh bạ", "“" + name + "” is no longer in the directory"};
}

void append_series_facts(const Series& series, std::string& vi, std::string& en) {
  auto line = [&](const char* head_vi, const char* head_en, const std::string& value_vi, const std::string& value_en) {
    if (value_vi.empty()) return;
    vi += std::string(head_vi) + ": " + value_vi + "\n";
    en += std::string(head_en) + ": " + value_en + "\n";
  };
  auto same = [&](const char* head_vi, const char* head_en, const std::string& value) {
    line(head_vi, head_en, value, value);
  };
  const Sentence rule = describe_rule(series), before = before_words(series), state = state_words(series);
  same("Chu kỳ", "Series", series.number);
  same("Nội dung", "Title", phrases::one_line(series.assignment.title, kMaxFact));
  same("Người giao", "Assigned by", phrases::one_line(series.assignment.assigner_name, kMaxFact));
  same("Người nhập", "Entered by", phrases::one_line(series.assignment.entered_by_name, kMaxFact));
  line("Lặp lại", "Recurs", rule.vi, rule.en);
  line("Giao việc", "Handed out", before.vi, before.en);
  same("Chủ trì", "Lead", names(series, PartyRole::lead));
  same("Phối hợp", "Cooperating", names(series, PartyRole::cooperating));
  same("Thực hiện", "Each for itself", names(series, PartyRole::part));
  same("Để biết", "For information", names(series, PartyRole::informed));
  same("Căn cứ", "Basis", phrases::one_line(series.assignment.basis, kMaxFact));
  line("Trạng thái", "State", state.vi, state.en);
  const std::string count = std::to_string(series.created);
  if (series.created > 0) same("Số nhiệm vụ đã giao", "Tasks given", count);
  const Sentence why = series.by_server ? stop_reason(series.reason)
                                        : Sentence{phrases::one_line(series.reason, kMaxFact),
                                                   phrases::one_line(series.reason, kMaxFact)};
  line("Lý do", "Reason", why.vi, why.en);
}

void append_coming(const Series& series, const std::vector<ComingPeriod>& coming, std::string& vi, std::string& en) {
  if (series.state == SeriesState::ended) return;
  if (coming.empty()) {
    vi += "\nKhông còn kỳ nào.\n";
    en += "\nNo period is left.\n";
    return;
  }
  vi += "\nHạn của các kỳ tới:\n";
  en += "\nThe next due days:\n";
  for (const ComingPeriod& one : coming) {
    const Sentence due = due_in_full(one.due.due, !one.due.working_day);
    const calendar::Date handed = calendar::local_date(one.handed_out);
    vi += "  - " + due.vi + "; giao " + calendar::long_date_vi(handed) + "\n";
    en += "  - " + due.en + "; handed out " + calendar::long_date_en(handed) + "\n";
  }
}

void append_words(const Series& series, std::string& vi, std::string& en) {
  if (series.state == SeriesState::ended) {
    vi += "\nMuốn giao lại, xin gửi thư giao việc mới tới hộp thư giao việc.\n";
    en += "\nTo begin it again, please send a new assignment to the task mailbox.\n";
    return;
  }
  const bool paused = series.state == SeriesState::paused;
  vi += std::string("\nMuốn đổi hoặc dừng, xin trả lời thư này, ví dụ:\n") +
        (paused ? "  TIẾP TỤC\n" : "  TẠM DỪNG\n") +
        "  KẾT THÚC\n"
        "  KẾT THÚC từ tháng sau\n"
        "  Từ tháng sau chuyển sang ngày 20 hằng tháng\n"
        "  Đổi sang thứ Năm hằng tuần\n"
        "  Giao trước 5 ngày làm việc\n"
        "  Phòng Kinh tế chủ trì thay\n"
        "  Thêm Phòng Tư pháp phối hợp\n"
        "  Bổ sung: kèm số liệu\n"
        "Thay đổi có hiệu lực với các kỳ chưa giao; nhiệm vụ đã giao giữ nguyên. Cũng có thể gửi thư mới tới hộp thư "
        "giao việc với " +
        tag_of(series) + "ở tiêu đề.\n";
  en += std::string("\nTo change or end it, please reply to this message, for example:\n") +
        (paused ? "  CONTINUE\n" : "  PAUSE\n") +
        "  STOP\n"
        "  Change to the 20th of every month\n"
        "  Phòng Kinh tế leads\n"
        "Changes hold for periods without a task; tasks that were given stay as they are. A new message to the task "
        "mailbox with " +
        tag_of(series) + "in its subject does the same.\n";
}

std::string days(const std::vector<calendar::Date>& dates) {
  std::string out;
  for (const calendar::Date date : dates) out += (out.empty() ? "" : "; ") + calendar::slash_date(date);
  return out;
}

MessageText whole(const Series& series, const std::string& subject, Sentence opening,
                  const std::vector<ComingPeriod>& coming) {
  std::string vi, en;
  append_series_facts(series, vi, en);
  append_coming(series, coming, vi, en);
  append_words(series, vi, en);
  return message(tag_of(series) + subject + ": " + title_of(series), std::move(opening), vi, en);
}

}  // namespace

Sentence describe_rule(const Series& series) {
  Sentence out = phrases::describe(series.period);
  if (!series.then) return out;
  const Sentence then = phrases::describe(*series.then);
  out.vi += "; sau đó " + then.vi;
  out.en += "; then " + then.en;
  return out;
}

MessageText series_started_message(const Series& series, const std::vector<ComingPeriod>& coming) {
  return whole(series, "Đã lập chu kỳ",
               {"Đã lập việc định kỳ " + series.number +
                    ". Mỗi kỳ là một nhiệm vụ riêng có số riêng, do máy chủ giao theo tên người giao.\n",
                "The periodic task " + series.number +
                    " begins. Each period is a task of its own with its own number, handed out by the server in the "
                    "assigner's name.\n"},
               coming);
}

MessageText series_changed_message(const Series& series, const SeriesChange& change, std::string_view actor_name,
                                   const std::vector<ComingPeriod>& coming) {
  const std::string who = phrases::one_line(actor_name);
  std::string vi, en;
  auto add = [&](const std::string& in_vi, const std::string& in_en) {
    vi += "- " + in_vi + "\n";
    en += "- " + in_en + "\n";
  };
  if (change.period) {
    const Sentence rule = phrases::describe(*change.period);
    add("lặp lại: " + rule.vi, "recurs: " + rule.en);
  }
  if (change.days_before) {
    Series as_said;
    as_said.days_before = *change.days_before;
    const Sentence before = before_words(as_said);
    add("giao việc " + before.vi, "handed out " + before.en);
  }
  if (change.parties) {
    std::string list;
    for (const TaskParty& party : *change.parties)
      list += (list.empty() ? "" : "; ") + phrases::one_line(party.name) + " (" + role_vi(party.role) + ")";
    add("đơn vị, người thực hiện: " + list, "parties: " + list);
  }
  if (!change.added.empty())
    add("bổ sung: " + phrases::shortened(change.added, 500), "added: " + phrases::shortened(change.added, 500));
  if (change.assigner)
    add("người giao: " + phrases::one_line(change.assigner_name),
        "assigned by: " + phrases::one_line(change.assigner_name));
  if (change.state == SeriesState::paused) add("tạm dừng", "paused");
  if (change.state == SeriesState::running) add("tiếp tục", "goes on");
  const char* subject = change.state == SeriesState::paused    ? "Đã tạm dừng"
                        : change.state == SeriesState::running ? "Đã tiếp tục"
                                                               : "Đã đổi chu kỳ";
  return whole(series, subject,
               {who + " đã thay đổi chu kỳ " + series.number + ":\n" + vi +
                    "Có hiệu lực với các kỳ chưa giao; nhiệm vụ đã giao giữ nguyên.\n",
                who + " changed the series " + series.number + ":\n" + en +
                    "It holds for periods without a task; tasks that were given stay as they are.\n"},
               coming);
}

MessageText series_ended_message(const Series& series, std::string_view actor_name, std::string_view reason) {
  const std::string who = phrases::one_line(actor_name), why = phrases::one_line(reason, 1000);
  const std::string because_vi = why.empty() ? "" : " Lý do: " + why + ".";
  const std::string because_en = why.empty() ? "" : " Reason: " + why + ".";
  if (who.empty())
    return whole(series, "Đã hết chu kỳ",
                 {"Chu kỳ " + series.number + " đã hết: không còn kỳ nào. Nhiệm vụ đã giao giữ nguyên.\n",
                  "The series " + series.number + " is over: no period is left. Tasks that were given stay.\n"},
                 {});
  return whole(series, "Đã kết thúc chu kỳ",
               {who + " đã kết thúc chu kỳ " + series.number + "." + because_vi +
                    " Không giao kỳ nào nữa; nhiệm vụ đã giao giữ nguyên.\n",
                who + " ended the series " + series.number + "." + because_en +
                    " No more periods are handed out; tasks that were given stay.\n"},
               {});
}

MessageText series_stopped_message(const Series& series) {
  const Sentence why = stop_reason(series.reason);
  return whole(
      series, "Chu kỳ tạm dừng, cần xử lý",
      {"Máy chủ đã tạm dừng chu kỳ " + series.number + " vì " + why.vi +
           ". Không giao kỳ nào cho đến khi lãnh đạo cơ quan trả lời thư này: TIẾP TỤC (người trả lời thành người giao "
           "nếu người giao cũ không còn), đổi đơn vị, hoặc KẾT THÚC.\n",
       "The server paused the series " + series.number + " because " + why.en +
           ". No period is handed out until a leader of the office replies to this message: CONTINUE (who replies "
           "becomes the assigner when the former one is gone), another unit, or STOP.\n"},
      {});
}

MessageText series_missed_message(const Series& series, const SeriesChange& change,
                                  const std::vector<ComingPeriod>& coming) {
  const std::string list = days(change.missed);
  return whole(series, "Kỳ đã qua chưa giao",
               {"Máy chủ không chạy khi đến lúc giao, nên các kỳ có hạn sau đây đã qua và KHÔNG được giao: " + list +
                    ". Nếu vẫn cần, xin giao bằng thư giao việc riêng.\n",
                "The server was not running when it was time, so the periods due on these days went by and were NOT "
                "handed out: " +
                    list + ". If they are still wanted, please assign them by a mail of their own.\n"},
               coming);
}

MessageText series_told_message(const Series& series, const Sentence& why, const std::vector<ComingPeriod>& coming) {
  return whole(series, "Chưa thay đổi gì", {why.vi + "\n", why.en + "\n"}, coming);
}

MessageText series_list_message(const std::vector<SeriesLine>& lines, std::string_view scope) {
  const std::string count = std::to_string(lines.size()), of = phrases::one_line(scope);
  std::string vi, en;
  constexpr std::size_t kMost = 300;
  for (std::size_t i = 0; i < lines.size() && i < kMost; ++i) {
    const Series& series = *lines[i].series;
    const Sentence rule = describe_rule(series), state = state_words(series);
    std::string leads = names(series, PartyRole::lead);
    if (leads.empty()) leads = names(series, PartyRole::part);
    const std::string head = std::to_string(i + 1) + ". [" + series.number + "] " +
                             phrases::shortened(series.assignment.title, 200) + "\n   " + leads + "; ";
    std::string next_vi = state.vi, next_en = state.en;
    if (series.state == SeriesState::running && !lines[i].coming.empty()) {
      const Sentence due = due_in_full(lines[i].coming.front().due.due, !lines[i].coming.front().due.working_day);
      next_vi = "hạn tới " + due.vi;
      next_en = "next due " + due.en;
    }
    vi += head + rule.vi + "; " + next_vi + "\n";
    en += head + rule.en + "; " + next_en + "\n";
  }
  if (lines.empty()) {
    vi = "Không có việc định kỳ nào.\n";
    en = "There is no periodic task.\n";
  } else {
    vi += "\nMuốn đổi hoặc dừng: gửi thư tới hộp thư giao việc, tiêu đề có số chu kỳ trong ngoặc vuông, ví dụ " +
          tag_of(*lines.front().series) + ", nội dung KẾT THÚC hoặc TẠM DỪNG.\n";
    en += "\nTo change or end one: write to the task mailbox with its number in brackets in the subject, like " +
          tag_of(*lines.front().series) + ", and STOP or PAUSE in the text.\n";
  }
  return message("Việc định kỳ (" + count + ")",
                 {"Việc định kỳ – " + of + ": " + count + ".\n", "Periodic tasks – " + of + ": " + count + ".\n"}, vi,
                 en);
}

std::string period_title(const Series& series, calendar::Date due) {
  return "(kỳ " + phrases::period_name(rule_for(series, due), due).vi + ")";
}

}  // namespace policies::tasks
