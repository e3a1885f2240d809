#include "policies/tasks/product.h"

#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMostWords = 2000;  // looked at
constexpr std::size_t kShownWords = 12;

bool names_product(const phrases::Words& words, std::size_t at) {
  if (phrases::match_longest(words, at,
                             {"sản phẩm", "kèm file", "kèm tệp", "kèm bản mềm", "bằng văn bản", "gửi kèm", "bản mềm",
                              "in writing", "attach the file", "with the file attached"}) > 0)
    return true;
  const std::size_t verb = phrases::match_longest(words, at, {"dự thảo", "soạn thảo", "soạn", "draft"});
  if (verb == 0) return false;
  return phrases::match_longest(
             words, at + verb,
             {"báo cáo",    "kế hoạch",     "tờ trình",      "quyết định", "công văn", "văn bản",  "danh sách",
              "biểu mẫu",   "đề án",        "phương án",     "thông báo",  "dự toán",  "biên bản", "hồ sơ",
              "nghị quyết", "chương trình", "bảng tổng hợp", "report",     "plan",     "list"}) > 0;
}

std::string product_in(std::string_view text) {
  const phrases::Words words = phrases::split_words(text, kMostWords);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!names_product(words, at)) continue;
    std::string_view from = text.substr(words[at].begin);
    from = from.substr(0, from.find_first_of("\n.;"));
    const phrases::Words shown = phrases::split_words(from, kShownWords);
    return shown.empty() ? std::string() : phrases::one_line(from.substr(0, shown.back().end), 300);
  }
  return {};
}

}  // namespace

std::string product_asked(const Task& task) {
  std::string found = product_in(task.head.title);
  if (found.empty()) found = product_in(task.head.content);
  return found;
}

MessageText product_message(const Task& task, int party, Side side, std::string_view product, base::Timestamp now) {
  const std::string words = "“" + std::string(product) + "”";
  std::string vi, en;
  append_facts(task, party, vi, en);
  append_state(task, party, now, vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(
      tag(task) + "Thiếu tệp kết quả? " + short_title(task),
      {"Nhiệm vụ yêu cầu " + words +
           " nhưng thư báo hoàn thành không có tệp kèm theo. Xin trả lời thư này và kèm tệp kết quả (XONG); trả lời ĐÚNG "
           "nếu kết quả không có tệp (ví dụ đã gửi bản giấy). Đến lúc đó nhiệm vụ chưa được báo hoàn thành.\n",
       "The task asks for " + words +
           ", but your report has no file. Please answer this message with the result attached (DONE); reply YES if there "
           "is no file (for example, it was handed over on paper). Until then the task is not reported as done.\n"},
      vi, en);
}

std::string hands_missing(const TaskParty& party) {
  std::string missing;
  int open = 0;
  for (const Hand& hand : party.hands) {
    if (!is_open(hand.state)) continue;
    ++open;
    if (hand.state != HandState::submitted)
      missing += (missing.empty() ? "" : ", ") + phrases::one_line(hand.name) + " (" + hand_state_vi(hand.state) + ")";
  }
  return open > 1 ? missing : std::string();
}

MessageText beyond_message(const Task& task, int party, Side side, const Hand& hand, base::Timestamp now) {
  const TaskParty& unit = party_at(task, shown_party(task, party));
  const Sentence asked = phrases::describe_due(*hand.asked_due), due = phrases::describe_due(*unit.due);
  const std::string name = phrases::one_line(hand.name);
  std::string vi, en;
  append_facts(task, party, vi, en);
  append_state(task, party, now, vi, en);
  append_hands(unit, vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(
      tag(task) + "Xin người giao gia hạn? " + short_title(task),
      {name + " xin lùi đến " + asked.vi + ", muộn hơn thời hạn của đơn vị (" + due.vi +
           "); chưa có gì thay đổi. Trả lời ĐÚNG để xin người giao gia hạn đến ngày đó; khi được đồng ý, xin "
           "trả lời ĐỒNG Ý lần nữa để lùi hạn cho " +
           name + ". Muốn cho lùi trong thời hạn của đơn vị: GIAO " + name + " hạn <ngày>.\n",
       name + " asks for " + asked.en + ", later than the unit's own deadline (" + due.en +
           "); nothing was changed. Reply YES to ask the assigner for that day; once it is granted, reply "
           "APPROVE again to pass it on to " +
           name + ". To give time within the unit's deadline: ASSIGN " + name + " by <date>.\n"},
      vi, en);
}

MessageText missing_message(const Task& task, int party, Side side, std::string_view missing, base::Timestamp now) {
  const std::string who(missing);
  std::string vi, en;
  append_facts(task, party, vi, en);
  append_state(task, party, now, vi, en);
  append_hands(party_at(task, shown_party(task, party)), vi, en);
  append_choices(task, party, side, now, vi, en);
  return message(
      tag(task) + "Còn người chưa nộp? " + short_title(task),
      {"Trong đơn vị còn người chưa nộp kết quả: " + who +
           ". Chưa gửi gì lên người giao. Trả lời ĐÚNG nếu vẫn gửi kết quả lên (kèm tệp của những người đã "
           "nộp); nếu không, xin chờ họ nộp rồi trả lời XONG.\n",
       "Somebody in the unit has not handed in a result yet: " + who +
           ". Nothing was sent up to the assigner. Reply YES to send the result up all the same (with the files "
           "of those who have); else wait for them and reply DONE then.\n"},
      vi, en);
}

}  // namespace policies::tasks
