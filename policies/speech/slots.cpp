#include "policies/speech/slots.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "policies/phrases/word_at.h"
#include "policies/speech/due_slot.h"
#include "policies/speech/fact_slot.h"
#include "policies/speech/names.h"

namespace policies::speech {

namespace {

using phrases::Words;

bool is_turning(const Words& words, std::size_t at) {
  return phrases::match_longest(words, at,
                                {"nếu", "nhưng", "tuy nhiên", "hoặc", "hay là", "thì thôi", "song", "giả sử", "if",
                                 "but", "unless", "however"}) > 0 ||
         words[at].exact == "?" || words[at].exact == "“" || words[at].exact == "\"";
}

bool asks_at_end(const Words& words, std::size_t begin, std::size_t end) {
  while (end > begin && (words[end - 1].kind == phrases::Word::Kind::mark ||
                         phrases::is_any(words[end - 1], {"ạ", "anh", "chị", "em", "nhỉ", "sếp"})))
    --end;
  return end > begin && phrases::is_any(words[end - 1], {"không", "chưa", "hả", "chứ", "à", "sao", "nhỉ"});
}

bool is_safe(const Words& words, std::size_t begin) {
  for (std::size_t at = begin; at < words.size(); ++at) {
    if (is_turning(words, at)) return false;
  }
  return !asks_at_end(words, begin, words.size());
}

std::size_t skip_marks(const Words& words, std::size_t at) {
  while (at < words.size() &&
         (phrases::is_mark(words[at], ':') || phrases::is_mark(words[at], ',') || phrases::is_mark(words[at], '-') ||
          phrases::is_mark(words[at], '(') || words[at].exact == "–" || words[at].exact == "—"))
    ++at;
  return at;
}

std::size_t reason_word(const Words& words, std::size_t at) {
  return phrases::match_longest(words, at,
                                {"vì", "do", "bởi", "bởi vì", "vì là", "lý do", "lí do", "lý do là", "với lý do",
                                 "vì lý do", "tại vì", "because", "because of", "since", "due to", "as", "reason"});
}

// Words of reason that belong to it: "chờ ý kiến tỉnh".
bool is_reason_itself(const Words& words, std::size_t at) {
  if (words[at].exact == "de" && phrases::match_longest(words, at + 1, {"nghi", "xuat"}) > 0)
    return false;  // "đề nghị"
  const std::size_t waits = phrases::match_longest(words, at, {"chờ", "đợi", "đang chờ", "để chờ"});
  if (waits > 0 && words[at].exact == words[at].folded &&  // "cho" may be "cho", and "doi" "đổi"
      phrases::match_longest(words, at + waits,
                             {"y kien", "so lieu", "tinh", "ket qua", "chi dao", "so", "van ban", "huong dan", "du",
                              "thuong truc", "btv", "phan hoi", "bao cao", "phe duyet"}) == 0)
    return false;
  return phrases::match_longest(words, at,
                                {"chờ", "đợi", "để chờ", "để", "nhằm", "thiếu", "còn thiếu", "chưa có", "chưa đủ",
                                 "đang chờ", "trùng", "sai", "waiting for", "pending", "to wait"}) > 0;
}

std::size_t reason_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t next = skip_marks(words, at);
  if (next >= words.size()) return 0;
  const std::size_t word = reason_word(words, next);
  if (word == 0 && !is_reason_itself(words, next)) return 0;
  next = skip_marks(words, next + word);
  const bool said = next < words.size() && is_safe(words, next) && (word > 0 || next + 1 < words.size());
  return said ? day_clause(reading, next) : 0;
}

// Words that could make the sentence another one than it seems.
bool is_remark(const Words& words, std::size_t begin) {
  if (begin >= words.size() || !is_safe(words, begin)) return false;
  for (std::size_t at = begin; at < words.size(); ++at) {
    if (phrases::is_any(words[at],
                        {"không", "chưa", "đừng", "thì", "mà", "khi", "khoan", "chẳng", "lẽ", "not", "when"}))
      return false;
  }
  return true;
}

std::size_t type_end(const Reading& reading, std::size_t at) {
  const std::size_t count = phrases::match_longest(reading.words, at,
                                                   {"nghị quyết",
                                                    "quyết định",
                                                    "chỉ thị",
                                                    "quy chế",
                                                    "quy định",
                                                    "thông cáo",
                                                    "thông báo",
                                                    "hướng dẫn",
                                                    "chương trình",
                                                    "kế hoạch",
                                                    "phương án",
                                                    "đề án",
                                                    "dự án",
                                                    "báo cáo",
                                                    "biên bản",
                                                    "tờ trình",
                                                    "hợp đồng",
                                                    "công văn",
                                                    "công điện",
                                                    "bản ghi nhớ",
                                                    "bản thỏa thuận",
                                                    "giấy mời",
                                                    "giấy ủy quyền",
                                                    "giấy giới thiệu",
                                                    "giấy nghỉ phép",
                                                    "phiếu gửi",
                                                    "phiếu chuyển",
                                                    "phiếu báo",
                                                    "thư công",
                                                    "nq",
                                                    "qđ",
                                                    "ct",
                                                    "qc",
                                                    "tc",
                                                    "tb",
                                                    "hd",
                                                    "ctr",
                                                    "kh",
                                                    "pa",
                                                    "đa",
                                                    "da",
                                                    "bb",
                                                    "ttr",
                                                    "hđ",
                                                    "cđ",
                                                    "gm",
                                                    "ggt",
                                                    "guq",
                                                    "pc",
                                                    "letter",
                                                    "report",
                                                    "decision",
                                                    "plan",
                                                    "notice"});
  return count == 0 ? 0 : at + count;
}

std::size_t document_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  if (at + 2 >= words.size() || words[at].kind != phrases::Word::Kind::digits ||
      !phrases::is_mark(words[at + 1], '/') || !words[at + 1].joined || !words[at + 2].joined ||
      words[at + 2].kind != phrases::Word::Kind::letters)
    return 0;
  std::size_t end = at + 3;
  while (end < words.size() && words[end].joined && !phrases::is_mark(words[end], ',') &&
         !phrases::is_mark(words[end], ':') && !phrases::is_mark(words[end], ')'))
    ++end;
  return end;
}

std::size_t lack_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  const bool lacks = phrases::match_longest(
                         words, at, {"thiếu", "còn thiếu",  "chưa có",  "sai",       "số liệu",   "phần",    "mục",
                                     "biểu",  "phụ lục",    "nhầm",     "chưa đúng", "chưa khớp", "chưa đủ", "bổ sung",
                                     "thêm",  "theo",       "cần",      "phải",      "chú ý",     "lưu ý",   "missing",
                                     "trang", "không khớp", "chưa rõ",  "chưa nêu",  "kết quả",   "báo cáo", "nội dung",
                                     "bảng",  "còn sai",    "chưa đạt", "sơ sài",    "không đúng"}) > 0;
  return lacks && at + 1 < words.size() && is_safe(words, at) ? day_clause(reading, at) : 0;
}

std::size_t field_end(const Reading& reading, std::size_t at) {
  const std::size_t count = phrases::match_longest(reading.words, at,
                                                   {"trích yếu",
                                                    "số",
                                                    "số văn bản",
                                                    "ký hiệu",
                                                    "số ký hiệu",
                                                    "số , ký hiệu",
                                                    "số và ký hiệu",
                                                    "ngày văn bản",
                                                    "ngày ban hành",
                                                    "ngày tháng",
                                                    "ngày tháng văn bản",
                                                    "nơi nhận",
                                                    "người ký",
                                                    "loại văn bản",
                                                    "loại",
                                                    "độ khẩn",
                                                    "độ mật",
                                                    "cơ quan ban hành",
                                                    "tác giả",
                                                    "nơi gửi",
                                                    "số đến",
                                                    "ngày đến",
                                                    "số trang",
                                                    "tên loại",
                                                    "lĩnh vực",
                                                    "subject",
                                                    "abstract",
                                                    "đơn vị soạn thảo",
                                                    "đơn vị nhận",
                                                    "cơ quan gửi",
                                                    "ngày",
                                                    "the abstract",
                                                    "the subject",
                                                    "the date",
                                                    "the number"});
  return count == 0 ? 0 : at + count;
}

std::size_t period_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  at += phrases::match_longest(words, at, {"trong", "for", "của"});
  const std::size_t count = phrases::match_longest(
      words, at,
      {"tháng", "quý", "tuần", "năm", "tháng này", "tuần này", "quý này", "năm nay", "tháng trước", "tuần trước",
       "quý trước", "this month", "this week", "last month", "tháng vừa rồi", "tháng qua", "tuần qua", "6 tháng"});
  if (count == 0) return 0;
  std::size_t end = at + count;
  if (phrases::number_at(words, end) >= 0 || phrases::any_at(words, end, {"i", "ii", "iii", "iv"})) {
    ++end;
    if (phrases::is_separator(words, end, '/') && phrases::number_at(words, end + 1) >= 0) end += 2;
    if (phrases::any_at(words, end, {"năm"}) && phrases::number_at(words, end + 1) >= 0) end += 2;
  } else if (count == 1) {
    return 0;
  }
  return end;
}

// The filters of a list; a further word makes it no filter.
std::size_t filter_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  std::size_t end = at;
  for (int parts = 0; parts < 4 && end < words.size(); ++parts) {
    std::size_t next = end + phrases::match_longest(
                                 words, end, {"của", "đang", "đã", "còn", "việc", "nhiệm vụ", "các", "và", "of", ","});
    const std::size_t named = phrases::match_longest(words, next, {"quá hạn",
                                                                   "sắp đến hạn",
                                                                   "sắp quá hạn",
                                                                   "sắp hết hạn",
                                                                   "đến hạn",
                                                                   "chưa nhận",
                                                                   "chưa phân công",
                                                                   "chưa giao",
                                                                   "chưa xong",
                                                                   "chưa hoàn thành",
                                                                   "chưa làm",
                                                                   "của tôi",
                                                                   "tôi",
                                                                   "của em",
                                                                   "phòng em",
                                                                   "phòng tôi",
                                                                   "đang làm",
                                                                   "đang thực hiện",
                                                                   "đã xong",
                                                                   "đã hoàn thành",
                                                                   "chưa mở",
                                                                   "chưa xem",
                                                                   "trong hạn",
                                                                   "hôm nay",
                                                                   "tạm hoãn",
                                                                   "bị trả lại",
                                                                   "chờ duyệt",
                                                                   "chờ xác nhận",
                                                                   "nợ",
                                                                   "overdue",
                                                                   "due soon",
                                                                   "mine",
                                                                   "unassigned",
                                                                   "not accepted",
                                                                   "open",
                                                                   "đã giao",
                                                                   "tồn đọng",
                                                                   "tồn",
                                                                   "trễ hạn",
                                                                   "tuần này",
                                                                   "tháng này"});
    std::size_t found = named == 0 ? 0 : next + named;
    if (found == 0) found = period_end(reading, next);
    if (found == 0) found = unit_at(reading, next);
    if (found == 0) break;
    end = found;
  }
  return end == at ? 0 : end;
}

std::size_t percent_end(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  at += phrases::match_longest(words, at,
                               {"khoảng", "tầm", "cỡ", "chừng", "được khoảng", "đạt khoảng", "hơn", "about", "~"});
  const int value = phrases::number_at(words, at);
  if (value < 0 || value > 100) return 0;
  if (phrases::is_separator(words, at + 1, '%')) return at + 2;
  const std::size_t word = phrases::match_longest(words, at + 1, {"phần trăm", "percent", "pct"});
  return word == 0 ? 0 : at + 1 + word;
}

void slot_ends(Slot slot, const Reading& reading, std::size_t at, std::vector<std::size_t>& ends) {
  const Words& words = reading.words;
  const std::size_t all = words.size();
  auto add = [&](std::size_t end) {
    if (end > at) ends.push_back(end);
  };
  switch (slot) {
    case Slot::none:
    case Slot::count: return;
    case Slot::due:
    case Slot::day: return;  // see SlotEnds::of
    case Slot::less: return add(phrases::read_span(words, at).end);
    case Slot::percent: return add(percent_end(reading, at));
    case Slot::number: return add(phrases::number_at(words, at) >= 0 ? at + 1 : 0);
    case Slot::who:
    case Slot::unit:
    case Slot::instead: return who_ends(reading, at, slot == Slot::unit, ends);
    case Slot::name: return add(personal_name_end(reading, at));
    case Slot::reason: return add(reason_end(reading, at));
    case Slot::remark: return add(is_remark(words, at) ? all : 0);
    case Slot::text: return add(skip_marks(words, at) < all ? all : 0);
    case Slot::type: return add(type_end(reading, at));
    case Slot::document: return add(document_end(reading, at));
    case Slot::lack: return add(lack_end(reading, at));
    case Slot::field: return add(field_end(reading, at));
    case Slot::filter: return add(filter_end(reading, at));
    case Slot::period: return add(period_end(reading, at));
    case Slot::object: return add(object_end(reading, at));
    case Slot::fact: return add(fact_end(reading, at));
    case Slot::middle: {
      if (reason_word(words, at) == 0 && !is_reason_itself(words, at)) return;
      const std::size_t far = std::min(all, at + 30);
      for (std::size_t end = at + 2; end < far && !is_turning(words, end); ++end) {
        if (phrases::is_mark(words[end], ',') || phrases::is_any(words[end], {"nên", "xin", "so"})) ends.push_back(end);
      }
      return;
    }
  }
}

}  // namespace

SlotEnds::SlotEnds(const Reading& reading)
    : reading_(reading), all_(reading.words.size() * static_cast<std::size_t>(Slot::count)) {}

const std::vector<std::size_t>& SlotEnds::of(Slot slot, std::size_t at) {
  if (slot == Slot::instead) slot = Slot::who;
  Known& known = all_[at * static_cast<std::size_t>(Slot::count) + static_cast<std::size_t>(slot)];
  if (known.known) return known.ends;
  known.known = true;
  if (slot == Slot::due || slot == Slot::day) {
    const Due due = due_at(reading_, at);  // one look for both
    Known& day = all_[at * static_cast<std::size_t>(Slot::count) + static_cast<std::size_t>(Slot::day)];
    Known& any = all_[at * static_cast<std::size_t>(Slot::count) + static_cast<std::size_t>(Slot::due)];
    day.known = any.known = true;
    if (due.end > at) any.ends = {due.end};
    if (due.end > at && !due.added) day.ends = {due.end};
  } else {
    slot_ends(slot, reading_, at, known.ends);
  }
  return known.ends;
}

std::string_view slice(const Reading& reading, std::size_t begin, std::size_t end) {
  const Words& words = reading.words;
  end = std::min(end, words.size());
  if (begin >= end) return {};
  return reading.text.substr(words[begin].begin, words[end - 1].end - words[begin].begin);
}

int percent_in(const Reading& reading, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    if (const int value = phrases::number_at(reading.words, at); value >= 0 && value <= 100) return value;
  }
  return -1;
}

std::vector<std::string> names_in(const Reading& reading, std::size_t begin, std::size_t end) {
  std::vector<std::string> out;
  for (const auto& [first, last] : who_parts(reading, begin, end)) {
    if (out.size() < kMaxWho) out.push_back(phrases::one_line(slice(reading, first, last)));
  }
  return out;
}

std::size_t unit_at(const Reading& reading, std::size_t at) {
  std::vector<std::size_t> ends;
  who_ends(reading, at, true, ends);
  return ends.empty() ? 0 : ends.front();
}

std::string free_text(const Reading& reading, std::size_t begin, std::size_t end) {
  const Words& words = reading.words;
  begin = skip_marks(words, begin);
  const std::size_t written = end;
  while (end > begin + 1 && (words[end - 1].exact == "ạ" || phrases::is_any(words[end - 1], {"nhé", "nha"}) ||
                             phrases::is_mark(words[end - 1], ',') || words[end - 1].exact == "🙏"))
    --end;
  // "phụ lục 2 em nhé"
  if (end < written && end > begin + 1 && phrases::is_any(words[end - 1], {"em", "anh", "chị"})) --end;
  if (end > begin + 1 && phrases::is_mark(words[end - 1], ')') &&
      slice(reading, begin, end).find('(') == std::string_view::npos)
    --end;
  return phrases::one_line(slice(reading, begin, end), kMaxArgument);
}

std::string reason_text(const Reading& reading, std::size_t begin, std::size_t end) {
  const std::size_t first = skip_marks(reading.words, begin);
  return free_text(reading, first + reason_word(reading.words, first), end);
}

}  // namespace policies::speech
