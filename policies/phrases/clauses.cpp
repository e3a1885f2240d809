#include "policies/phrases/clauses.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "policies/phrases/deadline_triggers.h"

namespace policies::phrases {

namespace {

// A line that begins in lower case goes on with the sentence of the line above.
bool ends_sentence(std::string_view text, const Words& words, std::size_t at) {
  const Word& word = words[at];
  if (is_mark(word, ';') || is_mark(word, '!') || is_mark(word, '?')) return true;
  if (is_mark(word, '.')) return at + 1 >= words.size() || !words[at + 1].joined;
  if (!is_mark(word, '\n')) return false;
  if (at + 1 >= words.size() || words[at + 1].kind != Word::Kind::letters) return true;
  const Word& next = words[at + 1];
  const std::string_view raw = text.substr(next.begin, next.end - next.begin);
  if (static_cast<unsigned char>(raw.front()) < 0x80) return raw.front() < 'a';  // decomposed letters too
  return base::to_nfc(raw) != next.exact;
}

}  // namespace

bool phrase_at(const Words& words, std::size_t position, std::initializer_list<std::string_view> list) {
  return position < words.size() && match_longest(words, position, list) > 0;
}

bool is_handing_in(const Words& words, std::size_t at) {
  if (phrase_at(words, at, {"trình"}) && previous_is(words, at, {"công", "quy", "chương", "lộ", "quá", "giáo"}))
    return false;
  return phrase_at(words, at,
                   {"xong",
                    "hoàn thành",
                    "hoàn tất",
                    "nộp",
                    "gửi",
                    "trình",
                    "trả lời",
                    "phản hồi",
                    "kết thúc",
                    "chốt",
                    "cần có",
                    "phải có",
                    "có kết quả",
                    "cần ngay",
                    "cần gấp",
                    "gấp",
                    "báo lại",
                    "khẩn :",
                    "hỏa tốc",
                    "không nhận",
                    "coi như",
                    "send",
                    "submit",
                    "finish",
                    "finished",
                    "complete",
                    "completed",
                    "done",
                    "reply",
                    "deliver",
                    "ready",
                    "eta",
                    "at the latest",
                    "need",
                    "urgent",
                    "cần số liệu",
                    "cần báo cáo",
                    "cần kết quả",
                    "cần danh sách",
                    "cần văn bản",
                    "cần hồ sơ",
                    "có cho",
                    "cho anh số liệu",
                    "cho a số liệu",
                    "cho tôi số liệu",
                    "cho anh báo cáo",
                    "cho a báo cáo",
                    "cho tôi báo cáo",
                    "đưa anh",
                    "đưa a",
                    "đưa tôi",
                    "chuyển anh",
                    "chuyển a",
                    "chuyển tôi"});
}

bool is_reporting(const Words& words, std::size_t at) {
  return phrase_at(words, at, {"báo cáo", "tổng hợp", "thống kê", "cho biết", "report", "answer"});
}

bool is_meeting(const Words& words, std::size_t at) {
  if (phrase_at(words, at, {"lịch"}) && at > 0 && is_handing_in(words, at - 1)) return false;  // "gửi lịch công tác"
  return phrase_at(words, at, {"họp",      "hội nghị", "giao ban",   "tập huấn",    "lễ",        "trực",
                               "lịch",     "tham dự",  "dự họp",     "dự lễ",       "dự hội",    "tổ chức",
                               "diễn ra",  "khai mạc", "nghỉ",       "đi công tác", "tiếp dân",  "tiếp công dân",
                               "hiệu lực", "meeting",  "conference", "calendar",    "effective", "force"});
}

bool meeting_near(const Words& words, const Clause& clause, std::size_t begin, std::size_t end) {
  const std::size_t from = begin > clause.begin + 5 ? begin - 5 : clause.begin, to = std::min(clause.end, end + 4);
  for (std::size_t at = from; at < to; ++at) {
    if (is_meeting(words, at)) return true;
  }
  return false;
}

std::vector<Clause> clauses_of(std::string_view text, const Words& words) {
  std::vector<Clause> out;
  for (std::size_t begin = 0; begin < words.size(); begin = out.back().end + 1) {
    Clause clause;
    std::size_t end = begin;
    for (; end < words.size() && !ends_sentence(text, words, end); ++end) {
      clause.hands_in = clause.hands_in || is_handing_in(words, end);
      clause.reports = clause.reports || is_reporting(words, end);
    }
    clause.begin = begin;
    clause.end = end;
    clause.asks = end < words.size() && is_mark(words[end], '?');
    out.push_back(clause);
  }
  return out;
}

std::size_t polite_words(const Words& words, std::size_t at) {
  return match_longest(words, at, {"nhé",          "nha",     "nhá",    "nghen",  "nhe",       "ạ",        "a",
                                   "em",           "e",       "anh",    "chị",    "c",         "bác",      "chú",
                                   "cô",           "ông",     "bà",     "thầy",   "sếp",       "tôi",      "mình",
                                   "dạ",           "vâng",    "thưa",   "kính",   "xin",       "ok",       "oke",
                                   "okay",         "được",    "rồi",    "thì",    "là",        "cho",      "với",
                                   "giúp",         "hộ",      "luôn",   "thôi",   "đấy",       "đó",       "nghe",
                                   "hen",          "please",  "pls",    "thanks", "thank you", "cảm ơn",   "sir",
                                   "madam",        "nội",     "ngay",   "lại",    "đ / c",     "đồng chí", "các đ / c",
                                   "các đồng chí", "các anh", "các em", "các chị"});
}

bool only_polite(const Words& words, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    const std::size_t n = words[at].kind == Word::Kind::mark ? 1 : polite_words(words, at);
    if (n == 0) return false;
    at += n;
  }
  return true;
}

namespace {

// What may stand between a word of handing in and its time: to whom.
bool says_to_whom(const Words& words, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    std::size_t n = polite_words(words, at);
    if (n == 0)
      n = match_longest(
          words, at,
          {"về",      "vp",    "vpub",     "văn phòng",    "ubnd", "ub",    "phòng",  "phải", "cần",         "nhớ",
           "ngày",    "vào",   "để",       "chậm",         "nhất", "trong", "trước",  "các",  "phường",      "xã",
           "đơn vị",  "trình", "to",       "me",           "us",   "back",  "must",   "it",   "the",         "office",
           "hết",     "khi",   "chủ tịch", "phó chủ tịch", "ct",   "pct",   "thị xã", "tỉnh", "thường trực", "lãnh đạo",
           "đảng ủy", "hđnd",  "sở"});
    if (n == 0) return false;
    at += n;
  }
  return true;
}

bool tells_not_orders(const Words& words, std::size_t at) {
  return phrase_at(words, at,
                   {"dự kiến", "phấn đấu", "we finished", "i finished", "đã",         "vừa",          "từng",
                    "tôi sẽ",  "anh sẽ",   "chị sẽ",      "mình sẽ",    "em sẽ",      "chúng tôi sẽ", "tôi đi",
                    "anh đi",  "tôi bận",  "anh bận",     "tôi nghỉ",   "i will",     "we will",      "i shall",
                    "i am",    "we have",  "i have",      "i need to",  "được không", "có được",      "kịp không"});
}

// "số liệu trong tháng 12": which figures.
bool names_what_lies_then(const Words& words, std::size_t begin) {
  if (begin >= 3 &&
      phrase_at(words, begin - 3, {"hồ sơ nộp", "hồ sơ gửi", "văn bản gửi", "báo cáo gửi", "tiền thuế nộp"}))
    return true;
  if (begin >= 4 && phrase_at(words, begin - 4, {"báo cáo kết quả"})) return true;
  return begin >= 2 &&
         phrase_at(words, begin - 2, {"số liệu",   "tình hình", "công việc", "công tác",   "hoạt động", "thu chi",
                                      "phát sinh", "thực hiện", "tiếp nhận", "giải quyết", "xảy ra",    "triển khai",
                                      "kế hoạch",  "tiến độ",   "giải ngân", "thu được",   "đạt được",  "nội dung",
                                      "nhiệm vụ",  "vụ việc",   "có hiệu",   "ban hành",   "hết hạn",   "đến hạn"});
}

struct Part {
  std::size_t begin = 0, end = 0;
};

bool acts_in(const Words& words, Part part, std::size_t begin, std::size_t end) {
  for (std::size_t at = part.begin; at < part.end; ++at) {
    if (at >= begin && at < end) continue;
    if (is_handing_in(words, at) && !previous_is(words, at, {"kính"})) return true;
    if (!is_reporting(words, at)) continue;
    const std::size_t behind = at + (phrase_at(words, at, {"report", "answer"}) ? 1 : 2);
    if (at >= end || begin == part.begin || (behind <= begin && says_to_whom(words, behind, begin))) return true;
  }
  return false;
}

// "Xử lý dứt điểm trong tháng 12", "Em cập nhật dữ liệu trong tuần này": the part begins with what is to be done. What
// is done stands between only where `near` says that no such time lies behind: it may be of that time.
bool is_done_in(const Words& words, Part part, std::size_t begin, bool near) {
  std::size_t at = part.begin;
  for (std::size_t n = 1; n > 0 && at < begin; at += n) {
    n = words[at].kind == Word::Kind::mark ? 1 : polite_words(words, at);
    if (n == 0)
      n = match_longest(words, at, {"các phường", "các xã", "các đơn vị", "các phòng", "đề nghị", "yêu cầu", "và"});
  }
  const std::size_t verb =
      match_longest(words, at,
                    {"xử lý", "giải quyết", "khắc phục", "làm", "cần", "rà soát", "kiểm tra", "cập nhật", "tham mưu",
                     "thực hiện", "triển khai", "chuẩn bị", "đưa", "chuyển", "bổ sung", "ban hành", "sửa"});
  if (verb == 0 || at + verb > begin) return false;
  at += verb;
  at += match_longest(words, at, {"dứt điểm", "nghiêm túc", "xong", "ngay", "giúp anh", "giúp tôi", "giúp a"});
  if (at >= begin || says_to_whom(words, at, begin)) return true;
  if (!near || begin - at > 6 || names_what_lies_then(words, begin)) return false;
  for (; at < begin; ++at) {
    if (words[at].kind != Word::Kind::letters) return false;
  }
  return true;
}

}  // namespace

bool is_due_then(const Words& words, const Clause& clause, std::size_t begin, std::size_t end, bool near) {
  constexpr std::size_t far = 24;  // words
  if (clause.asks || meeting_near(words, clause, begin, end)) return false;
  Part part{begin, end};
  while (part.begin > clause.begin && begin - part.begin < far && !is_mark(words[part.begin - 1], ',') &&
         !is_mark(words[part.begin - 1], ':'))
    --part.begin;
  while (part.end < clause.end && part.end - end < far && !is_mark(words[part.end], ',')) ++part.end;
  const bool whole = part.begin == clause.begin && part.end >= clause.end;
  // "Trong tuần này, các phường gửi …"
  if (part.begin == begin && part.end == end && part.end < clause.end) {
    ++part.end;
    while (part.end < clause.end && part.end - end < far && !is_mark(words[part.end], ',')) ++part.end;
  }
  for (std::size_t at = part.begin; at < part.end; ++at) {
    if (tells_not_orders(words, at)) return false;
  }
  if (is_done_in(words, part, begin, near)) return true;
  if (names_what_lies_then(words, begin)) return false;
  if (acts_in(words, part, begin, end)) return true;
  return (whole || part.begin == clause.begin || is_mark(words[part.begin - 1], ':')) &&
         only_polite(words, part.begin, begin) && only_polite(words, end, part.end) && part.end == clause.end;
}

}  // namespace policies::phrases
