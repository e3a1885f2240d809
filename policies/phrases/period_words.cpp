#include "policies/phrases/period_words.h"

#include <vector>

#include "policies/phrases/clauses.h"
#include "policies/phrases/date_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

using Unit = PeriodUnit;

// "tuần", "month": the unit at this place and what is behind it; 0: none.
std::size_t read_unit(const Words& words, std::size_t at, Unit& unit) {
  struct Name {
    std::string_view phrase;
    Unit unit;
  };
  constexpr Name names[] = {{"ngày làm việc", Unit::working_day},
                            {"working day", Unit::working_day},
                            {"working days", Unit::working_day},
                            {"business day", Unit::working_day},
                            {"weekday", Unit::working_day},
                            {"ngày", Unit::day},
                            {"day", Unit::day},
                            {"days", Unit::day},
                            {"tuần", Unit::week},
                            {"week", Unit::week},
                            {"weeks", Unit::week},
                            {"tháng", Unit::month},
                            {"month", Unit::month},
                            {"months", Unit::month},
                            {"quý", Unit::quarter},
                            {"quarter", Unit::quarter},
                            {"quarters", Unit::quarter},
                            {"năm", Unit::year},
                            {"year", Unit::year},
                            {"years", Unit::year}};
  std::size_t length = 0;
  for (const auto& name : names) {
    const std::size_t n = match_phrase(words, at, name.phrase);
    if (n <= length) continue;
    length = n;
    unit = name.unit;
  }
  return length == 0 ? 0 : at + length;
}

// "một lần", "1 lần", "/lần", "/ 1 lần"; 0: none.
std::size_t read_once(const Words& words, std::size_t at) {
  if (is_separator(words, at, '/')) ++at;
  else if (any_at(words, at, {"lần"})) return 0;
  if (any_at(words, at, {"một"}) || number_at(words, at) == 1) ++at;
  return any_at(words, at, {"lần"}) ? at + 1 : 0;
}

int small_count(const Words& words, std::size_t at) {
  if (const int number = number_at(words, at); number >= 0) return number;
  constexpr std::string_view vietnamese[] = {"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"};
  constexpr std::string_view english[] = {"one", "two",   "three", "four", "five",
                                          "six", "seven", "eight", "nine", "ten"};
  for (std::size_t i = 0; i < 10; ++i) {
    if (any_at(words, at, {vietnamese[i], english[i]})) return static_cast<int>(i) + 1;
  }
  return any_at(words, at, {"other", "second"}) ? 2 : -1;
}

// Part of a number, whether it is understood or not: "10000", "mươi", "vài", "few", "third".
bool counts(const Words& words, std::size_t at) {
  if (at >= words.size()) return false;
  return words[at].kind == Word::Kind::digits || small_count(words, at) >= 0 ||
         any_at(words, at, {"bẩy",     "tư",    "lăm",    "mươi",   "mốt",    "chục",   "trăm",    "nghìn",
                            "ngàn",    "vạn",   "triệu",  "tỷ",     "nửa",    "rưỡi",   "vài",     "mấy",
                            "dăm",     "nhiều", "few",    "half",   "third",  "fourth", "fifth",   "sixth",
                            "several", "dozen", "eleven", "twelve", "twenty", "thirty", "hundred", "thousand"});
}

// A number as it stands before a unit: "2", "mười lăm", "1,5", "2-3", "2 hoặc 3", "a few". count -1: it is not
// understood. end 0: there is none.
struct Count {
  std::size_t end = 0;
  int count = -1;
};
Count read_count(const Words& words, std::size_t position) {
  constexpr std::size_t kMost = 8;
  std::size_t at = position;
  bool plain = true;  // one word that is a number
  const bool sign = (is_separator(words, at, '-') || is_separator(words, at, '+')) && joined_at(words, at + 1);
  if (sign || any_at(words, at, {"a"})) ++at, plain = false;
  const std::size_t first = at;
  while (at < words.size() && at < position + kMost) {
    Unit unit = Unit::day;
    // "năm" is a number and a year.
    if (at > first && any_at(words, at, {"năm"})) {
      const std::size_t end = read_unit(words, at, unit);
      if (!(any_at(words, end, {"năm"}) && at + 1 == end)) break;
    }
    if (counts(words, at)) {
      ++at;
      continue;
    }
    const bool tight = joined_at(words, at) && joined_at(words, at + 1);
    const bool dash = is_separator(words, at, '-') || (at < words.size() && words[at].exact == "–");
    const bool mark = dash || (tight && words[at].kind == Word::Kind::mark);
    const bool between =
        at > first && counts(words, at + 1) && (mark || any_at(words, at, {"đến", "tới", "hoặc", "hay", "or", "to"}));
    const bool of = at > first && any_at(words, at, {"couple", "of"});
    if (!between && !of) {
      if (at == first && any_at(words, at, {"couple"})) {
        ++at;
        continue;
      }
      break;
    }
    ++at;
  }
  if (at == first) return {};
  return {at, plain && at == first + 1 ? small_count(words, first) : -1};
}

// Before a number or a unit: what changes how often it is, in a way that is not read.
bool counts_before(const Words& words, std::size_t position) {
  if (position == 0) return false;
  const std::size_t before = position - 1;
  if (any_at(words, before, {"cách"})) return true;
  if (counts(words, before)) return before == 0 || !any_at(words, before - 1, {"thứ"});
  // "1,5", "−3": a mark right at the number; "báo cáo, 2 tuần một lần" and "- 2 tuần một lần" are none.
  return words[before].kind == Word::Kind::mark && words[before].exact != "\n" && joined_at(words, position) &&
         (is_separator(words, before, '-') || words[before].exact == "−" ||
          (before > 0 && words[before - 1].kind == Word::Kind::digits && joined_at(words, before)));
}

void set_count(Recurrence& out, int count) {
  out.every = count;
  out.bad = count < 1 || count > 60;
  if (out.bad) return;
  // Quarters and half years have months of their own.
  if (out.unit == Unit::month && count == 3) out.unit = Unit::quarter, out.every = 1;
  if (out.unit == Unit::month && count == 6) out.unit = Unit::half_year, out.every = 1;
  if (out.unit == Unit::month && count == 12) out.unit = Unit::year, out.every = 1;
}

Recurrence read_english(const Words& words, std::size_t at) {
  Recurrence out;
  struct Adverb {
    std::string_view word;
    Unit unit;
    int every;
  };
  constexpr Adverb adverbs[] = {{"weekly", Unit::week, 1},       {"monthly", Unit::month, 1},
                                {"quarterly", Unit::quarter, 1}, {"yearly", Unit::year, 1},
                                {"annually", Unit::year, 1},     {"daily", Unit::day, 1},
                                {"biweekly", Unit::week, 2},     {"fortnightly", Unit::week, 2}};
  for (const auto& adverb : adverbs) {
    if (!any_at(words, at, {adverb.word})) continue;
    out.unit = adverb.unit;
    out.every = adverb.every;
    out.end = at + 1;
    return out;
  }
  if (const std::size_t n = match_longest(words, at, {"twice a", "twice every", "twice per"}); n > 0) {
    out.several = true;
    out.end = read_unit(words, at + n, out.unit);
    return out;
  }
  const std::size_t once = match_longest(words, at, {"once a", "once every", "once per"});
  const std::size_t each = once > 0 ? once : match_longest(words, at, {"every", "each"});
  if (each == 0) return out;
  if (const std::size_t end = read_unit(words, at + each, out.unit); end != 0) {
    out.end = end;
    return out;
  }
  if (const Count count = read_count(words, at + each); count.end != 0) {
    if (const std::size_t end = read_unit(words, count.end, out.unit); end != 0) {
      set_count(out, count.count);
      out.end = end;
      return out;
    }
  }
  const When when = read_when(words, at + each);
  if (when.weekday && when.week == Week::none && !when.has_date) {
    out.unit = Unit::week;
    out.weekday = *when.weekday;
    out.end = at + each;  // the day is read again, with its hour
  }
  return out;
}

// "2 tuần", "10000 ngày": into `out`; 0: no number stands there, or no unit behind it.
std::size_t counted_unit(const Words& words, std::size_t at, Recurrence& out) {
  const Count count = read_count(words, at);
  Recurrence read = out;
  const std::size_t end = count.end != 0 ? read_unit(words, count.end, read.unit) : 0;
  if (end == 0) return 0;
  set_count(read, count.count);
  out = read;
  return end;
}

}  // namespace

Recurrence read_recurrence(const Words& words, std::size_t position) {
  Recurrence out;
  if (position >= words.size()) return out;
  if (any_at(words, position, {"hằng", "hàng", "mỗi"})) {
    if (const std::size_t end = read_unit(words, position + 1, out.unit); end != 0) {
      const std::size_t once = read_once(words, end);  // "mỗi tháng một lần"
      out.end = once != 0 ? once : end;
      if (const Count times = read_count(words, end);
          once == 0 && times.end != 0 && any_at(words, times.end, {"lần"})) {
        out.several = true;  // "mỗi tháng hai lần"
        out.end = times.end + 1;
      }
      return out;
    }
    if (const std::size_t end = counted_unit(words, position + 1, out); end != 0) {  // "mỗi 2 tuần"
      const std::size_t once = read_once(words, end);
      out.end = once != 0 ? once : end;
      return out;
    }
    const std::size_t at =
        position + 1 + match_longest(words, position + 1, {"sáng", "chiều", "buổi sáng", "buổi chiều"});
    const When when = read_when(words, at);  // "mỗi thứ Hai"
    if (when.weekday && when.week == Week::none && !when.has_date && any_at(words, position, {"mỗi"})) {
      out.unit = Unit::week;
      out.weekday = *when.weekday;
      out.end = position + 1;  // the day is read again, with its hour
    }
    return out;
  }
  if (any_at(words, position, {"nửa"}) && any_at(words, position + 1, {"năm"})) {
    const std::size_t once = read_once(words, position + 2);
    if (once != 0) out.unit = Unit::half_year, out.end = once;
    return out;
  }
  if (const int count = small_count(words, position); count >= 0) {
    if (any_at(words, position + 1, {"lần"})) {  // "1 lần/tháng", "hai lần một tháng"
      std::size_t at = position + 2;
      if (is_separator(words, at, '/') || any_at(words, at, {"mỗi", "một", "trong"}) || number_at(words, at) == 1) ++at;
      if (const std::size_t unit = read_unit(words, at, out.unit); at > position + 2 && unit != 0) {
        out.several = count != 1;
        out.end = unit;
      }
      return out;
    }
  }
  const bool of_week = position > 0 && any_at(words, position - 1, {"thứ"});  // "thứ Sáu 2 tuần một lần"
  if (const std::size_t unit = of_week ? 0 : counted_unit(words, position, out); unit != 0) {
    const bool half_more = any_at(words, unit, {"rưỡi"});  // "hai tuần rưỡi một lần"
    const std::size_t once = read_once(words, half_more ? unit + 1 : unit);
    const bool regular = position >= 2 && match_phrase(words, position - 2, "định kỳ") > 0;
    out.bad = out.bad || half_more || counts_before(words, position);
    if (once != 0 || regular) out.end = once != 0 ? once : unit;
    if (out.end != 0) return out;
    out = {};
  }
  // "tháng một lần", "định kỳ tháng"
  if (const std::size_t unit = read_unit(words, position, out.unit); unit != 0) {
    const bool regular = position >= 2 && match_phrase(words, position - 2, "định kỳ") > 0;
    const std::size_t once = read_once(words, unit);
    // "cách ngày một lần", and whatever number stands before it.
    out.bad = counts_before(words, position);
    if (once != 0 || regular) out.end = once != 0 ? once : unit;
    return out;
  }
  return read_english(words, position);
}

namespace {

// "thứ Sáu", "16h thứ Sáu", "chiều thứ Sáu", "thứ Ba và thứ Năm".
UnitDay day_of_week(const Words& words, std::size_t at) {
  UnitDay out;
  const PartOfDay part = part_at(words, at);
  When when = read_when(words, part.part != Part::none ? part.end : at);
  if (!when.weekday || when.has_date || when.day_offset || when.week != Week::none) return out;
  if (part.part != Part::none && !when.minute) out.part = part.part;
  out.weekday = *when.weekday;
  out.minute = when.minute;
  out.bad = when.bad;
  out.vague = when.vague;
  out.end = when.end;
  std::size_t next = when.end;
  if (is_separator(words, next, ',') || is_separator(words, next, '&') || any_at(words, next, {"và", "and"})) ++next;
  if (next == when.end) return out;
  if (const When other = read_when(words, next); other.weekday && other.week == Week::none) {
    out.several = true;
    out.end = other.end;
  }
  return out;
}

// "15/6 và 15/12", "ngày 15 tháng 6 và 15 tháng 12", "15/3, 15/6, 15/9, 15/12".
UnitDay days_of_year(const Words& words, std::size_t at, Unit unit) {
  UnitDay out;
  std::vector<When> days;
  for (std::size_t next = at;;) {
    const When when = read_when(words, next);
    if (!when.has_date || when.year != 0 || when.month < 1 || when.bad) break;
    days.push_back(when);
    out.end = when.end;
    next = when.end;
    if (!is_separator(words, next, ',') && !any_at(words, next, {"và", "and"})) break;
    next += 1 + match_longest(words, next + 1, {"ngày", "và ngày", "và"});
  }
  if (days.empty()) return {};
  const int step = unit == Unit::quarter ? 3 : unit == Unit::half_year ? 6 : 12;  // months
  // One date alone is a day of each quarter for nobody.
  if (step < 12 && days.size() < 2) return {};
  out.day = days[0].day;
  out.month = (days[0].month - 1) % step + 1;
  out.minute = days[0].minute;
  out.bad = out.day < 1 || out.day > 31 || days[0].month > 12;
  for (const When& when : days)
    out.several = out.several || when.day != out.day || (when.month - 1) % step + 1 != out.month;
  if (step == 12 && days.size() > 1) out.several = true;
  return out;
}

// Which month of the quarter, of the half year or of the year: behind the day. `month` 0: none was said.
std::size_t month_in_unit(const Words& words, std::size_t at, Unit unit, int& month) {
  at += match_longest(words, at, {"của", "of the", "of", "trong"});
  const int last = unit == Unit::quarter ? 3 : unit == Unit::half_year ? 6 : 12;
  struct Name {
    std::string_view phrase;
    int month;
  };
  const Name names[] = {{"tháng cuối", last},  {"tháng cuối cùng", last}, {"tháng đầu", 1},     {"tháng đầu tiên", 1},
                        {"tháng thứ nhất", 1}, {"tháng giữa", 2},         {"tháng thứ hai", 2}, {"tháng thứ ba", 3},
                        {"last month", last},  {"first month", 1},        {"second month", 2},  {"third month", 3}};
  std::size_t length = 0;
  for (const auto& name : names) {
    const std::size_t n = match_phrase(words, at, name.phrase);
    if (n <= length || name.month > last) continue;
    length = n;
    month = name.month;
  }
  if (length == 0) return 0;
  at += length;
  const std::size_t of = match_longest(words, at,
                                       {"quý", "của quý", "mỗi quý", "của mỗi quý", "quý sau", "của quý sau", "kỳ",
                                        "của kỳ", "of the quarter", "of each quarter", "of every quarter"});
  return at + of;
}

// "ngày 25", "mùng 5", "the 25th", "ngày làm việc cuối cùng", "cuối tháng".
std::size_t day_of_month(const Words& words, std::size_t at, Unit unit, UnitDay& out) {
  const std::string_view name = unit == Unit::quarter ? "quý" : unit == Unit::year ? "năm" : "tháng";
  const auto of_unit = [&](std::size_t end) {
    std::size_t next = end + match_longest(words, end, {"của", "trong", "of the", "of"});
    if (any_at(words, next, {name, "month", "quarter", "year"})) {
      if (unit != Unit::month) out.month = unit == Unit::quarter ? 3 : unit == Unit::half_year ? 6 : 12;
      return next + 1;
    }
    return end;
  };
  if (const auto n = match_longest(words, at,
                                   {"ngày làm việc cuối cùng", "ngày làm việc cuối", "last working day",
                                    "last business day", "the last working day"});
      n > 0) {
    out.day_is = PeriodDay::last_working;
    return of_unit(at + n);
  }
  if (const auto n = match_longest(words, at,
                                   {"ngày làm việc đầu tiên", "ngày làm việc đầu", "first working day",
                                    "the first working day", "first business day"});
      n > 0) {
    out.day_is = PeriodDay::first_working;
    if (unit == Unit::month) return of_unit(at + n);
    out.month = 1;
    const std::size_t next = at + n + match_longest(words, at + n, {"của", "of the", "of"});
    return any_at(words, next, {name, "quarter", "year"}) ? next + 1 : at + n;
  }
  if (const auto n = match_longest(words, at,
                                   {"ngày cuối cùng", "ngày cuối", "last day", "the last day", "cuối", "end of",
                                    "the end of", "at the end of", "end of the"});
      n > 0) {
    const std::size_t end = of_unit(at + n);
    // "cuối" alone needs its unit; "cuối mỗi tháng" has it in the recurrence.
    if (end == at + n && n == 1 && read_recurrence(words, end).end == 0) return 0;
    out.day_is = PeriodDay::last;
    if (unit != Unit::month && out.month == 0) out.month = unit == Unit::quarter ? 3 : unit == Unit::half_year ? 6 : 12;
    return end;
  }
  std::size_t next = at;
  const std::size_t word =
      match_longest(words, next, {"ngày", "mùng", "mồng", "ngày mùng", "ngày mồng", "the", "day", "on the", "on day"});
  next += word;
  const int day = number_at(words, next);
  if (day < 0 || words[next].exact.size() > 2) return 0;
  const bool ordinal = any_at(words, next + 1, {"st", "nd", "rd", "th"}) && joined_at(words, next + 1);
  if (word == 0 && !ordinal) return 0;
  if (is_separator(words, next + 1, '/') || any_at(words, next + 1, {"ngày", "người", "phần", "h", "giờ"})) return 0;
  out.day = day;
  out.bad = day < 1 || day > 31;
  next += ordinal ? 2 : 1;
  std::size_t other = next + match_longest(words, next, {"và", "and", ","});
  if (other > next) {
    other += match_longest(words, other, {"ngày", "the"});
    const bool list =
        number_at(words, other) >= 1 && number_at(words, other) <= 31 && !is_separator(words, other + 1, '/') &&
        !any_at(words, other + 1, {"h", "giờ", "ngày", "đơn", "phường", "xã", "tháng", "tuần", "quý", "năm"});
    if (list) {
      out.several = true;
      return other + 1;
    }
  }
  return next;
}

}  // namespace

UnitDay read_unit_day(const Words& words, std::size_t position, PeriodUnit unit) {
  if (position >= words.size() || unit == Unit::day || unit == Unit::working_day) return {};
  if (unit == Unit::week) return day_of_week(words, position);
  UnitDay out;
  std::size_t at = position;
  const Time time = read_time(words, at);
  if (time.end != 0) {
    at = time.end;
    while (is_separator(words, at, ',') || any_at(words, at, {"của", "vào", "on"})) ++at;
    if (!time.whole_day) out.minute = time.minute;
    out.vague = time.vague;
    out.bad = time.bad;
  }
  if (unit != Unit::month) {
    const std::size_t dated = at + match_longest(words, at, {"ngày"});
    if (UnitDay days = days_of_year(words, dated, unit); days.end != 0) {
      if (out.minute) days.minute = out.minute;
      days.vague = out.vague;
      days.bad = days.bad || out.bad;
      return days;
    }
  }
  const std::size_t end = day_of_month(words, at, unit, out);
  if (end == 0) return {};
  out.end = end;
  if (unit == Unit::month) {
    // "ngày 5 tháng sau": the same day of each month.
    out.end += match_longest(words, end,
                             {"tháng sau", "của tháng sau", "tháng tiếp theo", "của tháng tiếp theo", "của tháng",
                              "trong tháng", "of the month", "of the following month"});
  } else if (const std::size_t behind = month_in_unit(words, end, unit, out.month); behind != 0) {
    out.end = behind;
  }
  return out;
}

}  // namespace policies::phrases
