// One sentence for each step and for each command that lacks something.
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/tasks/task_text.h"

namespace policies::tasks {

namespace {

constexpr int kHintLines = 40;  // looked at

// "OK", "Dạ vâng ạ": yes to what?
bool is_bare_yes(std::string_view line) {
  const phrases::Words words = phrases::split_words(line, 6);
  bool yes = false;
  for (const phrases::Word& word : words) {
    const bool thumb = word.exact == "👍" || word.exact == "👌" || word.exact == "✅";
    yes = yes || thumb;
    if (word.kind == phrases::Word::Kind::mark || thumb) continue;
    const bool small = phrases::is_any(word, {"dạ", "em", "anh", "chị", "nhé", "nha", "ạ", "rồi"});
    if (!small && !phrases::is_any(word, {"ok", "oke", "okay", "okie", "vâng", "yes"})) return false;
    yes = yes || !small;
  }
  return yes;
}

Sentence because(Sentence sentence, const std::string& reason) {
  if (reason.empty()) return {sentence.vi + ".", sentence.en + "."};
  std::string line = phrases::one_line(reason, 1000);
  while (line.ends_with('.')) line.pop_back();
  return {sentence.vi + ", lý do: " + line + ".", sentence.en + ", reason: " + line + "."};
}

}  // namespace

Sentence describe(const TaskEvent& event, std::string_view actor_name) {
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
      return because({who + " xin gia hạn đến " + until.vi, who + " asks to extend the deadline to " + until.en},
                     event.reason);
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
    case EventKind::commented: break;
  }
  return {who + " có ý kiến về nhiệm vụ.", who + " commented on the task."};
}

std::optional<Sentence> hint_for_comment(const replies::NewText& text, const replies::ReplyContext& context) {
  if (text.text_below) {
    return Sentence{
        "Nội dung viết bên dưới phần trích dẫn hoặc chữ ký nên không được đọc là lệnh. Xin trả lời lại và ghi lệnh ở dòng đầu tiên, phía trên phần trích dẫn và chữ ký.",
        "What is written below the quoted message or the signature is not read as a command. Please reply again with the command in the first line, above both."};
  }
  const std::string line = phrases::one_line(std::string_view(text.text).substr(0, text.text.find('\n')));
  if (is_bare_yes(line)) {
    return Sentence{
        "“" + line +
            "” chưa cho biết là lệnh nào nên chỉ được ghi nhận là ý kiến. Xin trả lời lại bằng một trong các lệnh dưới đây.",
        "“" + line +
            "” does not say which command is meant, so it was kept as a comment. Please reply again with one of the commands below."};
  }
  if (const std::string word = replies::nearly_command(text.text); !word.empty()) {
    return Sentence{
        "Dòng đầu tiên “" + line +
            "” có thêm chữ khác nên chỉ được ghi nhận là ý kiến. Nếu đó là lệnh, xin trả lời lại và chỉ ghi “" + word +
            "” ở dòng đầu tiên.",
        "The first line “" + line +
            "” has other words too, so it was kept as a comment. If it was meant as a command, please reply again with only “" +
            word + "” in the first line."};
  }
  std::string_view rest = text.text;
  for (int i = 0; i < kHintLines && !rest.empty(); ++i) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (i == 0) continue;
    const replies::Reply reply = replies::parse_reply(line, context);
    if (!reply.applies()) continue;
    const std::string words = "“" + phrases::one_line(reply.command_line) + "”";
    return Sentence{
        "Thư có dòng " + words +
            " nhưng không ở dòng đầu tiên nên chỉ được ghi nhận là ý kiến. Nếu đó là lệnh, xin trả lời lại và ghi lệnh ở dòng đầu tiên.",
        "The message has the line " + words +
            ", but not in the first line, so it was kept as a comment. If it was meant as a command, please reply again with it in the first line."};
  }
  return std::nullopt;
}

Sentence describe(const replies::Reply& reply) {
  const std::string line = "“" + phrases::one_line(reply.command_line) + "”";
  switch (reply.problem) {
    case replies::ReplyProblem::none: break;
    case replies::ReplyProblem::missing_reason:
      return {line + ": thiếu lý do. Hãy ghi lý do trên cùng dòng.",
              line + ": the reason is missing. Please write it on the same line."};
    case replies::ReplyProblem::missing_date:
      return {line + ": thiếu ngày mới, ví dụ: GIA HẠN 20/12 <lý do>.",
              line + ": the new date is missing, for example: EXTEND 20 Dec <reason>."};
    case replies::ReplyProblem::bad_date: {
      if (!reply.unclear) return {line + ": không hiểu ngày.", line + ": the date was not understood."};
      const Sentence why = describe(*reply.unclear);
      return {"Không hiểu ngày gia hạn: " + why.vi, "The date of the extension was not understood: " + why.en};
    }
    case replies::ReplyProblem::bad_percent:
      return {line + ": tiến độ phải là số từ 0 đến 100, ví dụ: TIẾN ĐỘ 60%.",
              line + ": progress must be a number from 0 to 100, for example: PROGRESS 60."};
    case replies::ReplyProblem::missing_target:
      return {line + ": chưa ghi chuyển tới đơn vị hoặc địa chỉ nào.",
              line + ": the unit or address to pass it on to is missing."};
    case replies::ReplyProblem::missing_type:
      return {line + ": chưa ghi loại văn bản, ví dụ: XIN SỐ BC.",
              line + ": the type of the document is missing, for example: REQUEST NUMBER BC."};
  }
  return {};
}

}  // namespace policies::tasks
