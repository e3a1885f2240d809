#include "policies/speech/names.h"

#include <algorithm>

#include "policies/phrases/word_at.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

constexpr std::size_t kNameWords = 5, kUnitWords = 12;

// Words of one or more that end a name written in small letters.
bool is_stop(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  const std::size_t two = phrases::match_longest(
      words, at, {"chủ trì",    "phối hợp",   "tham gia",  "xử lý",    "xử lí",    "giải quyết", "thực hiện",
                  "triển khai", "theo dõi",   "tham mưu",  "đầu mối",  "để biết",  "chuẩn bị",   "dự thảo",
                  "báo cáo",    "nghiên cứu", "phụ trách", "tiếp tục", "kiểm tra", "tổng hợp",   "rà soát",
                  "cùng làm",   "hỗ trợ",     "việc này",  "nhiệm vụ", "chủ động", "tiếp nhận",  "đôn đốc"});
  if (two > 0 || words[at].exact == "à") return true;
  if (reading.capital[at]) return false;  // "Đỗ Văn Lo"
  return phrases::is_any(
      words[at], {"làm",    "khác",    "thay",  "vào",   "ra",     "khỏi",  "cùng",      "nhé",        "nha",   "ạ",
                  "trước",  "hạn",     "đến",   "tới",   "soạn",   "giúp",  "là",        "thành",      "sang",  "về",
                  "với",    "vì",      "do",    "xem",   "nữa",    "đi",    "để",        "cho",        "lo",    "sẽ",
                  "đã",     "đang",    "chưa",  "không", "nếu",    "thì",   "mà",        "nhưng",      "phải",  "cần",
                  "nên",    "trong",   "và",    "hoặc",  "hay",    "rồi",   "khi",       "lại",        "luôn",  "ngay",
                  "tự",     "cũng",    "đều",   "bị",    "được",   "trả",   "gửi",       "nộp",        "trình", "lập",
                  "viết",   "instead", "as",    "to",    "please", "will",  "should",    "has",        "is",    "and",
                  "with",   "nói",     "rút",   "bỏ",    "hả",     "chứ",   "nhỉ",       "hở",         "từ",    "from",
                  "đừng",   "khoan",   "chẳng", "chớ",   "khỏi",   "ai",    "nào",       "đâu",        "sao",   "hãy",
                  "xin",    "nhờ",     "bảo",   "hỏi",   "vậy",    "này",   "chốt",      "của",        "bằng",  "kết",
                  "theo",   "từ",      "tại",   "biết",  "nắm",    "ký",    "duyệt",     "hộ",         "giùm",  "thôi",
                  "xong",   "handle",  "takes", "lead",  "leads",  "joins", "cooperate", "cooperates", "for",   "on",
                  "instead"});
}

bool is_plain(const Word& word) { return word.exact == word.folded; }

std::size_t title_at(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  // Without its mark it may be another word: "ban", "co", "chu".
  if (at < words.size() && is_plain(words[at]) &&
      phrases::is_any(words[at], {"cô", "chú", "bác", "bà", "thầy", "cháu", "các"}))
    return 0;
  if (const std::size_t count = phrases::match_longest(words, at,
                                                       {"chuyên viên",
                                                        "công chức",
                                                        "cán bộ",
                                                        "công chức địa chính",
                                                        "công chức tư pháp",
                                                        "công chức văn hóa",
                                                        "công chức tài chính",
                                                        "công chức văn phòng",
                                                        "đồng chí",
                                                        "các đồng chí",
                                                        "đ / c",
                                                        "các đ / c",
                                                        "hai đồng chí",
                                                        "2 đồng chí",
                                                        "ông",
                                                        "bà",
                                                        "mr .",
                                                        "mr",
                                                        "ms",
                                                        "ms .",
                                                        "mrs",
                                                        "hai anh",
                                                        "hai chị",
                                                        "cháu",
                                                        "thầy"});
      count > 0)
    return count;
  return phrases::match_longest(
      words, at, {"anh", "chị", "em", "cô", "chú", "bác", "a", "c", "e", "các anh", "các chị", "các em"});
}

// A unit's word that stands alone: there is one of it in an office.
std::size_t own_unit_at(const Words& words, std::size_t at) {
  return phrases::match_longest(words, at,
                                {"văn phòng",
                                 "vp",
                                 "công an",
                                 "công an phường",
                                 "công an xã",
                                 "văn thư",
                                 "mặt trận",
                                 "mttq",
                                 "ubmttq",
                                 "trạm y tế",
                                 "bộ phận một cửa",
                                 "một cửa",
                                 "các phường",
                                 "các xã",
                                 "các phường xã",
                                 "các đơn vị",
                                 "các phòng",
                                 "các phòng ban",
                                 "tất cả các phường",
                                 "tất cả các đơn vị",
                                 "đoàn thanh niên",
                                 "hội phụ nữ",
                                 "hội nông dân",
                                 "hội cựu chiến binh",
                                 "kế toán",
                                 "thanh tra",
                                 "ban quản lý dự án",
                                 "bch quân sự",
                                 "ban chỉ huy quân sự",
                                 "kho bạc",
                                 "thường trực",
                                 "địa chính",
                                 "quân sự",
                                 "hội liên hiệp phụ nữ",
                                 "văn phòng ubnd",
                                 "văn phòng hđnd và ubnd",
                                 "công an thị xã",
                                 "the office",
                                 "ubnd phường",
                                 "ubnd xã",
                                 "trung tâm phục vụ hành chính công",
                                 "trung tâm hành chính công"});
}

std::size_t unit_word_at(const Words& words, std::size_t at) {
  if (at < words.size() && is_plain(words[at]) &&
      phrases::is_any(words[at], {"sở", "tổ", "đội", "hội", "đoàn", "đài", "viện", "khối", "cục", "bên", "hạt", "xã",
                                  "trường", "thôn", "các", "đảng"}))
    return 0;
  return phrases::match_longest(words, at,
                                {"phòng",
                                 "ban",
                                 "văn phòng",
                                 "ubnd",
                                 "hđnd",
                                 "mttq",
                                 "ubmttq",
                                 "đảng ủy",
                                 "công an",
                                 "ban chỉ huy",
                                 "trạm",
                                 "trường",
                                 "trung tâm",
                                 "tổ",
                                 "đội",
                                 "chi cục",
                                 "cục",
                                 "sở",
                                 "xã",
                                 "phường",
                                 "thị trấn",
                                 "khu phố",
                                 "thôn",
                                 "bộ phận",
                                 "hội",
                                 "đoàn",
                                 "liên đoàn",
                                 "công đoàn",
                                 "kho bạc",
                                 "thanh tra",
                                 "hạt",
                                 "bql",
                                 "ban quản lý",
                                 "p",
                                 "p .",
                                 "các phòng",
                                 "các phường",
                                 "các xã",
                                 "trưởng phòng",
                                 "phó trưởng phòng",
                                 "phó phòng",
                                 "trưởng ban",
                                 "chánh văn phòng",
                                 "phó chủ tịch",
                                 "chủ tịch",
                                 "phó chánh văn phòng",
                                 "giám đốc",
                                 "chi nhánh",
                                 "đài",
                                 "bên",
                                 "cơ quan",
                                 "viện",
                                 "ngân hàng",
                                 "hợp tác xã",
                                 "trạm y tế",
                                 "khối",
                                 "giáo viên",
                                 "nhà văn hóa",
                                 "bộ phận một cửa",
                                 "ủy ban",
                                 "ủy ban nhân dân",
                                 "các trường",
                                 "các tổ",
                                 "các thôn",
                                 "ủy viên"});
}

// "giao ban" is a meeting; "ban đầu", "ban hành", "xã hội", "tổ chức", "đội ngũ", "hội nghị", "trường hợp" are no
// units.
bool is_no_unit(const Words& words, std::size_t at) {
  if (phrases::match_longest(words, at,
                             {"ban hành",   "ban đầu",    "tổ chức",   "xã hội",           "hội nghị",      "hội họp",
                              "hội trường", "trường hợp", "phòng họp", "phòng chống",      "đoàn kiểm tra", "sở tại",
                              "cục bộ",     "bên dưới",   "bên trên",  "trung tâm thị xã", "ban nãy",       "ban sáng",
                              "bên kia",    "bên đó",     "bên ấy",    "đài loan"}) > 0)
    return true;
  return at > 0 && phrases::is_any(words[at], {"ban"}) && phrases::is_any(words[at - 1], {"giao"}) &&
         (at + 1 >= words.size() || words[at + 1].kind != Word::Kind::letters ||
          phrases::is_any(words[at + 1], {"sáng", "chiều", "thứ", "tuần", "lúc", "hôm", "vào", "đầu", "tháng", "với",
                                          "xong", "nhé", "cuối"}));
}

bool is_letters(const Words& words, std::size_t at) {
  return at < words.size() && words[at].kind == Word::Kind::letters;
}

bool begins_other(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  if (at >= words.size()) return false;
  const std::size_t title = title_at(reading, at);
  if (title > 0 && (title > 1 || (at + title < words.size() && reading.capital[at + title]))) return true;
  return (unit_word_at(words, at) > 0 || own_unit_at(words, at) > 0) && !is_no_unit(words, at);
}

std::size_t unit_name_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t end = at;
  while (end < words.size() && end < at + kUnitWords) {
    if (is_letters(words, end)) {
      if (phrases::is_any(words[end], {"và"})) {
        // "Phòng Văn hóa và Thông tin"; "Phòng Tư pháp và Phòng Y tế" are two
        const bool one = end > at && is_letters(words, end + 1) && !begins_other(reading, end + 1) &&
                         !is_stop(reading, end + 1) && (reading.capital[end + 1] || !reading.capital[end - 1]) &&
                         !reading.known[end + 1];
        if (!one &&
            !(end > at && end + 1 < words.size() && reading.capital[end + 1] && !begins_other(reading, end + 1)))
          break;
        end += 2;
        continue;
      }
      // "phong tu phap": written without marks it only looks like "tự"
      const bool own_first = end == at && words[end].exact == words[end].folded && !reading.known_exactly(end) &&
                             !phrases::is_any(words[end], {"khác"});
      if ((!own_first && is_stop(reading, end)) ||
          (end > at && begins_other(reading, end) && title_at(reading, end) > 0))
        break;
      ++end;
      continue;
    }
    const bool number = words[end].kind == Word::Kind::digits && (end == at || !words[end].joined) &&
                        !phrases::is_separator(words, end + 1, '/') && !phrases::is_separator(words, end + 1, '%');
    const bool dash =
        (phrases::is_mark(words[end], '-') || words[end].exact == "–" || phrases::is_mark(words[end], '&')) &&
        end > at && is_letters(words, end + 1) && reading.capital[end + 1] && !begins_other(reading, end + 1);
    const bool comma = phrases::is_mark(words[end], ',') && end > at && is_letters(words, end + 1) &&
                       reading.capital[end + 1] && !begins_other(reading, end + 1) && words[end].joined &&
                       phrases::any_at(words, at > 0 ? at - 1 : 0, {"phòng"}) &&
                       end + 3 < words.size();  // "Phòng Kinh tế, Hạ tầng và Đô thị"
    const bool listed = comma && [&] {
      for (std::size_t i = end + 1; i < words.size() && i < end + 5; ++i)
        if (phrases::is_any(words[i], {"và"}))
          return i + 1 < words.size() && reading.capital[i + 1] && !begins_other(reading, i + 1);
      return false;
    }();
    if (!number && !dash && !listed) break;
    ++end;
  }
  while (end > at && !is_letters(words, end - 1) && words[end - 1].kind != Word::Kind::digits) --end;
  return end;
}

// "hoa@lamson.gov.vn"
std::size_t address_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t end = at + 1;
  bool sign = false;
  while (end < words.size() && words[end].joined && !phrases::is_mark(words[end], ',')) {
    sign = sign || phrases::is_mark(words[end], '@');
    ++end;
  }
  return sign && is_letters(words, end - 1) ? end : 0;
}

// One unit or person at `at`: where its name begins and ends; {0, 0}: none.
std::pair<std::size_t, std::size_t> one_at(const Reading& reading, std::size_t at, bool titled) {
  const Words& words = reading.words;
  if (!is_letters(words, at) && words[std::min(at, words.size() - 1)].kind != Word::Kind::digits) return {0, 0};
  if (at >= words.size()) return {0, 0};
  if (const std::size_t end = address_end(reading, at); end != 0) return {at, end};
  const std::size_t title = title_at(reading, at);
  std::size_t first = at + title;
  if (first < words.size() && !is_no_unit(words, first)) {
    const std::size_t word = unit_word_at(words, first);
    const std::size_t own = own_unit_at(words, first);
    if (word > 0) {
      const std::size_t end = unit_name_end(reading, first + word);
      if (end > first + std::max(word, own)) return {first, end};
    }
    if (own > 0) return {first, first + own};
    if (word > 1 && title > 0) return {first, first + word};  // "đồng chí Phó Chủ tịch"
    if (word > 0 && title == 0) return {0, 0};
  }
  if (first >= words.size() || (titled && title == 0)) return {0, 0};
  if (const std::size_t end = personal_name_end(reading, first); end != 0) {
    // "đ/c Bình phòng Nội vụ", "anh An (Phòng Kinh tế)"
    const std::size_t open =
        end < words.size() && (phrases::is_mark(words[end], '(') || phrases::is_mark(words[end], '-')) ? 1 : 0;
    if (end + open < words.size() && unit_word_at(words, end + open) > 0 && !is_no_unit(words, end + open)) {
      const std::size_t word = unit_word_at(words, end + open);
      const std::size_t last = unit_name_end(reading, end + open + word);
      if (last > end + open + word)
        return {first, last + (open > 0 && last < words.size() && phrases::is_mark(words[last], ')') ? 1 : 0)};
    }
    return {first, end};
  }
  if (title == 0) return {0, 0};
  if (at > 0 && phrases::is_any(words[at], {"em", "e", "tôi"}) && phrases::is_any(words[at - 1], {"để"}))
    return {0, 0};  // "để em bố trí"
  // In small letters: words that nobody knows.
  std::size_t end = first;
  while (end < words.size() && end < first + 4 && is_letters(words, end) && !is_stop(reading, end) &&
         !reading.known[end])
    ++end;
  // At the end of a sentence the second word may as well be what he shall do.
  if (end == words.size() && end > first + 1) end = first + 1;
  return end > first ? std::pair{first, end} : std::pair<std::size_t, std::size_t>{0, 0};
}

std::size_t separator_at(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t next = at;
  if (next < words.size() && (phrases::is_mark(words[next], ',') || phrases::is_mark(words[next], '&') ||
                              phrases::is_mark(words[next], '+') || phrases::is_mark(words[next], '/')))
    ++next;
  next += phrases::match_longest(words, next, {"và", "với", "cùng", "cùng với", "and"});
  return next - at;
}

}  // namespace

bool is_unit_name(const Words& words) { return unit_word_at(words, 0) > 0 || own_unit_at(words, 0) > 0; }

std::size_t personal_name_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  if (at >= words.size() || !reading.capital[at] ||
      phrases::match_longest(
          words, at,
          {"phụ lục",  "báo cáo",   "văn bản",  "công văn", "nội dung", "biểu",       "kế hoạch",  "tờ trình",
           "file",     "hạn",       "việc",     "nhiệm vụ", "bổ sung",  "quyết định", "thông báo", "mục",
           "bảng",     "mẫu",       "số",       "dự thảo",  "hồ sơ",    "tài liệu",   "ngày",      "thứ",
           "chủ nhật", "tết",       "hội nghị", "email",    "mail",     "zalo",       "tài khoản", "chủ trì",
           "phối hợp", "danh sách", "kết quả",  "tháng",    "quý"}) > 0)
    return 0;
  std::size_t end = at;
  while (end < words.size() && end < at + kNameWords && is_letters(words, end) && reading.capital[end]) ++end;
  return end;
}

std::vector<std::pair<std::size_t, std::size_t>> who_parts(const Reading& reading, std::size_t begin, std::size_t end) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t at = begin;
  while (at < end) {
    const auto one = one_at(reading, at, false);
    if (one.second <= at || one.second > end) break;
    out.push_back(one);
    at = one.second;
    const std::size_t mark = separator_at(reading, at);
    if (mark == 0) break;
    at += mark;
  }
  return out;
}

void who_ends(const Reading& reading, std::size_t at, bool titled, std::vector<std::size_t>& ends) {
  if (at >= reading.words.size()) return;
  auto one = one_at(reading, at, titled);
  for (std::size_t count = 0; one.second > at && count < kMaxWho; ++count) {
    ends.insert(ends.begin(), one.second);
    const std::size_t mark = separator_at(reading, one.second);
    if (mark == 0 || one.second + mark >= reading.words.size()) return;
    at = one.second + mark;
    one = one_at(reading, at, false);
  }
}

}  // namespace policies::speech
