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

}  // namespace policies::tasks
