// Hints: which command the first line of a comment perhaps meant. Nothing here applies anything.
#include <algorithm>
#include <array>

#include "policies/replies/reply_commands.h"

namespace policies::replies {

namespace {

struct Near {
  Intent intent = Intent::comment;
  std::string words;
};

// Commands with something behind them, inside a sentence: "Em xin phép gia hạn thêm 5 ngày".
Near near_with_tail(const phrases::Words& words) {
  struct Phrase {
    std::string_view phrase;
    Intent intent;
    std::string_view shown;
  };
  constexpr std::array<Phrase, 25> phrases{{{"gia hạn", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"extension", Intent::extend, "EXTEND <date> <reason>"},
                                            {"lùi hạn", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"lùi đến", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"xin thêm", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"kéo dài", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"nhận nhiệm vụ", Intent::accept, "NHẬN"},
                                            {"nhận việc", Intent::accept, "NHẬN"},
                                            {"accept", Intent::accept, "ACCEPT"},
                                            {"completed", Intent::done, "DONE"},
                                            {"finished", Intent::done, "DONE"},
                                            {"kết thúc nhiệm vụ", Intent::close, "ĐÓNG"},
                                            {"duyệt", Intent::approve, "ĐỒNG Ý"},
                                            {"chấp nhận", Intent::approve, "ĐỒNG Ý"},
                                            {"chấp thuận", Intent::approve, "ĐỒNG Ý"},
                                            {"hủy", Intent::cancel, "HỦY <lý do>"},
                                            {"chuyển", Intent::reassign, "CHUYỂN TỚI <đơn vị hoặc địa chỉ>"},
                                            {"tạm hoãn", Intent::suspend, "TẠM HOÃN <lý do>"},
                                            {"từ chối", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"không tiếp nhận", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"chưa tiếp nhận", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"trả lại", Intent::give_back, "TRẢ LẠI <lý do>"},
                                            {"xin số", Intent::reserve_number, "XIN SỐ <loại>"},
                                            {"cấp số", Intent::reserve_number, "XIN SỐ <loại>"},
                                            {"vào sổ", Intent::register_document, "VÀO SỔ"}}};
  if (phrases::match_longest(words, 0,
                             {"không vấn đề", "không thành vấn đề", "không phản đối", "không trở ngại", "không ngại",
                              "không ý kiến", "không có ý kiến", "no objection", "no objections", "no problem"}) > 0) {
    return {Intent::approve, "ĐỒNG Ý"};
  }
  const bool denies = !words.empty() && phrases::is_word(words[0], "không");
  for (const auto& item : phrases) {
    if (denies && item.intent != Intent::register_document && item.intent != Intent::refuse &&
        item.intent != Intent::give_back)
      continue;
    for (std::size_t at = 0; at < words.size(); ++at) {
      const bool first_only =
          item.intent == Intent::cancel || item.intent == Intent::suspend || item.intent == Intent::reassign;
      if (first_only && at > 0) break;
      if (at > 0 && phrases::is_any(words[at - 1], {"không", "chưa", "not", "phê", "xét"})) continue;
      if (phrases::match_phrase(words, at, item.phrase) > 0) return {item.intent, std::string(item.shown)};
    }
  }
  if (denies) return {Intent::deny, "KHÔNG <lý do>"};
  if (words.size() > 2 && phrases::is_any(words[0], {"xin", "cấp"}) && number_of(words[1]) >= 0 &&
      phrases::is_any(words[2], {"số"}))
    return {Intent::reserve_number, "XIN SỐ <loại>"};  // "xin 2 số BC"
  // "tiến độ đạt khoảng 50%", "50%"
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const int percent = number_of(words[at]);
    if (percent < 0 || percent > 100 || !phrases::is_mark(words[at + 1], '%')) continue;
    const bool decimals = at >= 2 && words[at].joined &&
                          (phrases::is_mark(words[at - 1], ',') || phrases::is_mark(words[at - 1], '.')) &&
                          words[at - 1].joined && number_of(words[at - 2]) >= 0;
    if (decimals) return {Intent::progress, "TIẾN ĐỘ " + words[at - 2].exact + "%"};  // "33,5%": whole numbers only
    const bool named = words.size() <= 4 || std::any_of(words.begin(), words.end(), [](const phrases::Word& word) {
                         return phrases::is_any(word, {"tiến", "độ", "progress", "hoàn"});
                       });
    if (named) return {Intent::progress, "TIẾN ĐỘ " + std::to_string(percent) + "%"};
  }
  return {};
}

Near find_near(std::string_view text) {
  constexpr std::size_t few = 7, sentence = 20;  // words; more is prose
  const std::string shown = phrases::visible(text.substr(0, std::min(text.find('\n'), kMaxCommandLine)));
  const std::string_view line = trim(shown);
  if (line.ends_with("?") || line.ends_with("？")) return {};
  phrases::Words words = phrases::split_words(line, sentence + 1);
  while (!words.empty() && words.front().kind == phrases::Word::Kind::mark)
    words.erase(words.begin());  // "- xong", "✅ xong"
  if (words.empty() || words.size() > sentence) return {};
  // "Dạ em nhận ạ": words of politeness in front.
  std::size_t first = 0;
  while (first + 1 < words.size() &&
         phrases::is_any(words[first], {"dạ", "vâng", "em", "tôi", "anh", "chị", "xin", "đã", "ok", "oke", "okay",
                                        "làm", "thực", "hiện", "phường", "đơn", "vị", "chúng", ","}))
    ++first;
  const Command* best = nullptr;
  std::size_t longest = 0;
  for (const auto& command : reply_commands()) {
    const std::size_t count = phrases::match_phrase(words, first, command.phrase);
    const bool alone = command.tail == Tail::none || command.tail == Tail::none_or_all;
    // "Khẩn trương hoàn thành" speaks of haste, not of the task's urgency.
    if (!alone || command.intent == Intent::priority || count <= longest ||
        (command.phrase.front() >= '0' && command.phrase.front() <= '9'))
      continue;
    best = &command;
    longest = count;
  }
  const bool received = best != nullptr && first + longest < words.size() &&
                        phrases::is_any(words[first + longest], {"được", "thấy"});  // "Nhận được thư rồi"
  const bool approves = best != nullptr && best->intent == Intent::approve &&
                        phrases::match_longest(words, first + longest, {"cho", "gia hạn", "với đề nghị"}) >
                            0;  // "đồng ý cho gia hạn đến 20/12"
  if (best != nullptr && !received && (words.size() <= few || approves))
    return {best->intent, std::string(best->phrase)};
  return near_with_tail(words);
}

}  // namespace

std::string nearly_command(std::string_view text) { return find_near(text).words; }
Intent nearly_intent(std::string_view text) { return find_near(text).intent; }

}  // namespace policies::replies
