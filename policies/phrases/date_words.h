// The grammar of dates and spans inside a sentence, over words; no calendar and no clock yet. Used by
// deadline_text.cpp.
//
//   when  = *( time | weekday | day )                   in any order, "ngày", "lúc", "," … between them
//   time  = an hour, see hour_words.h
//   weekday = "thứ" (2-7 | "Hai" … "Bảy") | "Chủ nhật" | T2 … T7 | CN | "Monday" …  [ "này" | "tuần này" | "tới" |
//   "tuần sau" … ] day   = D/M[/Y] | D-M[-Y] | D.M[.Y] | Y-M-D | D "tháng" M ["năm" Y] | D Month [Y] | Month D [Y] |
//   "hôm nay" | "mai" | … span  = (N | "mười lăm" | "fourteen" | "a") ["(" words ")"] ( "ngày làm việc" | "ngày" |
//   "tuần" | "giờ làm việc" | "giờ" | "working days" | … )
#pragma once

#include <cstddef>
#include <optional>

#include "policies/phrases/words.h"

namespace policies::phrases {

inline constexpr int kThisYear = -10, kNextYear = -11;  // "năm nay", "năm sau"

enum class Week { none, current, next, coming, unclear };  // unclear: "next Friday"

struct When {
  std::size_t end = 0;         // behind the last word that belongs to it; 0 = nothing was read
  std::optional<int> minute;   // of the day, 0 … 1439
  bool whole_day = false;      // "24h": the end of the day
  bool bad = false;            // a number that no clock or calendar has
  bool vague = false;          // a part of a day without an hour, a day without a month
  std::optional<int> weekday;  // 1 … 7
  Week week = Week::none;
  std::optional<int> day_offset;  // today 0, tomorrow 1
  bool has_date = false;
  int day = 0, month = 0,
      year = 0;  // as written; year 0 = not written, or kThisYear, kNextYear. month -1: this month, -2: the next
  bool has_day() const { return weekday || day_offset || has_date; }
};
When read_when(const Words& words, std::size_t position);
bool is_month_name(const Word& word);  // "December", "dec"
int month_of_name(const Word& word);   // 1 … 12; 0: no name of a month

struct Span {
  enum class Unit { working_days, days, working_hours, hours, unclear };
  std::size_t end = 0;  // 0 = nothing was read
  int count = 0;
  Unit unit = Unit::unclear;
  bool range = false;  // "1-2 ngày": unclear
};
Span read_span(const Words& words, std::size_t position);
// The same, unless the words are a date ("10 tháng sau", "17h 20/12"). "16h" alone counts hours only with
// `hours_count`: where a span must stand.
Span read_span_of_days(const Words& words, std::size_t position, bool hours_count);

}  // namespace policies::phrases
