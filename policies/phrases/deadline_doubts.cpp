// A sentence makes a doubt when it holds
//   an edge of time     "cuối tuần này", "đầu tháng 1", "end of the month", unless it speaks of a meeting
//   a feast or an event "trước Tết", "sau rằm", "trước kỳ họp", "before Christmas"
//   a period            "trong tuần", "hết quý", "next week", and a word of handing in ("nộp", "xong", "send")
//   a day to come       "ngày 15/12", "sáng mai", "thứ Hai", and a word of handing in or reporting
//   a span              "sau 5 ngày làm việc", "3 ngày nữa", "trước 5 ngày", and such a word
//   a word of time      close behind "hạn", "trước", "by", that nothing above reads: "by mid December", "trước giờ ăn
//   trưa"
#include "policies/phrases/deadline_doubts.h"

#include <algorithm>

#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_candidates.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/plain_deadlines.h"

namespace policies::phrases {

namespace {

struct Range {
  std::size_t begin = 0, end = 0;
};

// "cuối tuần", "đầu tháng 1", "giữa quý I", "end of next week". Number of words, 0: none.
std::size_t edge_at(const Words& words, std::size_t at, const Resolver& resolver) {
  if (const std::size_t n = match_longest(words, at,
                                          {"end of the week",
                                           "end of next week",
                                           "end of this week",
                                           "end of the month",
                                           "end of next month",
                                           "end of this month",
                                           "end of the year",
                                           "end of month",
                                           "end of week",
                                           "early next week",
                                           "weekend",
                                           "month end",
                                           "year end",
                                           "cob",
                                           "eob",
                                           "eod",
                                           "eow",
                                           "eom",
                                           "close of business",
                                           "end of business",
                                           "end of play",
                                           "end of day",
                                           "first thing",
                                           "cuối cùng của tháng",
                                           "cuối cùng của tuần"});
      n > 0) {
    return n;
  }
  if (const std::size_t n = match_longest(words, at, {"từ nay đến", "từ nay tới", "từ giờ đến", "between now and"});
      n > 0) {
    const When when = read_when(words, at + n + match_longest(words, at + n, {"hết ngày", "ngày", "hết", "cuối"}));
    if (when.has_day()) return when.end - at;
  }
  if (const std::size_t n = match_longest(words, at, {"giờ hành chính", "giờ làm việc", "hết ngày làm việc"});
      n > 0) {  // "trong giờ hành chính ngày 25/11"
    const When when =
        read_when(words, at + n + match_longest(words, at + n, {"ngày", "của ngày", "chiều", "buổi chiều"}));
    if (when.has_day()) return when.end - at;
  }
  if (phrase_at(words, at, {"end of"}) && at + 2 < words.size() && is_month_name(words[at + 2])) return 3;
  if (!is_any(words[at], {"cuối", "đầu", "giữa"}) || previous_is(words, at, {"từ"}) ||
      !phrase_at(words, at + 1, {"tuần", "tháng", "quý"}))
    return 0;
  const bool week = is_any(words[at + 1], {"tuần"});
  const int month = at + 2 < words.size() ? number_of(words[at + 2]) : -1;
  if (!week && month >= 1 && month <= 12 && is_any(words[at + 1], {"tháng"})) {
    const int ahead = (month - resolver.today().month + 12) % 12;  // "cuối tháng 11" in December is the past
    return ahead <= 6 ? 3 : 0;
  }
  if (phrase_at(words, at + 2, {"này", "sau", "tới"})) return 3;
  return phrase_at(words, at + 2, {"trước", "qua", "vừa"}) ||
                 (at > 0 && is_any(words[at - 1], {"kết", "cáo", "công", "tác"}))
             ? 0
             : 2;
}

// "trước rằm", "sau Tết", "trước kỳ họp", "trước khi nghỉ lễ", "before Christmas".
std::size_t feast_at(const Words& words, std::size_t at) {
  if (!phrase_at(words, at, {"trước", "sau", "kịp", "hết", "đến", "tới", "before", "after", "by"}) ||
      previous_is(words, at, {"và"}))
    return 0;  // "trước, trong và sau Tết"
  std::size_t next = at + 1;
  if (next + 1 < words.size() && words[next].kind == Word::Kind::digits && phrase_at(words, next + 1, {"tết"}))
    return next + 2 - at;  // "trước 27 Tết"
  while (next < words.size() && next < at + 4 &&
         phrase_at(words, next, {"khi", "ngày", "dịp", "kỳ nghỉ", "nghỉ", "hết", "lễ", "the", "là"}))
    ++next;
  if (const std::size_t n = match_longest(
          words, next, {"tết",      "quốc khánh", "giỗ tổ",   "trung thu", "rằm",     "mùng",       "mồng",
                        "chạp",     "giêng",      "nghỉ lễ",  "lễ",        "noel",    "giáng sinh", "christmas",
                        "new year", "holiday",    "holidays", "weekend",   "meeting", "tháng chạp", "tháng giêng"});
      n > 0) {
    return next + n - at;
  }
  const bool ends = next >= words.size() || words[next].kind == Word::Kind::mark || is_handing_in(words, next) ||
                    is_reporting(words, next);
  if (ends && next > at + 1 && is_any(words[next - 1], {"lễ"})) return next - at;  // "sau lễ báo cáo"
  if (!phrase_at(words, at, {"trước", "before", "kịp"})) return 0;
  if (const std::size_t n = match_longest(
          words, next,
          {"kỳ họp", "phiên họp", "buổi họp", "cuộc họp", "giờ họp", "họp", "hội nghị", "đại hội", "bầu cử",
           "khai giảng", "hết tuần", "hết tháng", "hết quý", "hết năm", "tuần", "tháng", "quý"});
      n > 0 && !phrase_at(words, next + n, {"trước"})) {
    return next + n - at;
  }
  return next > at + 1 && is_any(words[next - 1], {"nghỉ", "lễ"}) ? next - at : 0;
}

// "tuần sau", "trong quý IV", "hết tháng", "this week".
std::size_t period_at(const Words& words, std::size_t at) {
  if (at > 0 && is_any(words[at - 1], {"tác", "lịch", "hoạch", "họp", "ban", "trực"}))
    return 0;  // "lịch công tác tuần sau"
  return match_longest(words, at,
                       {"tuần này",     "tuần sau",     "tuần tới",  "tháng này",      "tháng sau",   "tháng tới",
                        "quý này",      "quý sau",      "quý tới",   "năm nay",        "năm sau",     "trong tuần",
                        "trong tháng",  "trong quý",    "trong năm", "hết tuần",       "hết tháng",   "hết quý",
                        "hết năm",      "cuối năm nay", "this week", "next week",      "this month",  "next month",
                        "this quarter", "next quarter", "in q",      "this afternoon", "this evening"});
}

// "sau 5 ngày làm việc", "3 ngày nữa", "5 days from now".
std::size_t span_length(const Words& words, std::size_t at, bool acts) {
  const bool after = phrase_at(words, at, {"sau", "after", "trước"});
  const Span span = read_span(words, at + (after ? 1 : 0));
  if (span.end == 0) return 0;
  if (!acts)
    return phrase_at(words, span.end - 1, {"now", "today"}) || phrase_at(words, span.end, {"from now", "from today"})
               ? span.end - at
               : 0;
  return after || phrase_at(words, span.end, {"nữa", "tới", "from"}) ? span.end - at : 0;
}

// A number beside a word of handing in: "25/11 nộp", "gửi 20/12"; not "nộp 2/3 số tiền".
bool beside_handing_in(const Words& words, std::size_t at, std::size_t end) {
  if (phrase_at(words, end, {"số", "tổng", "diện", "dân", "hộ", "phần", "chỉ", "hồ", "đơn", "phường", "xã", "thôn"}))
    return false;
  return is_handing_in(words, end) || phrase_at(words, end, {"phải", "là phải", "là chốt", "là hết"}) ||
         (at > 0 && is_handing_in(words, at - 1)) ||
         (at > 1 && is_handing_in(words, at - 2) && match_longest(words, at - 2, {"hoàn thành", "hoàn tất"}) == 2);
}

// "thu" is English, or "thứ" without its mark, or autumn, or to collect.
bool is_day_of_week(const Words& words, std::size_t at, const When& when) {
  if (words[at].exact != "thu") return true;
  if (at + 1 >= words.size() || words[at + 1].kind != Word::Kind::digits || when.end < at + 2) return false;
  const std::size_t next = at + 2;
  return next >= words.size() || words[next].kind == Word::Kind::mark ||
         phrase_at(words, next, {"này", "tuần", "tới", "phải", "là", "ngày"}) || is_handing_in(words, next) ||
         is_reporting(words, next);
}

// Is what was read written like a day, and not like a fraction, a name or the third of its kind?
bool is_written_day(const Words& words, std::size_t at, const When& when) {
  if (when.has_date) {
    const bool worded = is_month_name(words[at]) ||
                        (at + 1 < words.size() &&
                         (is_month_name(words[at + 1]) || is_any(words[at + 1], {"tháng", "st", "nd", "rd", "th"})));
    return when.minute || when.weekday || when.year != 0 || worded || when.end > at + 3 ||
           beside_handing_in(words, at, when.end) ||
           previous_is(words, at,
                       {"ngày", "vào", "đến", "tới", "hôm", "sáng", "chiều", "trưa", "tối", "quá", "on", "the"});
  }
  if (when.weekday)
    return !previous_is(words, at,
                        {"lần", "kỳ", "họp", "phiên", "người", "khóa", "năm", "cấp", "hạng", "mục", "nhóm", "đợt",
                         "quý", "thế", "last"}) &&
           words[at].exact != "cn" && is_day_of_week(words, at, when);
  const bool begins = at == 0 || words[at - 1].kind == Word::Kind::mark;
  if (begins && phrase_at(words, at, {"mai phải", "mai nộp", "mai gửi", "mai xong", "mai trình", "mai có"}))
    return true;  // elsewhere it is a name
  return when.minute || phrase_at(words, at, {"nay mai"}) ||
         phrase_at(words, at, {"ngày mai", "ngày kia", "ngày mốt", "hôm nay", "ngày hôm nay", "today", "tomorrow"}) ||
         previous_is(words, at, {"sáng", "trưa", "chiều", "tối", "hôm"}) ||
         is_any(words[at], {"sáng", "trưa", "chiều", "tối"});
}

std::size_t coming_day(const Words& words, std::size_t at, const Resolver& resolver) {
  When when = read_when(words, at);
  if (when.vague && !when.has_day() && previous_is(words, at, {"ngày"}))
    return phrase_at(words, when.end, {"tháng trước"}) ? 0 : when.end - at;  // "báo cáo ngày 25 hàng tháng"
  if (!when.has_day() && when.minute && beside_handing_in(words, at, when.end)) return when.end - at;  // "16h chốt"
  if (!when.has_day() || when.end <= at || !is_written_day(words, at, when)) return 0;
  if (when.weekday && phrase_at(words, when.end, {"tuần trước", "trước", "vừa", "rồi"})) return 0;  // history
  if ((phrase_at(words, at, {"sáng nay"}) || (phrase_at(words, at, {"nay"}) && previous_is(words, at, {"sáng"}))) &&
      !when.minute)
    return 0;  // it is told, not asked
  // A document's own date is today or before; "hôm nay" and hours are meant.
  when.vague = false;
  const auto resolved = resolver.from_when(when);
  const bool asked = !resolved.deadline && when.weekday && resolved.problem != Problem::past;
  if (!asked && !resolved.deadline) return 0;
  if (when.has_date && !when.minute && resolved.deadline && resolved.deadline->date <= resolver.today()) return 0;
  return when.end - at;
}

// "tháng 12 phải xong", "quý IV nộp báo cáo".
std::size_t month_due(const Words& words, std::size_t at) {
  if (!phrase_at(words, at, {"tháng", "quý"}) ||
      (at > 0 && (number_of(words[at - 1]) >= 0 || is_any(words[at - 1], {"ngày"}))))
    return 0;
  if (at + 2 >= words.size() || (number_of(words[at + 1]) < 0 && !phrase_at(words, at + 1, {"i", "ii", "iii", "iv"})))
    return 0;
  return phrase_at(words, at + 2, {"phải", "là phải", "cần"}) || is_handing_in(words, at + 2) ? 2 : 0;
}

bool is_time_word(const Words& words, std::size_t at) {
  if (phrase_at(words, at,
                {"tuần",    "tháng", "quý",       "ngày",    "giờ",     "phút",     "hôm",   "buổi",    "sáng",
                 "trưa",    "chiều", "tối",       "đêm",     "week",    "month",    "year",  "quarter", "day",
                 "morning", "noon",  "afternoon", "evening", "tonight", "midnight", "lunch", "today",   "tomorrow"})) {
    return true;
  }
  if (is_month_name(words[at]) && words[at].exact != "may" && words[at].exact != "mar") return true;
  if (phrase_at(words, at, {"q"}) && at + 1 < words.size() && words[at + 1].joined && number_of(words[at + 1]) > 0)
    return true;
  const When when = read_when(words, at);
  return when.weekday || when.has_date || when.minute;
}

// A time close behind "hạn", "trước", "by" that nobody could read. Number of words, 0: none.
std::size_t unread_time(const Words& words, const Clause& sentence, std::size_t at, bool acts) {
  std::size_t from = 0;
  const Trigger trigger = trigger_at(words, at);
  if (trigger.strength == Strength::strong || trigger.strength == Strength::before) from = trigger.end;
  else if (phrase_at(words, at, {"trước giờ"})) from = at + 2;
  if (from == 0 || (!acts && trigger.strength != Strength::strong)) return 0;
  const std::size_t end = std::min(sentence.end, from + 4);
  for (std::size_t next = from;
       next < end && !is_mark(words[next], ',') && !is_any(words[next], {"on", "last", "đó", "đây", "khi"}); ++next) {
    if (acts ? is_time_word(words, next) : read_when(words, next).has_day())
      return phrase_at(words, next + 1, {"qua", "vừa", "gần", "trước", "đó"}) ? 0 : next + 1 - at;
  }
  return 0;
}

bool number_follows(const Words& words, std::size_t at) { return at < words.size() && number_of(words[at]) >= 0; }

// The words of the sentence's first doubtful time; nothing: none.
Range doubt_in(const Words& words, const Clause& sentence, const Resolver& resolver) {
  for (std::size_t at = sentence.begin; at < sentence.end; ++at) {
    if (const std::size_t n = feast_at(words, at); n > 0) return {at, at + n};
    if (const std::size_t n = edge_at(words, at, resolver); n > 0 && !meeting_near(words, sentence, at, at + n))
      return {at, at + n};
    const bool acts = sentence.hands_in || sentence.reports;
    const bool alone = sentence.end - sentence.begin <= 4;  // "Ngay trong tuần."
    std::size_t n = sentence.hands_in || alone ? period_at(words, at) : 0;
    if (!sentence.hands_in && n > 0 && number_follows(words, at + n)) n = 0;
    if (n == 0) n = span_length(words, at, acts);
    if (n == 0 && sentence.hands_in) n = month_due(words, at);
    if (n == 0 && acts) n = coming_day(words, at, resolver);
    if (n == 0) n = unread_time(words, sentence, at, acts || sentence.end - sentence.begin <= 7);
    if (n == 0) continue;
    const std::size_t first =
        at > sentence.begin && is_any(words[at - 1], {"ngày", "vào", "đến", "tới", "on"}) ? at - 1 : at;
    if (!meeting_near(words, sentence, at, at + n)) return {first, at + n};
    at += n - 1;
  }
  return {};
}

}  // namespace

namespace {

// With the half of a bracket that was opened: "thứ 6 này (27/11)".
std::string_view written(std::string_view text, const Words& words, std::size_t begin, std::size_t end) {
  const auto slice = text.substr(words[begin].begin, words[end - 1].end - words[begin].begin);
  const bool open = slice.find('(') != std::string_view::npos && slice.find(')') == std::string_view::npos;
  if (!open || end >= words.size() || !is_mark(words[end], ')')) return slice;
  return text.substr(words[begin].begin, words[end].end - words[begin].begin);
}

}  // namespace

UnclearDeadline unclear_deadline(std::string_view text, const Words& words, std::size_t begin, std::size_t end,
                                 Problem problem, const Resolver& resolver, bool with_candidate) {
  end = std::min(end, words.size());
  UnclearDeadline out{one_line(text.substr(words[begin].begin, words[end - 1].end - words[begin].begin)), problem, {}};
  const bool open = problem == Problem::vague || problem == Problem::no_day || problem == Problem::past;
  if (with_candidate && open) out.candidate = likely_deadline(words, begin, end, resolver);
  if (out.candidate) out.candidate->words = out.words;
  return out;
}

Doubts doubtful_times(std::string_view text, const Words& words, const std::vector<Clause>& clauses,
                      const Resolver& resolver) {
  Doubts out;
  for (const Clause& clause : clauses) {
    Clause rest = clause;
    const auto doubt = [&](const Clause& part) {
      const Range found = doubt_in(words, part, resolver);
      if (found.end <= found.begin) return;
      const bool recurs = recurring_words(words, found.end) > 0;
      out.unclear.push_back(unclear_deadline(text, words, found.begin, found.end, Problem::vague, resolver, !recurs));
    };
    bool plain = false;
    for (PlainDeadline read = plain_deadline(words, clause, rest.begin, resolver); read.end != 0;
         read = plain_deadline(words, clause, rest.begin, resolver)) {
      plain = true;
      // What stands before it may be another time.
      if (read.begin > rest.begin) {
        Clause before = rest;
        before.end = read.begin;
        if (before.size() > 4) doubt(before);
      }
      if (read.deadline) {
        read.deadline->words = one_line(written(text, words, read.begin, read.end));
        out.found.push_back(std::move(*read.deadline));
      } else {
        out.unclear.push_back(unclear_deadline(text, words, read.begin, read.end, read.problem, resolver, true));
      }
      rest.begin = read.end;
    }
    if (!plain || rest.size() > 4) doubt(rest);
  }
  return out;
}

bool wants_no_deadline(const Words& words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrase_at(words, at,
                  {"không thời hạn", "không có thời hạn", "không hạn", "không đặt hạn", "không đặt thời hạn",
                   "không ấn định thời hạn", "không quy định thời hạn", "no deadline", "without deadline",
                   "without a deadline"})) {
      return true;
    }
  }
  return false;
}

}  // namespace policies::phrases
