#include "policies/tasks/texts/conversation_text.h"

#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

MessageText about(const Task& task, int party, Side side, const char* subject, const Sentence& what,
                  base::Timestamp now) {
  MessageText text = comment_message(task, party, side, what, now);
  text.subject = "[" + task.head.number + "] " + subject + phrases::shortened(task.head.title, 300);
  return text;
}

Sentence listed(const std::vector<Sentence>& commands) {
  Sentence out;
  for (const Sentence& command : commands) {
    out.vi += "    " + phrases::one_line(command.vi, 1000) + "\n";
    out.en += "    " + phrases::one_line(command.en, 1000) + "\n";
  }
  return out;
}

// Who hears what was said: the other side.
Sentence listener(const Task& task, int party, Side side) {
  if (side.hand >= 0 && !side.head) return {"phụ trách đơn vị", "the head of your unit"};
  const TaskParty& own = task.parties.at(static_cast<std::size_t>(shown_party(task, party)));
  if (side.spoken_to >= 0 && static_cast<std::size_t>(side.spoken_to) < own.hands.size()) {
    const std::string name = own.hands[static_cast<std::size_t>(side.spoken_to)].name;
    return {name, name};
  }
  if (!side.assigner) return {task.head.assigner_name, task.head.assigner_name};
  if (party == kWholeTask) return {"các đơn vị thực hiện", "the units that act"};
  const std::string name = task.parties.at(static_cast<std::size_t>(shown_party(task, party))).name;
  return {name, name};
}

}  // namespace

MessageText confirm_message(const Task& task, int party, Side side, std::string_view written,
                            const std::vector<Sentence>& commands, base::Timestamp now) {
  const Sentence lines = listed(commands), to = listener(task, party, side);
  const std::string line = phrases::shortened(written, 200);
  return about(
      task, party, side, "Xin xác nhận: ",
      {"\nAnh/Chị viết: “" + line + "”. Có phải Anh/Chị muốn:\n" + lines.vi +
           "Trả lời ĐÚNG để thực hiện; KHÔNG nếu chỉ là trao đổi. Thư đã được chuyển tới " + to.vi + ".",
       "\nYou wrote: “" + line + "”. Did you mean:\n" + lines.en +
           "Reply YES to have it done, NO if it was only a remark. Your words were passed on to " + to.en + "."},
      now);
}

MessageText unproven_message(const Task& task, int party, Side side, Unproven why, std::string_view written,
                             const std::vector<Sentence>& steps, base::Timestamp now) {
  const Sentence lines = listed(steps);
  const std::string line = phrases::shortened(written, 200);
  const Sentence reason =
      why == Unproven::hidden_words
          ? Sentence{"Thư của Anh/Chị có chữ ẩn mà người đọc không thấy; máy chủ chỉ đọc phần nhìn thấy: “" + line +
                         "”, và hỏi lại trước khi làm.",
                     "Your message has hidden words that nobody sees; the server reads only what is seen: “" + line +
                         "”, and asks before it acts."}
          : Sentence{
                "Anh/Chị viết: “" + line +
                    "”, nhưng thư đó không trả lời một thư mà máy chủ đã gửi cho Anh/Chị về nhiệm vụ này. Thư được "
                    "trả lời có thể do người khác soạn để câu trả lời đi vào nhiệm vụ, nên máy chủ hỏi lại trước khi làm.",
                "You wrote: “" + line +
                    "”, but that message does not answer a mail which this server sent you about this task. Somebody "
                    "may have written the mail you answered so that your answer goes into the task, so the server "
                    "asks before it acts."};
  MessageText text = refusal_message(task, party, side,
                                     {reason.vi + " Nếu thực hiện, sổ sẽ ghi:\n" + lines.vi +
                                          "Trả lời ĐÚNG để thực hiện; KHÔNG nếu Anh/Chị không có ý đó.",
                                      reason.en + " If done, the register will say:\n" + lines.en +
                                          "Reply YES to have it done, NO if you did not mean it."},
                                     now);
  text.subject = "[" + task.head.number + "] Xin xác nhận: " + phrases::shortened(task.head.title, 300);
  return text;
}

MessageText hidden_words_message(const Assignment& draft) {
  const std::string title = phrases::shortened(draft.title, 300);
  std::string to;
  for (const TaskParty& party : draft.parties) to += (to.empty() ? "" : ", ") + phrases::one_line(party.name);
  const Sentence due = draft.due ? phrases::describe_due(*draft.due) : Sentence{"không có", "none"};
  MessageText text;
  text.subject = "Cần xác nhận: " + title;
  text.opening = {
      "Thư “" + title +
          "” có chữ ẩn mà người đọc không thấy (chữ trắng, cỡ chữ 0, phần không hiển thị), nên chưa giao việc "
          "nào. Máy chủ chỉ đọc phần nhìn thấy:\n    Giao: " +
          to + "\n    Thời hạn: " + due.vi + "\nTrả lời ĐÚNG để giao đúng như vậy; KHÔNG để bỏ.\n",
      "The message “" + title +
          "” has hidden words that nobody sees (white letters, letters without size, parts that are "
          "not shown), so nothing was assigned. The server reads only what is seen:\n    To: " +
          to + "\n    Deadline: " + due.en + "\nReply YES to assign it just so, NO to drop it.\n"};
  text.vi = text.opening.vi;
  text.text = text.vi + "\n----------\n\n" + text.opening.en;
  return text;
}

MessageText nearest_message(const Task& task, int party, Side side, const std::vector<Sentence>& commands,
                            base::Timestamp now) {
  const Sentence lines = listed(commands), to = listener(task, party, side);
  return about(task, party, side, "Cần ghi đủ: ",
               {"\nNếu Anh/Chị muốn thực hiện việc này, xin trả lời và ghi ở dòng đầu tiên, điền phần còn thiếu:\n" +
                    lines.vi + "Thư đã được chuyển tới " + to.vi + ".",
                "\nIf you want this done, please reply with it in the first line and fill in what is missing:\n" +
                    lines.en + "Your words were passed on to " + to.en + "."},
               now);
}

MessageText state_message(const Task& task, int party, Side side, base::Timestamp now) {
  const TaskParty& shown = task.parties.at(static_cast<std::size_t>(shown_party(task, party)));
  const Sentence state = describe_state(shown, now), to = listener(task, party, side);
  const std::string percent = std::to_string(shown.percent);
  return about(task, party, side, "Tình hình: ",
               {"\n" + phrases::one_line(shown.name) + ": " + state.vi + ", tiến độ " + percent +
                    "%. Câu hỏi đã được chuyển tới " + to.vi + ".",
                "\n" + phrases::one_line(shown.name) + ": " + state.en + ", progress " + percent +
                    "%. Your question was passed on to " + to.en + "."},
               now);
}

MessageText kept_message(const Task& task, int party, Side side, bool business, base::Timestamp now) {
  const Sentence to = listener(task, party, side);
  if (business)
    return about(
        task, party, side, "Đã ghi nhận ý kiến: ",
        {"Thư đã được chuyển tới " + to.vi +
             ". Nếu Anh/Chị muốn thực hiện một bước, xin trả lời và ghi ở dòng đầu tiên một trong các lệnh dưới đây.",
         "Your words were passed on to " + to.en +
             ". If you meant a step, please reply with one of the commands below in the first line."},
        now);
  return about(task, party, side, "Đã ghi nhận ý kiến: ",
               {"Thư đã được chuyển tới " + to.vi +
                    ". Những trao đổi sau ở nhiệm vụ này cũng được chuyển đi như vậy và không có thư báo nữa.",
                "Your words were passed on to " + to.en +
                    ". Further remarks on this task are passed on too, without another message like this."},
               now);
}

MessageText perhaps_task_message(const Assignment& draft) {
  const std::string title = phrases::shortened(draft.title, 300);
  std::string to;
  for (const TaskParty& party : draft.parties) to += (to.empty() ? "" : ", ") + phrases::one_line(party.name);
  MessageText text;
  text.subject = "Có phải giao nhiệm vụ? " + title;
  text.opening = {
      "Thư “" + title + "” đã được gửi tới " + to +
          " như thư thường, chưa phải là nhiệm vụ: không có thời hạn và không gửi kèm hộp thư giao việc.\n"
          "Nếu là nhiệm vụ, xin trả lời ĐÚNG (không thời hạn), hoặc ghi thời hạn, ví dụ: hạn 20/12. KHÔNG: chỉ là thư trao đổi.\n",
      "Your message “" + title + "” went to " + to +
          " as ordinary mail; no task was created, since it has no deadline and was not sent to the task mailbox.\n"
          "If it is a task, please reply YES (no deadline), or give the deadline, for example: by 20 Dec. NO: it is just mail.\n"};
  text.vi = text.opening.vi;
  text.text = text.vi + "\n----------\n\n" + text.opening.en;
  return text;
}

MessageText same_again_message(const Task& before, base::Timestamp now) {
  const std::string number = before.head.number, title = phrases::shortened(before.head.title, 300);
  const std::string day = calendar::slash_date(calendar::local_date(before.head.assigned_at));
  const Sentence state = describe_state(before, now);
  MessageText text;
  text.subject = "Giống [" + number + "], tạo nữa? " + title;
  text.opening = {
      "Thư này giống hệt nhiệm vụ [" + number + "] “" + title + "” đã giao ngày " + day + " (" + state.vi +
          "). Chưa tạo nhiệm vụ mới.\nTrả lời ĐÚNG để tạo thêm một nhiệm vụ nữa; KHÔNG nếu gửi trùng.\n",
      "This message is the same as task [" + number + "] “" + title + "”, given on " + day + " (" + state.en +
          "). No new task was created.\nReply YES to create another one, NO if it was sent twice by mistake.\n"};
  text.vi = text.opening.vi;
  text.text = text.vi + "\n----------\n\n" + text.opening.en;
  return text;
}

}  // namespace policies::tasks
