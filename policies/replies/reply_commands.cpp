#include "policies/replies/reply_commands.h"

#include <algorithm>
#include <array>

namespace policies::replies {

namespace {

constexpr std::array<Command, 77> kCommands{{
    {Intent::accept, Tail::none, "nhận"},
    {Intent::accept, Tail::none, "nhận việc"},
    {Intent::accept, Tail::none, "nhận nhiệm vụ"},
    {Intent::accept, Tail::none, "accept"},
    {Intent::accept, Tail::none, "accepted"},
    {Intent::accept, Tail::none, "1"},
    {Intent::progress, Tail::percent, "tiến độ"},
    {Intent::progress, Tail::percent, "tđ"},
    {Intent::progress, Tail::percent, "td"},
    {Intent::progress, Tail::percent, "progress"},
    {Intent::done, Tail::none, "xong"},
    {Intent::done, Tail::none, "đã xong"},
    {Intent::done, Tail::none, "hoàn thành"},
    {Intent::done, Tail::none, "đã hoàn thành"},
    {Intent::done, Tail::none, "done"},
    {Intent::done, Tail::none, "2"},
    {Intent::extend, Tail::date, "gia hạn"},
    {Intent::extend, Tail::date, "xin gia hạn"},
    {Intent::extend, Tail::date, "đề nghị gia hạn"},
    {Intent::extend, Tail::date, "extend"},
    {Intent::extend, Tail::date, "extension"},
    {Intent::reassign, Tail::target, "chuyển tới"},
    {Intent::reassign, Tail::target, "chuyển cho"},
    {Intent::reassign, Tail::target, "chuyển đến"},
    {Intent::reassign, Tail::target, "reassign to"},
    {Intent::reassign, Tail::target, "reassign"},
    {Intent::reassign, Tail::target, "forward to"},
    {Intent::refuse, Tail::reason, "từ chối"},
    {Intent::refuse, Tail::reason, "từ chối nhận"},
    {Intent::refuse, Tail::reason, "từ chối nhận việc"},
    {Intent::refuse, Tail::reason, "từ chối nhiệm vụ"},
    {Intent::refuse, Tail::reason, "từ chối nhận nhiệm vụ"},
    {Intent::refuse, Tail::reason, "từ chối tiếp nhận"},
    {Intent::refuse, Tail::reason, "từ chối tiếp nhận văn bản"},
    {Intent::refuse, Tail::reason, "refuse"},
    {Intent::refuse, Tail::reason, "decline"},
    {Intent::refuse, Tail::reason, "reject"},
    {Intent::approve, Tail::none, "đồng ý"},
    {Intent::approve, Tail::none, "nhất trí"},
    {Intent::approve, Tail::none, "approve"},
    {Intent::approve, Tail::none, "approved"},
    {Intent::approve, Tail::none, "agree"},
    {Intent::approve, Tail::none, "agreed"},
    {Intent::deny, Tail::reason, "không"},
    {Intent::deny, Tail::reason, "không đồng ý"},
    {Intent::deny, Tail::reason, "không được"},
    {Intent::deny, Tail::reason, "không cho phép"},
    {Intent::deny, Tail::reason, "không nhất trí"},
    {Intent::deny, Tail::reason, "no"},
    {Intent::give_back, Tail::reason, "trả lại"},
    {Intent::give_back, Tail::reason, "trả lại văn bản"},
    {Intent::give_back, Tail::reason, "return"},
    {Intent::close, Tail::none, "đóng"},
    {Intent::close, Tail::none, "đóng nhiệm vụ"},
    {Intent::close, Tail::none, "close"},
    {Intent::cancel, Tail::reason, "hủy"},
    {Intent::cancel, Tail::reason, "hủy nhiệm vụ"},
    {Intent::cancel, Tail::reason, "hủy bỏ"},
    {Intent::cancel, Tail::reason, "hủy số"},
    {Intent::cancel, Tail::reason, "cancel"},
    {Intent::suspend, Tail::optional_reason, "tạm hoãn"},
    {Intent::suspend, Tail::optional_reason, "suspend"},
    {Intent::resume, Tail::none, "tiếp tục"},
    {Intent::resume, Tail::none, "resume"},
    {Intent::register_document, Tail::none, "vào sổ"},
    {Intent::register_document, Tail::none, "vào sổ đến"},
    {Intent::register_document, Tail::none, "vào sổ văn bản"},
    {Intent::register_document, Tail::none, "vào sổ văn bản đến"},
    {Intent::register_document, Tail::none, "register"},
    {Intent::reserve_number, Tail::type, "xin số"},
    {Intent::reserve_number, Tail::type, "cấp số"},
    {Intent::reserve_number, Tail::type, "xin cấp số"},
    {Intent::reserve_number, Tail::type, "xin số văn bản"},
    {Intent::reserve_number, Tail::type, "xin cấp số văn bản"},
    {Intent::reserve_number, Tail::type, "đề nghị cấp số"},
    {Intent::reserve_number, Tail::type, "request number"},
    {Intent::reserve_number, Tail::type, "number for"},
}};

constexpr std::array<std::string_view, 50> kNotDeny{
    "không rõ",       "không biết",   "không hiểu",   "không có",           "không sao",        "không thể",
    "không kịp",      "không nhận",   "không thấy",   "không mở",           "không đọc",        "không xem",
    "không còn",      "không cần",    "không phải",   "không nên",          "không gửi",        "không tải",
    "không liên hệ",  "không tìm",    "không vấn đề", "không thành vấn đề", "không phản đối",   "không ngại",
    "không trở ngại", "không ý kiến", "không hề",     "không quá",          "không chậm",       "không muộn",
    "không trễ",      "không vội",    "không gấp",    "không nhất thiết",   "không quan trọng", "không chỉ",
    "không những",    "không riêng",  "không hẳn",    "không chắc",         "không bàn",        "không khó",
    "không tệ",       "no problem",   "no idea",      "no worries",         "no objection",     "no objections",
    "no later",       "no rush"};

constexpr std::array<std::string_view, 28> kOtherThings{
    "cuộc", "buổi",    "họp",         "hội",      "lịch",      "hẹn",          "giấy",    "lễ",     "tiệc", "chuyến",
    "vé",   "mail",    "email",       "bản gốc",  "cho tôi",   "cho anh",      "cho chị", "cho em", "tôi",  "my",
    "our",  "meeting", "the meeting", "the file", "the files", "the original", "it to",   "to me"};

template <std::size_t Count>
bool any_matches(const std::array<std::string_view, Count>& all, const phrases::Words& words, std::size_t at) {
  return std::any_of(all.begin(), all.end(),
                     [&](std::string_view phrase) { return phrases::match_phrase(words, at, phrase) > 0; });
}

}  // namespace

std::span<const Command> reply_commands() { return kCommands; }

Match longest_match(const phrases::Words& words) {
  Match best;
  for (const auto& command : kCommands) {
    const std::size_t count = phrases::match_phrase(words, 0, command.phrase);
    if (count > best.words) best = {&command, count};
  }
  return best;
}

bool only_looks_like_no(const phrases::Words& words) { return any_matches(kNotDeny, words, 0); }
bool names_another_thing(const phrases::Words& words, std::size_t at) { return any_matches(kOtherThings, words, at); }

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  for (;;) {
    if (!text.empty() && blank.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    else if (text.starts_with("\xC2\xA0")) text.remove_prefix(2);
    else if (text.starts_with("\xE2\x80\x8B") || text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    else break;
  }
  for (;;) {
    if (!text.empty() && blank.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    else if (text.ends_with("\xC2\xA0")) text.remove_suffix(2);
    else if (text.ends_with("\xE2\x80\x8B")) text.remove_suffix(3);
    else return text;
  }
}

}  // namespace policies::replies
