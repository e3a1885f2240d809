#include "policies/speech/due_slot.h"

#include <algorithm>

#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/word_at.h"

namespace policies::speech {

namespace {

using phrases::Words;

// "tuần sau", "cuối tháng 12", "trước Tết": a time, but which? Number of words.
std::size_t vague_at(const Words& words, std::size_t at) {
  std::size_t next = at;
  next += phrases::match_longest(
      words, next, {"cuối", "đầu", "giữa", "hết", "trong", "nội", "trước", "sau", "end of", "early", "the end of"});
  const std::size_t named = phrases::match_longest(
      words, next,
      {"tuần này",  "tuần sau",     "tuần tới",       "tuần",     "tháng này", "tháng sau", "tháng tới", "tháng",
       "noel",      "giáng sinh",   "quý này",        "quý sau",  "quý",       "năm nay",   "năm sau",   "năm",
       "ngày",      "giờ làm việc", "giờ hành chính", "tết",      "rằm",       "kỳ họp",    "lễ",        "this week",
       "next week", "this month",   "next month",     "the week", "the month", "week",      "month"});
  if (named == 0) {
    return phrases::match_longest(
        words, at,
        {"sớm nhất có thể",   "sớm nhất",     "càng sớm càng tốt", "vài hôm",     "vài ngày",     "ít hôm",
         "mấy hôm",           "mấy ngày",     "ít ngày",           "hôm sau",     "asap",         "một thời gian",
         "một thời gian nữa", "vài hôm nữa",  "vài ngày nữa",      "mấy hôm nữa", "mấy ngày nữa", "ít hôm nữa",
         "ít ngày nữa",       "thời gian tới"});
  }
  const bool bare = next == at && named == 1;
  if (bare) return 0;
  std::size_t end = next + named;
  if (phrases::is_any(words[end - 1], {"tháng", "quý", "năm"}) && phrases::number_at(words, end) > 0) ++end;
  end += phrases::match_longest(words, end, {"này", "sau", "tới", "nay"});
  return end - at;
}

phrases::UnclearDeadline vague(std::string_view words) { return {phrases::one_line(words), phrases::Problem::vague}; }

// What policies/phrases makes of the words when they stand behind "hạn", so that what it learns is known here too.
bool ask_phrases(const Reading& reading, std::string_view words, Due& due) {
  auto answer = phrases::find_deadline("", "hạn " + std::string(words), reading.hearing.calendar, reading.hearing.now);
  if (answer.verdict != phrases::DeadlineVerdict::understood) return false;
  due.deadline = std::move(answer.found.front());
  return true;
}

std::size_t hands_in(const Words& words, std::size_t at) {
  return phrases::match_longest(
      words, at,
      {"gửi",       "nộp",         "trình",      "báo cáo",  "xong",      "hoàn thành", "gửi lại",     "nộp lại",
       "trình lại", "báo cáo lại", "hoàn thiện", "làm xong", "phải xong", "phải có",    "hạn",         "hạn mới",
       "thời hạn",  "hạn chót",    "deadline",   "gửi anh",  "nộp anh",   "trình anh",  "gửi cho anh", "gửi lại anh"});
}

}  // namespace

Due due_at(const Reading& reading, std::size_t at) {
  const Words& words = reading.words;
  const phrases::Resolver resolver{reading.hearing.calendar, reading.hearing.now};
  std::size_t next = at;
  bool from_now = false, more = false;
  for (int skipped = 0; skipped < 8 && next < words.size(); ++skipped) {
    const std::size_t now_words =
        phrases::match_longest(words, next,
                               {"trong vòng", "trong", "thời gian", "còn", "xuống còn", "xuống", "lên", "không quá",
                                "tối đa", "sau", "within", "in"});
    const std::size_t more_words = phrases::match_longest(words, next, {"thêm", "for", "another", "+"});
    const std::size_t plain = phrases::match_longest(
        words, next, {"đến",      "tới",      "sang", "thành",  "trước",   "vào", "hết",       "ngày",      "lại",
                      "qua",      "là",       "hạn",  "mới",    "về",      "lúc", "chậm nhất", "muộn nhất", "trễ nhất",
                      "thời hạn", "hạn chót", "tầm",  "khoảng", "đến hết", "to",  "until",     "till",      "by",
                      "before",   "on",       "the",  "is",     "kịp",     ":",   "("});
    const std::size_t taken = std::max({now_words, more_words, plain});
    if (taken == 0) break;
    from_now = from_now || (now_words == taken && taken > 0);
    more = more || (more_words == taken && more_words > 0);
    next += taken;
  }
  Due due;
  if (next >= words.size()) return due;
  const phrases::When when = phrases::read_when(words, next);
  phrases::Span span = when.has_day() ? phrases::Span{} : phrases::read_span(words, next);
  if (span.unit == phrases::Span::Unit::hours && !from_now && !more && when.end > next)
    span = {};  // "trước 16h": of which day?
  if (span.end != 0) {
    due.end = span.end;
    if (due.end < words.size() && phrases::is_any(words[due.end], {"nữa", "tới", "more"})) {
      from_now = from_now || (!more && phrases::is_any(words[due.end], {"nữa", "tới"}));
      ++due.end;
    }
    due.added = !from_now && reading.hearing.current_due.has_value();
    if (!span.range) due.deadline = resolver.from_span(span, from_now ? std::nullopt : reading.hearing.current_due);
  } else if (when.end > next) {
    due.end = when.end;
    const std::size_t other = phrases::other_day_at(words, when.end);
    const std::size_t lunar = phrases::lunar_words(words, when.end);
    if (other != 0 || lunar != 0) {
      due.end = other != 0 ? phrases::read_when(words, other).end : when.end + lunar;
    } else {
      auto resolved = resolver.from_when(when);
      due.deadline = std::move(resolved.deadline);
      if (!due.deadline)
        due.unclear = phrases::UnclearDeadline{phrases::one_line(slice(reading, at, due.end)), resolved.problem};
    }
  } else {
    std::size_t first = next;
    std::size_t count = vague_at(words, first);
    if (count == 0 && first > at) count = vague_at(words, --first);  // "trong tuần", "hết tháng"
    if (count == 0 && phrases::any_at(words, next, {"sớm", "gấp"}) && next > at) count = 1;
    // "cuối giờ chiều thứ 6", "hết quý IV"
    due.end = std::max(
        {count == 0 ? 0 : first + count, phrases::read_day_end(words, next).end, phrases::read_term(words, next).end});
    if (due.end == 0) return due;
  }
  if (due.deadline && due.deadline->due < reading.hearing.now) {
    due.deadline.reset();
    due.unclear = phrases::UnclearDeadline{phrases::one_line(slice(reading, at, due.end)), phrases::Problem::past};
  }
  const std::string_view said = slice(reading, at, due.end);
  if (!due.deadline && !due.unclear && !ask_phrases(reading, said, due)) due.unclear = vague(said);
  if (due.deadline) due.deadline->words = phrases::one_line(said);
  return due;
}

std::size_t day_clause(const Reading& reading, std::size_t begin) {
  const Words& words = reading.words;
  for (std::size_t at = begin + 1; at + 1 < words.size(); ++at) {
    if (!phrases::is_mark(words[at], ',') && !phrases::is_any(words[at], {"rồi", "và"})) continue;
    std::size_t next = at + 1;
    next += phrases::match_longest(words, next, {"rồi", "và", "đề nghị", "yêu cầu"});
    const std::size_t verb = hands_in(words, next);
    next += verb;
    next += phrases::match_longest(words, next, {"anh", "chị", "tôi", "cho anh", "cho tôi", "lại", "lại anh", ":"});
    if (next >= words.size()) break;
    const std::size_t end = due_at(reading, next).end;
    if (end != 0 && (verb > 0 || end >= words.size() || hands_in(words, end) > 0)) return at;
  }
  return words.size();
}

}  // namespace policies::speech
