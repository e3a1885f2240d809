// Finds what recurs in what a leader wrote: "ngày 25 hằng tháng", "thứ Sáu hằng tuần, đến hết năm 2027", "every
// Friday". Ask here first and find_deadline() when nothing recurs. Nothing is guessed: a period without its day, or
// several, is asked back. Pure and thread-safe; linear time; at most kMaxDeadlineText bytes of each text are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/phrases/deadline_text.h"

namespace policies::phrases {

enum class PeriodUnit { day, working_day, week, month, quarter, half_year, year };
enum class PeriodDay { numbered, last, last_working, first_working };  // of the month

struct Period {
  PeriodUnit unit = PeriodUnit::month;
  int every = 1;    // 1 … 60: each so many units, counted from the one `first` lies in
  int weekday = 0;  // of a week: 1 Monday … 7 Sunday
  PeriodDay day_is = PeriodDay::numbered;
  int day = 0;                // of a month or longer, numbered: 1 … 31
  int month = 0;              // in the quarter 1 … 3, the half year 1 … 6, the year 1 … 12
  std::optional<int> minute;  // of the day; nothing: the end of the day
  calendar::Date first;       // no due day before it: today, or the day that was said
  bool first_said = false;
  std::optional<calendar::Date> until;  // no due day behind it
  std::string words;                    // as written: "ngày 25 hằng tháng"
  bool operator==(const Period&) const = default;
};

enum class PeriodProblem {
  no_day,       // "hằng tháng": on which day?
  no_month,     // "hằng quý, ngày 15": in which month?
  several,      // two days, or two periods
  no_such_day,  // "ngày 32 hằng tháng"
  over,         // it ends before its first day
};

struct UnclearPeriod {
  std::string words;
  PeriodProblem problem = PeriodProblem::no_day;
};

enum class PeriodVerdict { none, understood, unclear };

struct PeriodAnswer {
  PeriodVerdict verdict = PeriodVerdict::none;
  std::optional<Period> period;        // understood
  std::vector<UnclearPeriod> unclear;  // unclear: one or more
};

// What recurs counts where something is handed in or reported, or where the sentence says nothing else; meetings,
// salaries and plans recur without being a task. `body` is new text only (quoted_reply.h).
PeriodAnswer find_period(std::string_view subject, std::string_view body, const calendar::Calendar& calendar,
                         base::Timestamp now);

// The first due day whose time lies after `after`; nothing: the period is over. A month that lacks the day has it on
// its last one. A day off is told (`working_day`), not moved. `words` are those of the period.
std::optional<Deadline> next_due(const Period& period, base::Timestamp after, const calendar::Calendar& calendar);

// "ngày 25 hằng tháng, đến hết 31/12/2026" / "the 25th of every month, until 31 December 2026". find_period() reads the
// Vietnamese again.
Sentence describe(const Period& period);
Sentence describe(const UnclearPeriod& unclear);

}  // namespace policies::phrases
