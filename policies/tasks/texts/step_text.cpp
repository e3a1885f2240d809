// Comments that were perhaps commands, and commands that lack something.
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/tasks/texts/task_text.h"

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

}  // namespace

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
    const std::string_view below = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (i == 0) continue;
    const replies::Reply reply = replies::parse_reply(below, context);
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
      if (reply.intent == replies::Intent::new_due)
        return {line + ": thiếu ngày, ví dụ: HẠN MỚI 20/12 [lý do], hoặc HẠN MỚI không thời hạn.",
                line + ": the date is missing, for example: NEW DEADLINE 20 Dec [reason], or NEW DEADLINE none."};
      return {line + ": thiếu ngày mới, ví dụ: GIA HẠN 20/12 <lý do>.",
              line + ": the new date is missing, for example: EXTEND 20 Dec <reason>."};
    case replies::ReplyProblem::bad_date: {
      if (!reply.unclear) return {line + ": không hiểu ngày.", line + ": the date was not understood."};
      const Sentence why = describe(*reply.unclear);
      if (reply.intent != replies::Intent::extend)
        return {"Không hiểu thời hạn: " + why.vi, "The deadline was not understood: " + why.en};
      return {"Không hiểu ngày gia hạn: " + why.vi, "The date of the extension was not understood: " + why.en};
    }
    case replies::ReplyProblem::bad_percent:
      return {line + ": tiến độ phải là số từ 0 đến 100, ví dụ: TIẾN ĐỘ 60%.",
              line + ": progress must be a number from 0 to 100, for example: PROGRESS 60."};
    case replies::ReplyProblem::missing_target:
      if (reply.intent == replies::Intent::give_hand)
        return {line + ": chưa ghi giao cho ai, ví dụ: GIAO Nguyễn Văn Bình hạn 20/12.",
                line + ": the person is missing, for example: ASSIGN Nguyễn Văn Bình by 20 Dec."};
      if (reply.intent != replies::Intent::reassign)
        return {line + ": chưa ghi đơn vị hoặc người nào.", line + ": the unit or person is missing."};
      return {line + ": chưa ghi chuyển tới đơn vị hoặc địa chỉ nào.",
              line + ": the unit or address to pass it on to is missing."};
    case replies::ReplyProblem::missing_text:
      return {line + ": chưa có nội dung bổ sung; xin ghi ngay sau lệnh.",
              line + ": there is nothing to add yet; please write it behind the command."};
    case replies::ReplyProblem::missing_type:
      return {line + ": chưa ghi loại văn bản, ví dụ: XIN SỐ BC.",
              line + ": the type of the document is missing, for example: REQUEST NUMBER BC."};
  }
  return {};
}

}  // namespace policies::tasks
