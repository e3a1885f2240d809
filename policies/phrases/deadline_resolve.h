// What the words of date_words.h mean on a calendar at a time. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "policies/phrases/date_words.h"
#include "policies/phrases/day_end_words.h"
#include "policies/phrases/deadline_text.h"
#include "policies/phrases/term_words.h"

namespace policies::phrases {

struct Resolved {
  std::optional<Deadline> deadline;
  Problem problem = Problem::vague;  // when there is none
};

// REQUIRES: the calendar outlives it.
struct Resolver {
  const calendar::Calendar& calendar;
  base::Timestamp now;

  Resolved from_when(const When& when) const;
  // Counts from `start` (an extension: the current due time) or from now; nothing when the span is unclear.
  std::optional<Deadline> from_span(const Span& span, std::optional<base::Timestamp> start) const;
  // The last day of a month, a quarter, a year; the last working day of a week (of this one: from today on). Vague when
  // the term's begin or middle is meant, when "cuối tuần" is, and when no working day is left.
  Resolved from_term(const Term& term) const;
  // Where the office's hours of that half day end; without a half day, those of the day.
  Resolved from_day_end(const DayEnd& day_end) const;
  // The first and the last day of a term, edges apart. Nothing: out of range.
  std::optional<std::pair<calendar::Date, calendar::Date>> days_of(const Term& term) const;
  std::optional<int> hours_end(Part part) const;  // minute of the day; nothing: no office hours then
  Deadline on(calendar::Date date, std::optional<int> minute) const;
  calendar::Date today() const { return calendar::local_date(now, offset()); }

 private:
  int offset() const { return calendar.rule().offset_minutes; }
  std::optional<calendar::Date> written_date(const When& when) const;
  std::optional<calendar::Date> date_of_weekday(const When& when) const;
};

// Line ends, control characters and runs of spaces become one space; at most max_bytes.
std::string one_line(std::string_view text, std::size_t max_bytes = 200);
// The same for what is shown in part: when it is longer it ends in "…" behind a whole word.
std::string shortened(std::string_view text, std::size_t max_bytes = 200);

}  // namespace policies::phrases
