#include "policies/speech/fact_slot.h"

#include <algorithm>

#include "policies/phrases/word_at.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

constexpr std::size_t kFactWords = 18, kObjectWords = 12;

// What makes a clause a state of things. Only these may deny: "chưa có", not "chưa" alone.
std::size_t state_at(const Words& words, std::size_t at) {
  return phrases::match_longest(words, at,
                                {"bận",
                                 "bận quá",
                                 "ốm",
                                 "bị ốm",
                                 "bệnh",
                                 "nằm viện",
                                 "nghỉ phép",
                                 "nghỉ thai sản",
                                 "nghỉ ốm",
                                 "đang nghỉ",
                                 "đi công tác",
                                 "đang công tác",
                                 "đi học",
                                 "đi tập huấn",
                                 "đang họp",
                                 "thiếu",
                                 "còn thiếu",
                                 "thiếu người",
                                 "chưa có",
                                 "chưa có đủ",
                                 "chưa đủ",
                                 "chưa về",
                                 "chưa về đủ",
                                 "chưa gửi",
                                 "chưa gửi đủ",
                                 "chưa nộp",
                                 "chưa nộp đủ",
                                 "chưa trả lời",
                                 "chưa cung cấp",
                                 "chưa nhận được",
                                 "chưa tổng hợp được",
                                 "chưa tổng hợp kịp",
                                 "chưa làm kịp",
                                 "chưa kịp",
                                 "chưa thể hoàn thành",
                                 "chưa đi được",
                                 "chưa xác minh được",
                                 "chưa họp được",
                                 "chưa thống nhất",
                                 "chưa thu đủ",
                                 "chưa ký",
                                 "chưa rõ",
                                 "chưa đúng",
                                 "chưa khớp",
                                 "chưa đúng mẫu",
                                 "chưa có ý kiến",
                                 "không đủ",
                                 "không kịp",
                                 "không thể kịp",
                                 "không xong kịp",
                                 "làm không kịp",
                                 "không có người",
                                 "không có người làm",
                                 "không có chuyên môn",
                                 "không có chức năng",
                                 "không đủ người",
                                 "không đủ thẩm quyền",
                                 "không thuộc",
                                 "không thuộc thẩm quyền",
                                 "không thuộc chức năng",
                                 "không thuộc phạm vi",
                                 "không đúng",
                                 "không đúng chức năng",
                                 "không phải chức năng",
                                 "không phải việc",
                                 "không phụ trách",
                                 "không quản lý",
                                 "không được giao",
                                 "không rành",
                                 "không khớp",
                                 "không còn phù hợp",
                                 "không mở được",
                                 "nhiều việc",
                                 "việc nhiều",
                                 "nhiều quá",
                                 "lớn quá",
                                 "quá lớn",
                                 "quá nhiều",
                                 "rất nhiều",
                                 "rất lớn",
                                 "nhiều lắm",
                                 "ngắn quá",
                                 "quá ngắn",
                                 "gấp quá",
                                 "quá gấp",
                                 "ít quá",
                                 "quá ít",
                                 "người ít",
                                 "quá tải",
                                 "khó quá",
                                 "phức tạp",
                                 "đông quá",
                                 "về muộn",
                                 "về chậm",
                                 "gửi chậm",
                                 "gửi muộn",
                                 "nộp chậm",
                                 "nộp muộn",
                                 "trả lời chậm",
                                 "hỏng",
                                 "bị lỗi",
                                 "lỗi",
                                 "mất điện",
                                 "mất mạng",
                                 "mưa",
                                 "mưa bão",
                                 "mưa lũ",
                                 "bão",
                                 "ngập",
                                 "lụt",
                                 "vướng",
                                 "đang vướng",
                                 "đang chờ",
                                 "còn chờ",
                                 "giục rồi",
                                 "đang giục",
                                 "hối rồi",
                                 "chốt rồi",
                                 "yêu cầu rồi",
                                 "chờ lâu rồi",
                                 "nhầm",
                                 "giao nhầm",
                                 "gửi nhầm",
                                 "ký nhầm",
                                 "ban hành nhầm",
                                 "phát hành nhầm",
                                 "nhầm đơn vị",
                                 "trùng",
                                 "bị trùng",
                                 "trùng rồi",
                                 "làm rồi",
                                 "đã làm",
                                 "xử lý rồi",
                                 "giải quyết rồi",
                                 "đã giải quyết",
                                 "có số liệu rồi",
                                 "có kết quả rồi",
                                 "đã có",
                                 "đã cho ý kiến",
                                 "có ý kiến rồi",
                                 "đã có ý kiến",
                                 "cho ý kiến rồi",
                                 "đã đồng ý",
                                 "đồng ý rồi",
                                 "đã thu hồi",
                                 "thu hồi rồi",
                                 "đã hủy",
                                 "hủy rồi",
                                 "hết hiệu lực",
                                 "sơ sài",
                                 "quá sơ sài",
                                 "sai",
                                 "bị sai",
                                 "lủng củng",
                                 "chung chung"});
}

// What asks, supposes, tells of what others said, or is an act of its own.
bool is_otherwise(const Words& words, std::size_t at) {
  return phrases::match_longest(
             words, at,
             {"nếu",           "nhưng",     "tuy",       "song",       "thì",         "mà",       "hoặc",
              "hay",           "khi",       "lúc nào",   "sẽ",         "định",        "muốn",     "tính",
              "chắc",          "có lẽ",     "lẽ ra",     "tưởng",      "nghĩ",        "nghe",     "nói",
              "bảo",           "kêu",       "hỏi",       "báo là",     "báo đã",      "báo rằng", "xin",
              "lùi",           "gia hạn",   "dời",       "hoãn",       "tạm dừng",    "xong",     "hoàn thành",
              "hoàn tất",      "duyệt",     "đồng ý",    "nhất trí",   "từ chối",     "trả lại",  "nhận việc",
              "nhận nhiệm vụ", "giao",      "chuyển",    "hủy",        "thu hồi",     "đề nghị",  "yêu cầu",
              "nhờ",           "mời",       "không",     "chưa",       "chẳng",       "chả",      "đừng",
              "chớ",           "khỏi",      "thôi",      "à",          "hả",          "chứ",      "nhỉ",
              "sao",           "gì",        "ai",        "nào",        "đâu",         "mấy",      "bao giờ",
              "bao nhiêu",     "trừ",       "riêng",     "ngoài ra",   "giá mà",      "ước gì",   "hy vọng",
              "mong",          "lỡ",        "nhỡ",       "hễ",         "chừng nào",   "khác",     "kia",
              "năm ngoái",     "lần trước", "hôm trước", "tuần trước", "tháng trước", "hôm qua",  "ngày xưa",
              "trước đây",     "if",        "but",       "not",        "when",        "unless"}) > 0 ||
         words[at].exact == "?" || words[at].exact == "“" || words[at].exact == "\"" || words[at].exact == "”";
}

bool ends_clause(const Words& words, std::size_t at) {
  return phrases::is_mark(words[at], ',') || words[at].exact == "–" || phrases::is_mark(words[at], ')');
}

bool begins_clause(const Words& words, std::size_t at) {
  if (at == 0) return true;
  const Word& before = words[at - 1];
  if (before.kind == Word::Kind::mark) return true;
  return phrases::is_any(before, {"dạ", "vâng", "ơi", "ạ", "thưa", "anh", "chị", "sếp"});
}

}  // namespace

std::size_t fact_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  if (!begins_clause(words, at)) return 0;
  bool state = false;
  std::size_t end = at;
  while (end < words.size() && end < at + kFactWords && !ends_clause(words, end)) {
    if (const std::size_t count = state_at(words, end); count > 0) {
      state = true;
      end += count;
      continue;
    }
    if (end > at && phrases::is_any(words[end], {"nên"}) && state) {
      // "… nên xin lùi": the act follows; "… nên chưa kịp": it goes on.
      if (end + 1 >= words.size() || state_at(words, end + 1) == 0) {
        const std::size_t next = end + 2;
        if (next >= words.size() || state_at(words, next) == 0) break;
      }
      ++end;
      continue;
    }
    if (is_otherwise(words, end)) return 0;
    ++end;
  }
  if (end >= at + kFactWords && end < words.size() && !ends_clause(words, end)) return 0;
  std::size_t last = end;
  while (last > at && phrases::is_any(words[last - 1], {"ạ", "nhé", "nha"})) --last;
  return state && last >= at + 2 ? last : 0;
}

bool is_of_others(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  if (at >= words.size() ||
      !phrases::is_any(words[at],
                       {"anh", "chị",  "cô",  "chú", "bác",    "ông",  "bà",   "đồng", "đ",   "phòng", "phường",
                        "xã",  "ubnd", "ban", "bên", "trường", "công", "trạm", "tổ",   "hội", "đoàn",  "văn"}))
    return false;
  const std::string_view rest = reading.text.substr(words[at].begin);
  for (const std::string& own : reading.hearing.own_names) {
    if (!own.empty() && rest.starts_with(own)) return false;
  }
  for (std::size_t i = at + 1; i < words.size() && i < at + 5 && !ends_clause(words, i); ++i) {
    if (reading.capital[i]) return true;
    if (phrases::is_any(words[i], {"công", "bên"})) return true;
  }
  return false;
}

std::size_t object_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t end = at;
  while (end < words.size() && end < at + kObjectWords && !ends_clause(words, end) &&
         !phrases::is_any(words[end], {"ạ", "nhé", "nha", "rồi"})) {
    if (is_otherwise(words, end)) return 0;
    ++end;
  }
  const bool cut = end == at + kObjectWords && end < words.size() && !ends_clause(words, end);
  return cut || end == at ? 0 : end;
}

}  // namespace policies::speech
