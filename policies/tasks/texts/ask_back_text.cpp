// What was not understood in a leader's mail, asked back: what is missing, what is clear already, how to complete it.
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/tasks/texts/conversation_text.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

// The subject of somebody's mail, for our sentences and subjects about it.
std::string shown_subject(std::string_view subject) {
  const std::string line = phrases::shortened(phrases::visible(subject));
  return line.empty() ? "(không có tiêu đề)" : line;
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
    if (deadline.unclear.size() == 1 && deadline.unclear.front().candidate) {
      const Sentence day = phrases::describe(*deadline.unclear.front().candidate);
      vi += "  Nếu là " + day.vi + ", chỉ cần trả lời: ĐÚNG.\n";
      en += "  If " + day.en + " is meant, just reply: YES.\n";
    }
  } else {
    return;
  }
  vi +=
      "  Xin ghi rõ, ví dụ: hạn 20/12/2026; trước 16h thứ Sáu; trong 5 ngày làm việc. Nếu không đặt thời hạn, xin ghi: không thời hạn.\n";
  en +=
      "  Please write it like: by 20 Dec 2026; by 4 pm Friday; within 5 working days. If there is to be none, write: no deadline.\n";
}

void append_period_questions(const Unclear& unclear, std::string& vi, std::string& en) {
  if (unclear.period_or_once) {
    const Sentence rule = unclear.period ? phrases::describe(*unclear.period) : Sentence{"lặp lại", "again and again"};
    std::string due_vi, due_en;
    if (unclear.known && unclear.known->due) {
      const Sentence due = due_in_full(unclear.known->due, unclear.known->due_day_off);
      due_vi = ", hạn " + due.vi;
      due_en = ", due " + due.en;
    }
    vi += "- Thư vừa có thời hạn vừa có chu kỳ, chưa rõ là việc một lần hay định kỳ.\n  Trả lời MỘT LẦN: một nhiệm vụ" +
          due_vi + ".\n" +
          (unclear.period ? "  Trả lời ĐỊNH KỲ: mỗi kỳ một nhiệm vụ, " + rule.vi + ".\n"
                          : "  Nếu định kỳ, xin ghi ngày của mỗi kỳ, ví dụ: ngày 25 hằng tháng.\n");
    en +=
        "- The message has a deadline and something that recurs: is it once, or again and again?\n  Reply ONCE: one task" +
        due_en + ".\n" +
        (unclear.period ? "  Reply PERIODIC: a task each time, " + rule.en + ".\n"
                        : "  If it recurs, please write on which day, for example: the 25th of every month.\n");
    return;
  }
  if (unclear.periods.empty() && !unclear.period_open) return;
  vi += "- Việc định kỳ nhưng chưa rõ ngày của mỗi kỳ:\n";
  en += "- It recurs, but it is not clear on which day:\n";
  for (const auto& one : unclear.periods) {
    const Sentence why = phrases::describe(one);
    vi += "    " + why.vi + "\n";
    en += "    " + why.en + "\n";
  }
  vi +=
      "  Xin ghi rõ, ví dụ: ngày 25 hằng tháng; thứ Sáu hằng tuần; ngày 15 tháng cuối quý, hằng quý. Nếu chỉ làm một lần, xin ghi: MỘT LẦN, hạn 20/12/2026.\n";
  en +=
      "  Please write it like: the 25th of every month; every Friday; ngày 15 tháng cuối quý, hằng quý. If it is to be done once: ONCE, by 20 Dec 2026.\n";
}

std::string names_of(const Assignment& known, PartyRole role) {
  std::string out;
  for (const TaskParty& party : known.parties) {
    if (party.role == role) out += (out.empty() ? "" : "; ") + phrases::one_line(party.name, kMaxFact);
  }
  return out;
}

// What was understood and need not be written again.
void append_known(const Unclear& unclear, std::string& vi, std::string& en) {
  if (!unclear.known) return;
  const Assignment& known = *unclear.known;
  std::string lines_vi, lines_en;
  auto line = [&](const char* head_vi, const char* head_en, const std::string& value_vi, const std::string& value_en) {
    if (value_vi.empty()) return;
    lines_vi += std::string(head_vi) + ": " + value_vi + "\n";
    lines_en += std::string(head_en) + ": " + value_en + "\n";
  };
  auto same = [&](const char* head_vi, const char* head_en, const std::string& value) {
    line(head_vi, head_en, value, value);
  };
  same("Nội dung", "Title", phrases::one_line(known.title, kMaxFact));
  if (known.due) {
    const Sentence due = due_in_full(known.due, known.due_day_off);
    line("Thời hạn", "Deadline", due.vi, due.en);
  }
  if (unclear.period && !unclear.period_or_once) {
    const Sentence rule = phrases::describe(*unclear.period);
    line("Lặp lại", "Recurs", rule.vi, rule.en);
  }
  same("Chủ trì", "Lead", names_of(known, PartyRole::lead));
  same("Phối hợp", "Cooperating", names_of(known, PartyRole::cooperating));
  same("Thực hiện", "Each for itself", names_of(known, PartyRole::part));
  same("Để biết", "For information", names_of(known, PartyRole::informed));
  same("Căn cứ", "Basis", phrases::one_line(known.basis, kMaxFact));
  if (lines_vi.empty()) return;
  vi += "\nĐã rõ:\n" + lines_vi;
  en += "\nClear already:\n" + lines_en;
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
  if (unclear.name_open) example("“Thay mặt Chủ tịch”", "“On behalf of” and the leader's name");
  if (unclear.mode_open) example("“TỪNG ĐƠN VỊ” hoặc “CHỦ TRÌ”", "“EACH UNIT” or “LEAD”");
  if (unclear.deadline_open || unclear.deadline.verdict == phrases::DeadlineVerdict::ambiguous ||
      unclear.deadline.verdict == phrases::DeadlineVerdict::unreadable)
    example("“hạn 20/12”, “không thời hạn”", "“by 20 Dec”, “no deadline”");
  if (unclear.period_or_once) example("“MỘT LẦN” hoặc “ĐỊNH KỲ”", "“ONCE” or “PERIODIC”");
  else if (unclear.period_open || !unclear.periods.empty())
    example("“ngày 25 hằng tháng”", "“the 25th of every month”");
  vi += "\nXin trả lời thư này, chỉ cần ghi phần còn thiếu (" + vi_examples +
        "); nội dung và tệp đính kèm của thư trước được giữ nguyên. KHÔNG: bỏ, không giao. Chưa giao việc nào.\n";
  en += "\nPlease reply with the missing part alone (" + en_examples +
        "); text and files of your message are kept. NO: drop it. Nothing has been assigned yet.\n";
}

}  // namespace

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
  if (unclear.mode_open) {
    vi +=
        "- Chưa rõ các đơn vị làm chung một việc hay mỗi đơn vị báo cáo riêng.\n"
        "  Trả lời TỪNG ĐƠN VỊ: mỗi đơn vị tự thực hiện, có kết quả và thời hạn riêng.\n"
        "  Trả lời CHỦ TRÌ: đơn vị đầu tiên chủ trì, các đơn vị khác phối hợp.\n";
    en +=
        "- It is not clear whether the units share one result or each owes its own.\n"
        "  Reply EACH UNIT: each acts for itself, with a result and deadline of its own.\n"
        "  Reply LEAD: the first unit leads, the others cooperate.\n";
  }
  if (unclear.name_open) {
    vi += "- Chưa rõ nhập nhiệm vụ thay lãnh đạo nào. Xin ghi, ví dụ: Thay mặt Chủ tịch; Thừa lệnh đ/c và tên.\n";
    en +=
        "- It is not said in which leader's name it is given. Please write, for example: On behalf of and the name.\n";
  }
  if (unclear.deadline_open) {
    vi += "- Chưa rõ thời hạn.\n";
    en += "- The deadline is not clear.\n";
  }
  append_deadline_questions(unclear.deadline, vi, en);
  append_period_questions(unclear, vi, en);
  append_known(unclear, vi, en);
  append_how_to_complete(unclear, vi, en);
  return message("Cần làm rõ: " + shown_subject(title_of(subject)), std::move(opening), vi, en);
}

MessageText which_task_message(std::string_view words, const std::vector<std::string>& files,
                               const std::vector<OfferedTask>& offered) {
  std::string list, names;
  for (std::size_t i = 0; i < offered.size(); ++i)
    list += std::to_string(i + 1) + ". [" + offered[i].number + "] " + phrases::shortened(offered[i].title, 200) + "\n";
  for (const std::string& file : files) names += (names.empty() ? "" : "; ") + file;
  const std::string said = phrases::shortened(phrases::one_line(words, 300), 300);
  const Sentence kept =
      names.empty() ? Sentence{} : Sentence{"Tệp đang giữ: " + names + "\n", "Files kept: " + names + "\n"};
  return message(
      "Nhiệm vụ nào? " + said,
      {"“" + said +
           "”: chưa rõ là của nhiệm vụ nào nên chưa có gì thay đổi. Xin trả lời thư này bằng số thứ tự hoặc số "
           "của nhiệm vụ, ví dụ: 1; lời và tệp của thư trước sẽ được chuyển vào nhiệm vụ đó.\n",
       "“" + said +
           "”: it is not clear which task is meant, so nothing was changed. Please answer this message with the "
           "place in the list or the number of the task, for example: 1; the words and files of the message "
           "before then go to that task.\n"},
      list + kept.vi, list + kept.en);
}

}  // namespace policies::tasks
