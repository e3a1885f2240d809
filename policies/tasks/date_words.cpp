#include "policies/tasks/date_words.h"

#include <array>

namespace policies::tasks {

namespace {

const Word* word_at(const Words& words, std::size_t position) { return position < words.size() ? &words[position] : nullptr; }

int number_at(const Words& words, std::size_t position) {
  const Word* word = word_at(words, position);
  return word != nullptr ? number_of(*word) : -1;
}

bool joined_at(const Words& words, std::size_t position) { return position < words.size() && words[position].joined; }

bool is_separator(const Words& words, std::size_t position, char c) { return position < words.size() && is_mark(words[position], c); }

bool any_at(const Words& words, std::size_t position, std::initializer_list<std::string_view> list) {
  return position < words.size() && is_any(words[position], list);
}

// ---- the hour -------------------------------------------------------------------------------------------------------

enum class Part { none, morning, noon, afternoon, evening };

Part part_at(const Words& words, std::size_t position) {
  if (any_at(words, position, {"sáng", "am"})) return Part::morning;
  if (any_at(words, position, {"trưa"})) return Part::noon;
  if (any_at(words, position, {"chiều", "pm"})) return Part::afternoon;
  if (any_at(words, position, {"tối"})) return Part::evening;
  return Part::none;
}

struct Time {
  std::size_t end = 0;
  int minute = 0;
  bool whole_day = false;
  bool bad = false;
};

// Minutes behind the hour word: "16h30", "16 giờ 30 phút"; not the day of "16h 20/12".
std::size_t read_minutes(const Words& words, std::size_t position, int& minutes) {
  const int value = number_at(words, position);
  if (value < 0 || words[position].exact.size() != 2) return position;
  if (!joined_at(words, position)) {
    for (const char c : {'/', '-', '.'}) {
      if (is_separator(words, position + 1, c) && number_at(words, position + 2) >= 0) return position;
    }
    if (any_at(words, position + 1, {"tháng"})) return position;
  }
  minutes = value;
  ++position;
  if (any_at(words, position, {"phút", "p", "ph"})) ++position;
  return position;
}

Time read_time(const Words& words, std::size_t position) {
  Time time;
  const int hour = number_at(words, position);
  if (hour < 0 || words[position].exact.size() > 2) return time;
  int minutes = 0;
  std::size_t next = position + 1;
  if (is_separator(words, next, ':') && joined_at(words, next) && number_at(words, next + 1) >= 0 &&
      words[next + 1].exact.size() == 2 && joined_at(words, next + 1)) {
    minutes = number_at(words, next + 1);
    next += 2;
    if (any_at(words, next, {"h"}) && joined_at(words, next)) ++next;
  } else if (any_at(words, next, {"h", "giờ"}) || (any_at(words, next, {"g"}) && joined_at(words, next))) {
    next = read_minutes(words, next + 1, minutes);
  } else if (!any_at(words, next, {"am", "pm"})) {
    return time;
  }
  int value = hour;
  const Part part = part_at(words, next);
  if (part != Part::none) {
    if ((part == Part::afternoon || part == Part::evening) && value < 12) value += 12;
    if (part == Part::morning && value == 12 && any_at(words, next, {"am"})) value = 0;
    time.bad = part == Part::morning && value > 12;
    ++next;
  }
  time.end = next;
  time.whole_day = value == 24 && minutes == 0;
  time.bad = time.bad || minutes > 59 || value > 24 || (value == 24 && minutes != 0);
  time.minute = value * 60 + minutes;
  return time;
}

// ---- the day of the week --------------------------------------------------------------------------------------------

// "thu", "mon" and "sat" are Vietnamese words too ("thu hoạch"): as days they are followed by a number, a mark or nothing.
bool stands_alone(const Words& words, std::size_t position) {
  const Word* next = word_at(words, position + 1);
  return next == nullptr || next->kind != Word::Kind::letters || any_at(words, position + 1, {"at", "morning", "noon", "afternoon", "evening", "the", "next", "this", "please", "or", "and"}) ||
         (position > 0 && any_at(words, position - 1, {"by", "on", "before", "until", "due", "next", "this", "coming"}));
}

int weekday_of(const Words& words, std::size_t position, std::size_t& end) {
  constexpr std::array<std::string_view, 6> names{"hai", "ba", "tư", "năm", "sáu", "bảy"};
  constexpr std::array<std::array<std::string_view, 2>, 7> english{{{"monday", "mon"}, {"tuesday", "tue"}, {"wednesday", "wed"},
                                                                   {"thursday", "thu"}, {"friday", "fri"}, {"saturday", "sat"},
                                                                   {"sunday", "sun"}}};
  if (position >= words.size()) return 0;
  const bool short_form = any_at(words, position, {"t"}) && joined_at(words, position + 1);
  if (any_at(words, position, {"thứ", "th"}) || short_form) {
    const int number = number_at(words, position + 1);
    end = position + 2;
    if (number >= 2 && number <= 7 && words[position + 1].exact.size() == 1) return number - 1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (any_at(words, position + 1, {names[i]})) return static_cast<int>(i) + 1;
    }
    if (any_at(words, position + 1, {"bẩy"})) return 6;
  }
  if (const auto count = match_longest(words, position, {"chủ nhật", "cn", "chúa nhật"}); count > 1 || (count == 1 && stands_alone(words, position))) {
    end = position + count;
    return 7;
  }
  for (std::size_t i = 0; i < english.size(); ++i) {
    const bool short_name = words[position].exact == english[i][1];
    if (words[position].exact != english[i][0] && !short_name) continue;
    if (short_name && !stands_alone(words, position)) continue;
    end = position + 1;
    return static_cast<int>(i) + 1;
  }
  return 0;
}

bool read_weekday(const Words& words, std::size_t position, When& when) {
  const bool this_one = any_at(words, position, {"this"});
  const bool next_one = any_at(words, position, {"next"});
  const bool coming = any_at(words, position, {"coming"});
  std::size_t end = 0;
  const int day = weekday_of(words, position + (this_one || next_one || coming ? 1 : 0), end);
  if (day == 0) return false;
  when.weekday = day;
  when.week = this_one ? Week::current : next_one ? Week::unclear : coming ? Week::coming : Week::none;
  if (const auto n = match_longest(words, end, {"tuần này", "này", "this week"}); n > 0) {
    when.week = Week::current;
    end += n;
  } else if (const auto m = match_longest(words, end, {"tuần sau", "tuần tới", "next week"}); m > 0) {
    when.week = Week::next;
    end += m;
  } else if (any_at(words, end, {"tới"}) && when.week == Week::none) {
    when.week = Week::coming;
    ++end;
  }
  when.end = end;
  return true;
}

// ---- the day --------------------------------------------------------------------------------------------------------

int month_named(const Word& word) {
  constexpr std::array<std::array<std::string_view, 2>, 12> names{{{"january", "jan"}, {"february", "feb"}, {"march", "mar"},
                                                                   {"april", "apr"}, {"may", "may"}, {"june", "jun"},
                                                                   {"july", "jul"}, {"august", "aug"}, {"september", "sep"},
                                                                   {"october", "oct"}, {"november", "nov"}, {"december", "dec"}}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (word.exact == names[i][0] || word.exact == names[i][1]) return static_cast<int>(i) + 1;
  }
  return word.exact == "sept" ? 9 : 0;
}

int full_year(const Words& words, std::size_t position) {
  const int value = number_at(words, position);
  if (value < 0) return -1;
  return words[position].exact.size() == 2 ? 2000 + value : words[position].exact.size() == 4 ? value : -1;
}

void set_date(When& when, std::size_t end, int day, int month, int year) {
  when.has_date = true;
  when.day = day;
  when.month = month;
  when.year = year;
  when.end = end;
}

// D/M[/Y], D-M[-Y], D.M[.Y], Y-M-D. Dashes and dots stand without spaces.
bool read_numeric_date(const Words& words, std::size_t position, When& when) {
  const int first = number_at(words, position);
  if (first < 0 || position + 2 >= words.size()) return false;
  char mark = 0;
  for (const char c : {'/', '-', '.'}) {
    if (is_mark(words[position + 1], c)) mark = c;
  }
  const int second = number_at(words, position + 2);
  if (mark == 0 || second < 0) return false;
  if (mark != '/' && (!joined_at(words, position + 1) || !joined_at(words, position + 2))) return false;
  const bool third_follows = is_separator(words, position + 3, mark) && number_at(words, position + 4) >= 0 &&
                             (mark == '/' || (joined_at(words, position + 3) && joined_at(words, position + 4)));
  if (words[position].exact.size() == 4) {
    if (!third_follows) return false;
    set_date(when, position + 5, number_at(words, position + 4), second, first);
    return true;
  }
  if (words[position].exact.size() > 2) return false;
  if (mark == '-' && !third_follows && joined_at(words, position + 3) && is_separator(words, position + 3, '/') && number_at(words, position + 4) >= 0) {
    when.vague = true;  // "15-20/12"
    when.end = position + 5;
    return true;
  }
  if (words[position + 2].exact.size() > 2) {  // "12/2026" is a month
    when.vague = words[position + 2].exact.size() == 4;
    when.end = position + 3;
    return when.vague;
  }
  const int year = third_follows ? full_year(words, position + 4) : 0;
  set_date(when, position + (third_follows ? 5 : 3), first, second, year);
  when.bad = when.bad || year < 0;
  return true;
}

std::size_t skip_ordinal(const Words& words, std::size_t position) {
  if (any_at(words, position, {"st", "nd", "rd", "th"}) && joined_at(words, position)) ++position;
  if (any_at(words, position, {"of"})) ++position;
  return position;
}

std::size_t read_year_behind(const Words& words, std::size_t position, int& year) {
  std::size_t next = position;
  if (is_separator(words, next, ',') || any_at(words, next, {"năm"})) ++next;
  if (number_at(words, next) < 1970 || words[next].exact.size() != 4) return position;
  year = number_at(words, next);
  return next + 1;
}

// D "tháng" M ["năm" Y], D Month [Y], Month D [Y].
bool read_worded_date(const Words& words, std::size_t position, When& when) {
  if (position >= words.size()) return false;
  int year = 0;
  if (const int month = month_named(words[position]); month != 0) {
    const int day = number_at(words, position + 1);
    if (day < 0 || words[position + 1].exact.size() > 2) return false;
    set_date(when, read_year_behind(words, skip_ordinal(words, position + 2), year), day, month, 0);
    when.year = year;
    return true;
  }
  const int day = number_at(words, position);
  if (day < 0 || words[position].exact.size() > 2) return false;
  const std::size_t next = skip_ordinal(words, position + 1);
  if (next >= words.size()) return false;
  int month = month_named(words[next]);
  std::size_t end = next + 1;
  if (is_any(words[next], {"tháng"})) {
    month = number_at(words, next + 1);
    end = next + 2;
    if (month < 0 && any_at(words, next + 1, {"này", "nay"})) month = -1;
    else if (month < 0 && any_at(words, next + 1, {"sau", "tới"})) month = -2;
    else if (month < 0) return false;
  } else if (month == 0) {
    return false;
  }
  set_date(when, month > 0 ? read_year_behind(words, end, year) : end, day, month, 0);
  when.year = year;
  return true;
}

bool read_near_day(const Words& words, std::size_t position, When& when) {
  struct Near { std::string_view phrase; int offset; };
  constexpr std::array<Near, 9> table{{{"hôm nay", 0}, {"today", 0}, {"ngày mai", 1}, {"mai", 1}, {"tomorrow", 1}, {"ngày kia", 2},
                                       {"ngày mốt", 2}, {"ngày hôm nay", 0}, {"nay", 0}}};
  for (const auto& near : table) {
    if (const auto count = match_phrase(words, position, near.phrase); count > 0) {
      when.day_offset = near.offset;
      when.end = position + count;
      return true;
    }
  }
  return false;
}

bool read_day(const Words& words, std::size_t position, When& when) {
  return read_numeric_date(words, position, when) || read_worded_date(words, position, when) || read_near_day(words, position, when);
}

std::size_t skip_between(const Words& words, std::size_t position, bool& line_end) {
  for (std::size_t skipped = 0; skipped < 5 && position < words.size(); ++skipped) {
    if (is_mark(words[position], '\n')) {
      if (line_end) break;
      line_end = true;
      ++position;
      continue;
    }
    const bool mark = is_mark(words[position], ',') || is_mark(words[position], '(') || is_mark(words[position], ')') ||
                      is_mark(words[position], '-') || is_mark(words[position], '\'') || words[position].exact == "–";
    if (!mark && !is_any(words[position], {"ngày", "vào", "lúc", "của", "tức", "là", "hồi", "on", "at", "the", "mùng", "mồng", "hết", "buổi"})) break;
    ++position;
  }
  return position;
}

// Is another day named right behind? Then an hour read after a date belongs to that one: "hạn 20/12, 8h sáng mai họp".
bool day_follows(const Words& words, std::size_t position) {
  bool line_end = false;
  When probe;
  std::size_t ignored = 0;
  const std::size_t next = skip_between(words, position, line_end);
  return read_day(words, next, probe) || weekday_of(words, next, ignored) != 0;
}

bool read_time_into(const Words& words, std::size_t position, When& when) {
  if (when.minute || when.whole_day) return false;
  const Time time = read_time(words, position);
  if (time.end == 0 || (when.has_day() && day_follows(words, time.end))) return false;
  when.bad = when.bad || time.bad;
  if (time.whole_day) {
    when.whole_day = true;
  } else if (!time.bad) {
    when.minute = time.minute;
  }
  when.end = time.end;
  return true;
}

// ---- spans ----------------------------------------------------------------------------------------------------------

int count_word(const Words& words, std::size_t position) {
  constexpr std::array<std::string_view, 10> vi{"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"};
  constexpr std::array<std::string_view, 10> en{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  for (std::size_t i = 0; i < vi.size(); ++i) {
    if (any_at(words, position, {vi[i], en[i]})) return static_cast<int>(i) + 1;
  }
  return -1;
}

// Behind the span: counted from now (true) or from another day that we do not know (false)?
bool counted_from_now(const Words& words, std::size_t& end) {
  std::size_t next = end;
  if (is_separator(words, next, ',')) ++next;
  const auto from = match_longest(words, next, {"kể từ", "tính từ", "từ", "sau", "sau khi", "from", "after", "since", "of"});
  if (from == 0) return true;
  next += from;
  while (any_at(words, next, {"ngày", "khi", "lúc", "thời", "điểm", "the", "date"})) ++next;
  const auto now = match_longest(words, next, {"hôm nay", "nay", "nhận", "nhận được", "nhận được văn bản", "today", "now", "receipt", "receiving"});
  if (now == 0) return false;
  end = next + now;
  return true;
}

}  // namespace

bool is_month_name(const Word& word) { return month_named(word) != 0; }

When read_when(const Words& words, std::size_t position) {
  When when;
  std::size_t next = position;
  for (int parts = 0; parts < 4; ++parts) {
    bool line_end = false;
    const std::size_t start = parts == 0 ? position : skip_between(words, next, line_end);
    if (line_end && when.has_day()) break;  // the next line says something else
    bool found = read_time_into(words, start, when);
    if (!found && !when.weekday) found = read_weekday(words, start, when);
    if (!found && !when.has_date && !when.day_offset) found = read_day(words, start, when);
    if (!found && !when.minute && part_at(words, start) != Part::none) {
      when.vague = true;  // "chiều thứ Sáu": which hour?
      when.end = start + 1;
      found = true;
    }
    if (!found) break;
    next = when.end;
  }
  if (when.minute || when.whole_day) {
    // "chiều 16h", "16h thứ Sáu chiều": the part of the day said nothing new. A month without a day stays vague.
    if (when.has_day() && !when.bad) when.vague = false;
  }
  if (when.end == 0) {
    if (const int day = number_at(words, position); day >= 1 && day <= 31 && position > 0 && any_at(words, position - 1, {"ngày", "mùng", "mồng"}) &&
                                                    !any_at(words, position + 1, {"ngày", "người", "đơn", "văn", "làm"})) {
      when.vague = true;  // "ngày 20": of which month?
      when.end = position + 1;
    }
    if (when.end == 0 && number_at(words, position) > 0 && any_at(words, position + 1, {"st", "nd", "rd", "th"}) && joined_at(words, position + 1) && position > 0 && any_at(words, position - 1, {"the"})) {
      when.vague = true;  // "by the 20th"
      when.end = position + 2;
    }
  }
  return when;
}

Span read_span(const Words& words, std::size_t position) {
  Span span;
  int count = number_at(words, position);
  std::size_t next = position + 1;
  if (count < 0) count = count_word(words, position);
  if (count < 0 && any_at(words, position, {"nửa"})) {   // "nửa ngày"
    count = 1;
    span.range = true;
  }
  if (count < 0) return span;
  const bool fraction = (is_separator(words, next, ',') || is_separator(words, next, '.')) && joined_at(words, next) && joined_at(words, next + 1) && number_at(words, next + 1) >= 0;
  if (fraction) {   // "1,5 ngày"
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
  struct Name { std::string_view phrase; Span::Unit unit; int factor; };
  using U = Span::Unit;
  constexpr std::array<Name, 21> units{{
      {"ngày làm việc", U::working_days, 1}, {"ngày công", U::working_days, 1}, {"working days", U::working_days, 1},
      {"working day", U::working_days, 1}, {"business days", U::working_days, 1}, {"business day", U::working_days, 1},
      {"giờ làm việc", U::working_hours, 1}, {"working hours", U::working_hours, 1}, {"working hour", U::working_hours, 1},
      {"ngày", U::days, 1}, {"days", U::days, 1}, {"day", U::days, 1}, {"tuần", U::days, 7}, {"weeks", U::days, 7}, {"week", U::days, 7},
      {"giờ", U::hours, 1}, {"h", U::hours, 1}, {"tiếng", U::hours, 1}, {"hours", U::hours, 1}, {"hour", U::hours, 1},
      {"tháng", U::unclear, 1}}};
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
  if (any_at(words, next, {"qua", "vừa", "trước", "gần", "đầu", "nghỉ", "liên", "ago"})) return Span{};
  if (span.unit == U::unclear && number_at(words, next) >= 0) return Span{};  // "5 tháng 12" is a date
  span.end = next;
  if (!counted_from_now(words, span.end) || span.range || span.count > 1000 || span.count == 0) span.unit = U::unclear;
  return span;
}

}  // namespace policies::tasks
