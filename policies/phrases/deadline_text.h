// Finds the deadline in what a leader wrote: Vietnamese (with or without marks) and English words, on the office's
// working calendar. Nothing is guessed: several different dates, dates that do not exist and vague words are asked
// back. Pure and thread-safe; linear time; at most kMaxDeadlineText bytes of each text are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/sentence.h"
#include "policies/calendar/calendar.h"

namespace policies::phrases {

using base::Sentence;

inline constexpr std::size_t kMaxDeadlineText = 64 * 1024;

struct Deadline {
  base::Timestamp due;  // the hour given, else 23:59:59 of the day
  calendar::Date date;
  std::optional<int> minute;  // of the day; nothing: no hour was given
  std::string words;          // as written: "trước 16h thứ Sáu"
  bool working_day = true;    // false: the due day is a day off
  bool counted = false;       // working days or hours were counted on the calendar
  bool covered = true;        // false: the calendar's table does not reach so far
  std::string calendar_version;
  bool operator==(const Deadline&) const = default;
};

enum class Problem {
  no_such_day,      // 31/2, 25h, 32/13
  weekday_differs,  // "thứ Sáu 20/12" when that is a Sunday
  past,             // lies before now
  vague,            // "cuối tuần", "sớm nhất", "next Friday"
  no_day,           // an hour without a day
};

struct UnclearDeadline {
  std::string words;
  Problem problem = Problem::vague;
  // The one day that was most likely meant, so that the question can offer it for one confirming word; nothing when
  // several may be. It is never applied by itself.
  std::optional<Deadline> candidate{};
};

enum class DeadlineVerdict { none, understood, ambiguous, unreadable };

struct DeadlineAnswer {
  DeadlineVerdict verdict = DeadlineVerdict::none;
  std::vector<Deadline> found;           // understood: one. ambiguous: two or more different ones
  std::vector<UnclearDeadline> unclear;  // unreadable: one or more
};

// `body` is new text only (quoted_reply.h). Dates count only behind a word that makes them a deadline ("hạn", "trước",
// "trong", "by", …), so that the date of a cited document is not taken for one. Weekdays, weeks, months, quarters and
// years also beside a word of handing in, where only one day can be meant ("thứ 6 này gửi a nhé").
DeadlineAnswer find_deadline(std::string_view subject, std::string_view body, const calendar::Calendar& calendar,
                             base::Timestamp now);

// A date at the very beginning of a command's tail: "20/12 vì chờ số liệu", "đến thứ Sáu", "+3 ngày", "to 20 Dec:
// reason". "+N" and "thêm N" count from `current_due` when there is one, else from now.
struct LeadingDate {
  std::optional<Deadline> deadline;  // nothing: see problem
  Problem problem = Problem::vague;
  std::optional<Deadline> candidate;  // as UnclearDeadline::candidate
  bool any_words = false;             // false: the text does not begin with anything like a date
  std::string rest;                   // what follows the date, trimmed of separators
};
LeadingDate leading_date(std::string_view text, const calendar::Calendar& calendar, base::Timestamp now,
                         std::optional<base::Timestamp> current_due);

// "thứ Sáu, ngày 18/12/2026, 16:00" / "Friday, 18 December 2026, 16:00"; without an hour "… (hết ngày)" / "… (end of
// day)".
Sentence describe(const Deadline& deadline);
Sentence describe_due(base::Timestamp due, int offset_minutes = base::kOfficeOffsetMinutes);  // 23:59:59 = no hour
Sentence describe(const UnclearDeadline& unclear);

}  // namespace policies::phrases
