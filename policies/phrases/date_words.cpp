#include "policies/phrases/date_words.h"

#include <algorithm>
#include <array>

#include "policies/phrases/hour_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

// ---- the day of the week --------------------------------------------------------------------------------------------

// "thu", "mon" and "sat" are Vietnamese words too ("thu hoạch"): as days they are followed by a number, a mark or
// nothing.
bool stands_alone(const Words& words, std::size_t position) {
  const Word* next = word_at(words, position + 1);
  return next == nullptr || next->kind != Word::Kind::letters ||
         any_at(words, position + 1,
                {"at", "morning", "noon", "afternoon", "evening", "the", "next", "this", "please", "or", "and"}) ||
         (position > 0 &&
          any_at(words, position - 1, {"by", "on", "before", "until", "due", "next", "this", "coming"}));
}

int weekday_of(const Words& words, std::size_t position, std::size_t& end) {
  constexpr std::array<std::string_view, 6> names{"hai", "ba", "tư", "năm", "sáu", "bảy"};
  constexpr std::array<std::array<std::string_view, 2>, 7> english{{{"monday", "mon"},
                                                                    {"tuesday", "tue"},
                                                                    {"wednesday", "wed"},
                                                                    {"thursday", "thu"},
                                                                    {"friday", "fri"},
                                                                    {"saturday", "sat"},
                                                                    {"sunday", "sun"}}};
  if (position >= words.size()) return 0;
  const bool short_form = any_at(words, position, {"t"}) && joined_at(words, position + 1);
  if (short_form && is_separator(words, position + 1, '.') && joined_at(words, position + 2)) {  // "T.6"
    const int number = number_at(words, position + 2);
    end = position + 3;
    return number >= 2 && number <= 7 && words[position + 2].exact.size() == 1 ? number - 1 : 0;
  }
  if (any_at(words, position, {"thứ", "th"}) || short_form) {
    const int number = number_at(words, position + 1);
    end = position + 2;
    if (number >= 2 && number <= 7 && words[position + 1].exact.size() == 1) return number - 1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (any_at(words, position + 1, {names[i]})) return static_cast<int>(i) + 1;
    }
    if (any_at(words, position + 1, {"bẩy"})) return 6;
  }
  if (const auto count = match_longest(words, position, {"chủ nhật", "cn", "chúa nhật"});
      count > 1 || (count == 1 && (stands_alone(words, position) || any_at(words, position + 1, {"tuần"})))) {
    end = position + count;
    return 7;
  }
  constexpr std::array<std::string_view, 7> other{"", "tues", "weds", "thurs", "", "", ""};
  for (std::size_t i = 0; i < english.size(); ++i) {
    if (!other[i].empty() && words[position].exact == other[i]) {
      end = position + 1;
      return static_cast<int>(i) + 1;
    }
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
  // "thứ Sáu, tuần sau", "thứ Sáu của tuần sau"
  const std::size_t week_at = end + (is_separator(words, end, ',') || any_at(words, end, {"của", "of"}) ? 1 : 0);
  if (const auto n =
          std::max(match_longest(words, end, {"này"}), match_longest(words, week_at, {"tuần này", "this week"}));
      n > 0) {
    when.week = Week::current;
    end = any_at(words, end, {"này"}) ? end + n : week_at + n;
  } else if (const auto m = match_longest(words, week_at, {"tuần sau", "tuần tới", "next week"}); m > 0) {
    when.week = any_at(words, week_at + m, {"nữa"}) ? Week::unclear : Week::next;
    end = week_at + m;
  } else if (any_at(words, end, {"week"})) {  // "Friday week"
    when.week = Week::unclear;
    ++end;
  } else if (any_at(words, end, {"tới"}) && when.week == Week::none) {
    when.week = Week::coming;
    ++end;
  }
  when.end = end;
  return true;
}

// ---- the day --------------------------------------------------------------------------------------------------------

int month_named(const Word& word) {
  constexpr std::array<std::array<std::string_view, 2>, 12> names{{{"january", "jan"},
                                                                   {"february", "feb"},
                                                                   {"march", "mar"},
                                                                   {"april", "apr"},
                                                                   {"may", "may"},
                                                                   {"june", "jun"},
                                                                   {"july", "jul"},
                                                                   {"august", "aug"},
                                                                   {"september", "sep"},
                                                                   {"october", "oct"},
                                                                   {"november", "nov"},
                                                                   {"december", "dec"}}};
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

// "năm 2027", "năm nay", "năm sau" behind a date without a year.
std::size_t read_year_word(const Words& words, std::size_t position, int& year) {
  if (!any_at(words, position, {"năm"})) return position;
  if (any_at(words, position + 1, {"nay", "này"})) {
    year = kThisYear;
    return position + 2;
  }
  if (any_at(words, position + 1, {"sau", "tới"})) {
    year = kNextYear;
    return position + 2;
  }
  if (number_at(words, position + 1) < 1970 || words[position + 1].exact.size() != 4) return position;
  year = number_at(words, position + 1);
  return position + 2;
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
  const bool third_follows = is_separator(words, position + 3, mark) && position + 4 < words.size() &&
                             words[position + 4].kind == Word::Kind::digits &&
                             (mark == '/' || (joined_at(words, position + 3) && joined_at(words, position + 4)));
  if (words[position].exact.size() == 4) {
    if (!third_follows) return false;
    set_date(when, position + 5, number_at(words, position + 4), second, first);
    return true;
  }
  if (words[position].exact.size() > 2) return false;
  if (mark == '-' && !third_follows && joined_at(words, position + 3) && is_separator(words, position + 3, '/') &&
      number_at(words, position + 4) >= 0) {
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
  if (!third_follows) when.end = read_year_word(words, when.end, when.year);
  return true;
}

std::size_t skip_ordinal(const Words& words, std::size_t position) {
  if (any_at(words, position, {"st", "nd", "rd", "th"}) && joined_at(words, position)) ++position;
  if (any_at(words, position, {"of"})) ++position;
  return position;
}

std::size_t read_year_behind(const Words& words, std::size_t position, int& year) {
  if (const std::size_t worded = read_year_word(words, position, year); worded != position) return worded;
  std::size_t next = position;
  if (is_separator(words, next, ',') || (is_separator(words, next, '-') && joined_at(words, next))) ++next;
  if (number_at(words, next) < 1970 || words[next].exact.size() != 4) return position;
  year = number_at(words, next);
  return next + 1;
}

// "Dec." and "Dec": behind it.
std::size_t behind_short_month(const Words& words, std::size_t position) {
  const bool dot =
      words[position].exact.size() <= 4 && is_separator(words, position + 1, '.') && joined_at(words, position + 1);
  return position + (dot ? 2 : 1);
}

// D "tháng" M ["năm" Y], D Month [Y], Month D [Y].
bool read_worded_date(const Words& words, std::size_t position, When& when) {
  if (position >= words.size()) return false;
  int year = 0;
  if (const int month = month_named(words[position]); month != 0) {
    const std::size_t at = behind_short_month(words, position);
    const int day = number_at(words, at);
    if (day < 0 || words[at].exact.size() > 2) return false;
    set_date(when, read_year_behind(words, skip_ordinal(words, at + 1), year), day, month, 0);
    when.year = year;
    return true;
  }
  const int day = number_at(words, position);
  if (day < 0 || words[position].exact.size() > 2) return false;
  std::size_t next = skip_ordinal(words, position + 1);
  if (is_separator(words, next, '-') && joined_at(words, next) && joined_at(words, next + 1)) ++next;  // "20-Dec-2026"
  if (next >= words.size()) return false;
  int month = month_named(words[next]);
  std::size_t end = behind_short_month(words, next);
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
  struct Near {
    std::string_view phrase;
    int offset;
  };
  constexpr std::array<Near, 9> table{{{"hôm nay", 0},
                                       {"today", 0},
                                       {"ngày mai", 1},
                                       {"mai", 1},
                                       {"tomorrow", 1},
                                       {"ngày kia", 2},
                                       {"ngày mốt", 2},
                                       {"ngày hôm nay", 0},
                                       {"nay", 0}}};
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
  return read_numeric_date(words, position, when) || read_worded_date(words, position, when) ||
         read_near_day(words, position, when);
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
    if (!mark && !is_any(words[position], {"ngày", "vào", "lúc", "của", "tức", "là", "hồi", "on", "at", "the", "mùng",
                                           "mồng", "hết", "buổi"}))
      break;
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

// `part`: of the day, said before the hour.
bool read_time_into(const Words& words, std::size_t position, Part part, bool& hour_read, When& when) {
  if (when.minute || when.whole_day) return false;
  // "20/12 trước 16h", "2026-12-20T16:00"
  const bool joined_t = any_at(words, position, {"t"}) && joined_at(words, position) && joined_at(words, position + 1);
  if (when.has_day() && (any_at(words, position, {"trước"}) || joined_t)) ++position;
  Time time = read_time(words, position);
  if (time.end == 0 || (when.has_day() && day_follows(words, time.end))) return false;
  if (!time.has_part && part != Part::none) set_part(time, part);  // "tối thứ Sáu, 8h"
  if (!time.has_part && !time.whole_day) {
    // "10h, sáng ngày 28/11", "8h thứ Sáu tối": what stands behind a comma and before no day belongs to something else.
    const bool comma = is_separator(words, time.end, ',');
    const PartOfDay behind = part_at(words, time.end + (comma ? 1 : 0));
    if (behind.part != Part::none && (!comma || (!when.has_day() && day_follows(words, behind.end)))) {
      set_part(time, behind.part);
      time.end = behind.end;
    }
  }
  when.bad = when.bad || time.bad;
  when.vague = time.vague && !time.bad;
  if (time.whole_day) {
    when.whole_day = true;
  } else if (!time.bad && !time.vague) {
    when.minute = time.minute;
  }
  when.end = time.end;
  hour_read = true;
  return true;
}

}  // namespace

bool is_month_name(const Word& word) { return month_named(word) != 0; }

int month_of_name(const Word& word) { return month_named(word); }

When read_when(const Words& words, std::size_t position) {
  When when;
  std::size_t next = position;
  Part part = Part::none;
  bool hour_read = false;
  for (int parts = 0; parts < 4; ++parts) {
    bool line_end = false;
    const std::size_t start = parts == 0 ? position : skip_between(words, next, line_end);
    if (line_end && when.has_day()) break;  // the next line says something else
    bool found = !hour_read && read_time_into(words, start, part, hour_read, when);
    if (!found && !when.weekday) found = read_weekday(words, start, when);
    if (!found && !when.has_date && !when.day_offset) found = read_day(words, start, when);
    if (const PartOfDay said = part_at(words, start);
        !found && !hour_read && part == Part::none && said.part != Part::none) {
      part = said.part;
      when.vague = true;  // "chiều thứ Sáu": which hour?
      when.end = said.end;
      found = true;
    }
    if (!found) break;
    next = when.end;
  }
  if (when.minute || when.whole_day) {
    // "chiều 16h": the part of the day said nothing new. A month without a day stays vague.
    if (when.has_day() && !when.bad) when.vague = false;
  }
  if (when.end == 0) {
    if (const int day = number_at(words, position);
        day >= 1 && day <= 31 && position > 0 && any_at(words, position - 1, {"ngày", "mùng", "mồng"}) &&
        !any_at(words, position + 1, {"ngày", "người", "đơn", "văn", "làm"})) {
      when.vague = true;  // "ngày 20": of which month?
      when.end = position + 1;
    }
    if (when.end == 0 && number_at(words, position) > 0 && any_at(words, position + 1, {"st", "nd", "rd", "th"}) &&
        joined_at(words, position + 1) && position > 0 && any_at(words, position - 1, {"the"})) {
      when.vague = true;  // "by the 20th"
      when.end = position + 2;
    }
  }
  return when;
}

}  // namespace policies::phrases
