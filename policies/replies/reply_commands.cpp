#include "policies/replies/reply_commands.h"

#include <algorithm>
#include <array>

namespace policies::replies {

namespace {

constexpr std::array<Command, 151> kCommands{{
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
    {Intent::close, Tail::none_or_all, "đóng"},
    {Intent::close, Tail::none_or_all, "đóng nhiệm vụ"},
    {Intent::close, Tail::none_or_all, "close"},
    {Intent::cancel, Tail::reason, "hủy"},
    {Intent::cancel, Tail::reason, "hủy nhiệm vụ"},
    {Intent::cancel, Tail::reason, "hủy bỏ"},
    {Intent::cancel, Tail::reason, "hủy số"},
    {Intent::cancel, Tail::reason, "cancel"},
    {Intent::suspend, Tail::optional_reason, "tạm hoãn"},
    {Intent::suspend, Tail::optional_reason, "suspend"},
    {Intent::resume, Tail::none_or_all, "tiếp tục"},
    {Intent::resume, Tail::none_or_all, "resume"},
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
    {Intent::new_due, Tail::new_date, "hạn mới"},
    {Intent::new_due, Tail::new_date, "thời hạn mới"},
    {Intent::new_due, Tail::new_date, "đổi hạn"},
    {Intent::new_due, Tail::new_date, "đổi thời hạn"},
    {Intent::new_due, Tail::new_date, "sửa hạn"},
    {Intent::new_due, Tail::new_date, "sửa thời hạn"},
    {Intent::new_due, Tail::new_date, "rút ngắn hạn"},
    {Intent::new_due, Tail::new_date, "rút ngắn thời hạn"},
    {Intent::new_due, Tail::new_date, "new deadline"},
    {Intent::new_due, Tail::new_date, "new due date"},
    {Intent::new_due, Tail::new_date, "change deadline"},
    {Intent::new_due, Tail::new_date, "change the deadline"},
    {Intent::add_party, Tail::new_party, "thêm"},
    {Intent::add_party, Tail::new_party, "thêm đơn vị"},
    {Intent::add_party, Tail::new_party, "bổ sung đơn vị"},
    {Intent::add_party, Tail::new_party, "add"},
    {Intent::add_party, Tail::new_party, "add party"},
    {Intent::add_party, Tail::new_party, "add unit"},
    {Intent::remove_party, Tail::named, "bỏ"},
    {Intent::remove_party, Tail::named, "bỏ đơn vị"},
    {Intent::remove_party, Tail::named, "bớt"},
    {Intent::remove_party, Tail::named, "rút tên"},
    {Intent::remove_party, Tail::named, "remove"},
    {Intent::remove_party, Tail::named, "remove party"},
    {Intent::remove_party, Tail::named, "remove unit"},
    {Intent::lead, Tail::lead, "chủ trì"},
    {Intent::lead, Tail::lead, "đổi chủ trì"},
    {Intent::lead, Tail::lead, "đổi chủ trì sang"},
    {Intent::lead, Tail::lead, "đổi đơn vị chủ trì"},
    {Intent::lead, Tail::lead, "chuyển chủ trì"},
    {Intent::lead, Tail::lead, "chuyển chủ trì sang"},
    {Intent::lead, Tail::lead, "chủ trì mới"},
    {Intent::lead, Tail::lead, "lead"},
    {Intent::lead, Tail::lead, "new lead"},
    {Intent::lead, Tail::lead, "change lead"},
    {Intent::lead, Tail::lead, "change lead to"},
    {Intent::add_text, Tail::text, "bổ sung"},
    {Intent::add_text, Tail::text, "bổ sung nội dung"},
    {Intent::add_text, Tail::text, "bổ sung chỉ đạo"},
    {Intent::add_text, Tail::text, "bổ sung thêm"},
    {Intent::add_text, Tail::text, "add text"},
    {Intent::add_text, Tail::text, "add words"},
    {Intent::priority, Tail::none, "không khẩn", 0},
    {Intent::priority, Tail::none, "độ khẩn thường", 0},
    {Intent::priority, Tail::none, "not urgent", 0},
    {Intent::priority, Tail::none, "khẩn", 1},
    {Intent::priority, Tail::none, "độ khẩn khẩn", 1},
    {Intent::priority, Tail::none, "urgent", 1},
    {Intent::priority, Tail::none, "thượng khẩn", 2},
    {Intent::priority, Tail::none, "độ khẩn thượng khẩn", 2},
    {Intent::priority, Tail::none, "very urgent", 2},
    {Intent::priority, Tail::none, "hỏa tốc", 3},
    {Intent::priority, Tail::none, "độ khẩn hỏa tốc", 3},
    {Intent::priority, Tail::none, "express", 3},
    {Intent::urge, Tail::text, "đôn đốc"},
    {Intent::urge, Tail::text, "nhắc việc"},
    {Intent::urge, Tail::text, "urge"},
    {Intent::give_hand, Tail::hand, "giao"},
    {Intent::give_hand, Tail::hand, "giao cho"},
    {Intent::give_hand, Tail::hand, "giao việc cho"},
    {Intent::give_hand, Tail::hand, "giao nhiệm vụ cho"},
    {Intent::give_hand, Tail::hand, "phân công"},
    {Intent::give_hand, Tail::hand, "phân công cho"},
    {Intent::give_hand, Tail::hand, "assign"},
    {Intent::give_hand, Tail::hand, "assign to"},
    {Intent::give_hand, Tail::hand, "hand to"},
    {Intent::take_back, Tail::may_be_named, "lấy lại"},
    {Intent::take_back, Tail::may_be_named, "lấy lại việc"},
    {Intent::take_back, Tail::may_be_named, "lấy lại việc của"},
    {Intent::take_back, Tail::may_be_named, "take back"},
    {Intent::undo, Tail::none, "hoàn tác"},
    {Intent::undo, Tail::none, "xin hoàn tác"},
    {Intent::undo, Tail::none, "hoàn tác bước vừa rồi"},
    {Intent::undo, Tail::none, "undo"},
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

struct Opening {
  Intent intent;
  std::string_view phrase;
};
constexpr std::array<Opening, 69> kNotSharing{{
    {Intent::add_party, "thêm nữa"},
    {Intent::add_party, "thêm vào"},
    {Intent::add_party, "thêm thông tin"},
    {Intent::add_party, "thêm ý kiến"},
    {Intent::add_party, "thêm một"},
    {Intent::add_party, "thêm nội dung"},
    {Intent::add_party, "thêm thời gian"},
    {Intent::add_party, "thêm ngày"},
    {Intent::add_party, "thêm bớt"},
    {Intent::add_party, "thêm điều"},
    {Intent::add_party, "thêm là"},
    {Intent::add_party, "thêm phần"},
    {Intent::add_party, "thêm tài liệu"},
    {Intent::add_party, "thêm số liệu"},
    {Intent::add_party, "thêm phụ lục"},
    {Intent::add_party, "thêm văn bản"},
    {Intent::add_party, "thêm báo cáo"},
    {Intent::add_party, "add to"},
    {Intent::add_party, "add that"},
    {Intent::add_party, "add more"},
    {Intent::add_party, "add the file"},
    {Intent::add_party, "add the files"},
    {Intent::add_party, "add the report"},
    {Intent::remove_party, "bỏ qua"},
    {Intent::remove_party, "bỏ sót"},
    {Intent::remove_party, "bỏ lỡ"},
    {Intent::remove_party, "bỏ phiếu"},
    {Intent::remove_party, "bỏ nội dung"},
    {Intent::remove_party, "bỏ ý"},
    {Intent::remove_party, "bỏ câu"},
    {Intent::remove_party, "bỏ đoạn"},
    {Intent::remove_party, "bỏ phần"},
    {Intent::remove_party, "bỏ thư"},
    {Intent::remove_party, "bỏ ra"},
    {Intent::remove_party, "bỏ dở"},
    {Intent::remove_party, "bớt nội dung"},
    {Intent::remove_party, "bớt phần"},
    {Intent::remove_party, "remove the file"},
    {Intent::remove_party, "remove this"},
    {Intent::remove_party, "remove the line"},
    {Intent::lead, "chủ trì họp"},
    {Intent::lead, "chủ trì hội"},
    {Intent::lead, "lead time"},
    {Intent::lead, "lead to"},
    {Intent::lead, "leads to"},
    {Intent::give_hand, "giao ban"},
    {Intent::give_hand, "giao lưu"},
    {Intent::give_hand, "giao thông"},
    {Intent::give_hand, "giao dịch"},
    {Intent::give_hand, "giao diện"},
    {Intent::give_hand, "giao nhận"},
    {Intent::give_hand, "giao hàng"},
    {Intent::give_hand, "giao tiếp"},
    {Intent::give_hand, "giao thừa"},
    {Intent::give_hand, "giao hữu"},
    {Intent::give_hand, "giao mùa"},
    {Intent::give_hand, "giao thoa"},
    {Intent::give_hand, "giao nộp"},
    {Intent::give_hand, "giao ước"},
    {Intent::give_hand, "giao đất"},
    {Intent::give_hand, "giao chỉ tiêu"},
    {Intent::give_hand, "giao dự toán"},
    {Intent::give_hand, "giao kế hoạch"},
    {Intent::give_hand, "giao việc"},
    {Intent::give_hand, "giao nhiệm vụ"},
    {Intent::urge, "đôn đốc là"},
    {Intent::urge, "đôn đốc được"},
    {Intent::urge, "urge you"},
    {Intent::urge, "urge that"},
}};

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
bool only_looks_like_sharing(Intent intent, const phrases::Words& words) {
  const std::size_t own = longest_match(words).words;
  return std::any_of(kNotSharing.begin(), kNotSharing.end(), [&](const Opening& opening) {
    // The command's own words are longer: "giao việc cho" is no "giao việc".
    const std::size_t count = opening.intent == intent ? phrases::match_phrase(words, 0, opening.phrase) : 0;
    return count > 0 && count >= own;
  });
}
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
