#include "policies/phrases/deadline_triggers.h"

#include <algorithm>
#include <initializer_list>

namespace policies::phrases {

bool previous_is(const Words& words, std::size_t position, std::initializer_list<std::string_view> list) {
  return position > 0 && is_any(words[position - 1], list);
}

// Words that make what follows a deadline.
Trigger trigger_at(const Words& words, std::size_t position) {
  if (words[position].kind != Word::Kind::letters) return {};
  if (const auto n = match_longest(words, position,
                                   {"thời hạn", "thời gian hoàn thành", "thời điểm hoàn thành", "ngày hoàn thành",
                                    "hạn chót", "hạn cuối", "hạn", "deadline", "due date", "due by", "due on", "due"});
      n > 0) {
    // "gia hạn", "quyền hạn", "quá hạn", "hết hạn", "hạn sử dụng", "có thời hạn" speak of something else.
    if (previous_is(words, position,
                    {"gia", "quyền", "giới", "vô", "hữu", "quá", "kỳ", "có", "đáo", "trễ", "hết", "thời"}))
      return {};
    if (n == 1 &&
        match_longest(words, position + n, {"chế", "hán", "mặn", "mức", "ngạch", "hẹp", "điền", "dùng", "sử dụng"}) > 0)
      return {};
    return {previous_is(words, position, {"đúng", "sớm"}) ? Strength::before : Strength::strong, position + n};
  }
  if (is_any(words[position], {"trước"})) {
    // "từ trước đến nay", "trước giờ", "trước đó" tell of the past.
    const bool of_the_past = previous_is(words, position, {"tuần", "tháng", "năm", "hôm", "ngày"}) &&
                             position + 1 < words.size() && words[position + 1].kind == Word::Kind::letters &&
                             !is_any(words[position + 1], {"ngày", "thứ", "giờ"});  // "tuần trước tôi đã giao"
    if (of_the_past || previous_is(words, position, {"từ"}) ||
        match_longest(words, position + 1, {"nay", "đến nay", "tới nay", "giờ", "đó", "đây"}) > 0)
      return {};
  }
  if (is_any(words[position], {"until", "till"}) && previous_is(words, position, {"valid", "effective", "force"}))
    return {};
  if (const auto n = match_longest(words, position,
                                   {"trước",
                                    "chậm nhất",
                                    "muộn nhất",
                                    "trễ nhất",
                                    "không muộn hơn",
                                    "không trễ hơn",
                                    "không chậm hơn",
                                    "không muộn quá",
                                    "không trễ quá",
                                    "không chậm quá",
                                    "không được chậm quá",
                                    "không được trễ quá",
                                    "không được quá",
                                    "cùng lắm",
                                    "đến hết",
                                    "tới hết",
                                    "hết ngày",
                                    "xong ngày",
                                    "xong vào",
                                    "hoàn thành ngày",
                                    "hoàn thành vào",
                                    "nộp ngày",
                                    "nộp vào",
                                    "không để quá",
                                    "không được để quá",
                                    "không sau",
                                    "by",
                                    "before",
                                    "prior to",
                                    "at the latest",
                                    "no later than",
                                    "not later than",
                                    "until",
                                    "till"});
      n > 0) {
    return {Strength::before, position + n};
  }
  if (const auto n = match_longest(
          words, position,
          {"trong vòng", "trong thời gian", "trong tối đa", "trong", "không quá", "tối đa", "within", "in"});
      n > 0)
    return {Strength::within, position + n};
  return {};
}

// Words between the trigger and the date: "hạn hoàn thành là ngày …".
Filler skip_fillers(const Words& words, std::size_t first, std::size_t position) {
  Filler filler{position, false};
  bool line_end = false;
  // A word alone on its line is the label of the next one: cells of a table.
  const bool fills_line =
      (first == 0 || is_mark(words[first - 1], '\n')) && position < words.size() && is_mark(words[position], '\n');
  if (fills_line) filler.label = true;
  for (int skipped = 0; skipped < 9 && filler.end < words.size(); ++skipped) {
    const Word& word = words[filler.end];
    if (is_mark(word, '\n')) {
      if (line_end || !filler.label) break;
      line_end = true;
    } else if (is_mark(word, ':') || is_mark(word, '=') || is_mark(word, '>') || word.exact == "→") {
      filler.label = true;
    } else if (!(is_mark(word, '-') || is_mark(word, '(') || is_mark(word, '*') || word.exact == "–") &&
               !is_any(word, {"là",   "vào", "lúc", "ngày", "đến",   "trước", "tới",  "hết",   "hạn",  "chót",  "cuối",
                              "cùng", "xử",  "lý",  "hoàn", "thành", "nộp",   "trả",  "lời",   "giải", "quyết", "thực",
                              "hiện", "báo", "cáo", "gửi",  "xong",  "nhất",  "chậm", "trong", "vòng", "mùng",  "mồng",
                              "is",   "on",  "at",  "the",  "date",  "by",    "end",  "of",    "day",  "eod"})) {
      break;
    }
    ++filler.end;
  }
  return filler;
}

// "cuối tuần", "sớm nhất có thể", "end of week": a deadline was meant, which one is open.
bool is_vague_word(const Words& words, std::size_t position, Strength strength) {
  if (position >= words.size()) return false;
  if (strength == Strength::within)
    return match_longest(words, position,
                         {"tuần này", "tuần sau", "tuần tới", "tháng này", "tháng sau", "this week", "this month"}) > 0;
  if (strength == Strength::before) {
    return match_longest(words, position,
                         {"tết", "tuần sau", "tuần tới", "tháng sau", "giờ họp", "cuộc họp", "next week", "next month",
                          "tet", "week", "month", "cob", "close"}) > 0 &&
           !is_any(words[position], {"trước"});
  }
  return is_any(words[position], {"tuần", "tháng", "quý", "sớm", "càng", "ngay", "tết", "rằm", "chạp", "giêng", "đầu",
                                  "giữa", "asap", "soon", "next", "week", "month", "cob", "close"});
}

// Behind a day: "hoặc 20/12", "- 20/12", "đến 20/12". Where that other day begins; 0: none.
std::size_t other_day_at(const Words& words, std::size_t position) {
  if (position >= words.size()) return 0;
  const bool dash = is_mark(words[position], '-') || is_mark(words[position], '&') || words[position].exact == "–" ||
                    words[position].exact == "—";
  const bool list = is_mark(words[position], ',') && position + 2 < words.size() &&
                    words[position + 1].kind == Word::Kind::digits &&
                    is_mark(words[position + 2], '/');  // "20/12, 25/12"
  if (is_mark(words[position], '(')) {                  // "20/12 (hoặc 25/12)"
    if (position + 1 >= words.size() || !is_any(words[position + 1], {"hoặc", "hay", "or"})) return 0;
    ++position;
  }
  if (is_any(words[position], {"và", "and"})) {  // "15/6 và 15/12"; not "20/12 và họp ngày 25/12"
    const std::size_t day = position + 1 + match_longest(words, position + 1, {"ngày", "trước ngày", "trước"});
    const When when = read_when(words, day);
    return when.has_date && !is_any(words[std::min(when.end, words.size() - 1)], {"họp", "tổ", "dự"}) ? day : 0;
  }
  if (!dash && !list && !is_any(words[position], {"hoặc", "hay", "đến", "tới", "or", "to"})) return 0;
  ++position;
  while (position < words.size() && is_any(words[position], {"ngày", "là", "the", "on", "by"})) ++position;
  return read_when(words, position).has_day() ? position : 0;
}

std::size_t recurring_words(const Words& words, std::size_t position) {
  return match_longest(
      words, position,
      {"hàng tuần",  "hằng tuần",  "hàng tháng",   "hằng tháng",     "hàng quý",      "hằng quý",  "hàng năm",
       "hằng năm",   "hàng ngày",  "hằng ngày",    "mỗi ngày",       "mỗi tuần",      "mỗi tháng", "mỗi quý",
       "mỗi năm",    "every week", "every month",  "every year",     "every quarter", "every day", "each week",
       "each month", "each year",  "each quarter", "of every month", "of each month", "weekly",    "monthly",
       "quarterly",  "yearly",     "annually"});
}

// "15/12 âm lịch", "15/12 (ÂL)": not a day of our calendar.
std::size_t lunar_words(const Words& words, std::size_t position) {
  const std::size_t open = position < words.size() && is_mark(words[position], '(') ? 1 : 0;
  const std::size_t count = match_longest(words, position + open, {"âm lịch", "lịch âm", "âl", "lunar"});
  return count == 0 ? 0 : count + open;
}

}  // namespace policies::phrases
