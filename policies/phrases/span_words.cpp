// Spans of time: "5 ngày làm việc", "mười lăm ngày", "two weeks", counted from now.
#include <array>

#include "policies/phrases/date_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

int vietnamese_digit(const Words& words, std::size_t position) {
  constexpr std::array<std::string_view, 9> names{"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (any_at(words, position, {names[i]})) return static_cast<int>(i) + 1;
  }
  return -1;
}

// A number in words, 1 … 99: "mười lăm", "hai mươi mốt", "fourteen", "a". Its last word; -1: none stands here.
int count_word(const Words& words, std::size_t& position) {
  constexpr std::array<std::string_view, 20> english{
      "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",     "ten",
      "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  for (std::size_t i = 0; i < english.size(); ++i) {
    if (any_at(words, position, {english[i]})) return static_cast<int>(i) + 1;
  }
  if (any_at(words, position, {"thirty"})) return 30;
  if (any_at(words, position, {"a", "an"}) && words[position].exact == words[position].folded &&
      any_at(words, position + 1, {"week", "day", "month", "fortnight", "hour", "working", "business"}))
    return 1;
  int tens = 0;
  std::size_t next = position;
  const int first = vietnamese_digit(words, position);
  if (any_at(words, position, {"mười"})) {
    tens = 10;
  } else if (first > 1 && any_at(words, position + 1, {"mươi"})) {
    tens = first * 10;
    next = position + 1;
  } else {
    return first;
  }
  const int ones = any_at(words, next + 1, {"lăm", "nhăm"}) ? 5
                   : any_at(words, next + 1, {"mốt"})       ? 1
                   : any_at(words, next + 1, {"tư"})        ? 4
                                                            : vietnamese_digit(words, next + 1);
  position = ones > 0 ? next + 1 : next;
  return tens + (ones > 0 ? ones : 0);
}

// Behind the span: counted from now (true) or from another day that we do not know (false)?
bool counted_from_now(const Words& words, std::size_t& end) {
  std::size_t next = end;
  if (is_separator(words, next, ',')) ++next;
  const auto from =
      match_longest(words, next, {"kể từ", "tính từ", "từ", "sau", "sau khi", "from", "after", "since", "of"});
  if (from == 0) return true;
  next += from;
  while (any_at(words, next, {"ngày", "khi", "lúc", "thời", "điểm", "the", "date", "of"})) ++next;
  const auto now = match_longest(
      words, next,
      {"hôm nay", "nay", "nhận", "nhận được", "nhận được văn bản", "today", "now", "receipt", "receiving"});
  if (now == 0) return false;
  end = next + now;
  return true;
}

}  // namespace

Span read_span(const Words& words, std::size_t position) {
  Span span;
  int count = number_at(words, position);
  std::size_t last = position;
  if (count < 0) count = count_word(words, last);
  std::size_t next = last + 1;
  if (count < 0 && any_at(words, position, {"nửa"})) {  // "nửa ngày"
    count = 1;
    span.range = true;
  }
  if (count < 0) return span;
  const bool fraction = (is_separator(words, next, ',') || is_separator(words, next, '.')) && joined_at(words, next) &&
                        joined_at(words, next + 1) && number_at(words, next + 1) >= 0;
  if (fraction) {  // "1,5 ngày"
    span.range = true;
    next += 2;
  }
  if ((is_separator(words, next, '-') || any_at(words, next, {"đến"})) && number_at(words, next + 1) >= 0) {
    span.range = true;
    next += 2;
  }
  if (is_separator(words, next, '(')) {  // "05 (năm) ngày"
    for (std::size_t i = next + 1; i < words.size() && i < next + 5; ++i) {
      if (is_mark(words[i], ')')) {
        next = i + 1;
        break;
      }
    }
  }
  struct Name {
    std::string_view phrase;
    Span::Unit unit;
    int factor;
  };
  using U = Span::Unit;
  constexpr std::array<Name, 38> units{{{"ngày làm việc", U::working_days, 1},
                                        {"ngày công", U::working_days, 1},
                                        {"working days", U::working_days, 1},
                                        {"working day", U::working_days, 1},
                                        {"business days", U::working_days, 1},
                                        {"business day", U::working_days, 1},
                                        {"giờ làm việc", U::working_hours, 1},
                                        {"working hours", U::working_hours, 1},
                                        {"working hour", U::working_hours, 1},
                                        {"ngày", U::days, 1},
                                        {"hôm", U::days, 1},
                                        {"bữa", U::days, 1},
                                        {"days", U::days, 1},
                                        {"day", U::days, 1},
                                        {"tuần", U::days, 7},
                                        {"weeks", U::days, 7},
                                        {"week", U::days, 7},
                                        {"giờ", U::hours, 1},
                                        {"h", U::hours, 1},
                                        {"tiếng", U::hours, 1},
                                        {"hours", U::hours, 1},
                                        {"hour", U::hours, 1},
                                        {"workdays", U::working_days, 1},
                                        {"calendar days", U::days, 1},
                                        {"hrs", U::hours, 1},
                                        {"hr", U::hours, 1},
                                        {"tuần lễ", U::days, 7},
                                        {"tháng", U::unclear, 1},
                                        {"month", U::unclear, 1},
                                        {"months", U::unclear, 1},
                                        {"phút", U::unclear, 1},
                                        {"minutes", U::unclear, 1},
                                        {"minute", U::unclear, 1},
                                        {"buổi", U::unclear, 1},
                                        {"hôm", U::unclear, 1},
                                        {"fortnight", U::unclear, 1},
                                        {"p", U::unclear, 1}}};
  std::size_t length = 0;
  for (const auto& name : units) {
    const auto matched = match_phrase(words, next, name.phrase);
    if (matched <= length) continue;
    length = matched;
    span.unit = name.unit;
    span.count = count * name.factor;
  }
  if (length == 0) return span;
  next += length;
  // "trong 5 ngày qua", "trong 3 ngày nghỉ": no term.
  if (any_at(words, next, {"qua", "vừa", "trước", "gần", "đầu", "cuối", "nghỉ", "liên", "ago"})) return Span{};
  // "5 tháng 12" is a date, "trong 2 ngày 25 và 26/11" tells when something takes place.
  if ((span.unit == U::unclear || span.unit == U::days) && number_at(words, next) >= 0) return Span{};
  span.end = next;
  if (!counted_from_now(words, span.end) || span.range || span.count > 1000 || span.count == 0) span.unit = U::unclear;
  return span;
}

Span read_span_of_days(const Words& words, std::size_t position, bool hours_count) {
  const Span span = read_span(words, position);
  if (span.end == 0 || span.range || span.unit == Span::Unit::days || span.unit == Span::Unit::working_days ||
      span.unit == Span::Unit::working_hours)
    return span;
  if (read_when(words, position).has_day() || (span.unit == Span::Unit::hours && !hours_count)) return {};
  return span;
}

}  // namespace policies::phrases
