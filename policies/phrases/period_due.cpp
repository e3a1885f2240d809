// The due days of a period, and a period in words.
#include <algorithm>

#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/period_text.h"

namespace policies::phrases {

using calendar::Date;
using Unit = PeriodUnit;

namespace {

int months_of(Unit unit) {
  switch (unit) {
    case Unit::month: return 1;
    case Unit::quarter: return 3;
    case Unit::half_year: return 6;
    case Unit::year: return 12;
    case Unit::day:
    case Unit::working_day:
    case Unit::week: break;
  }
  return 0;
}

// Counts the units, so that every n-th can be named. Weeks begin on Monday.
std::int64_t unit_index(Unit unit, Date date) {
  if (unit == Unit::week) return (calendar::day_number(date) + 3) / 7;
  if (const int months = months_of(unit); months > 0) return (date.year * 12LL + date.month - 1) / months;
  return calendar::day_number(date);
}

std::optional<Date> day_in_month(const Period& period, std::int64_t months, const calendar::Calendar& calendar) {
  const int year = static_cast<int>(months / 12), month = static_cast<int>(months % 12) + 1;
  const auto first = calendar::make_date(year, month, 1);
  if (!first) return std::nullopt;
  const Date last{year, month, calendar::days_in_month(year, month)};
  switch (period.day_is) {
    case PeriodDay::numbered: return Date{year, month, std::clamp(period.day, 1, last.day)};
    case PeriodDay::last: return last;
    case PeriodDay::last_working: return calendar.last_working_day(*first, last).value_or(last);
    case PeriodDay::first_working: return calendar.first_working_day(*first, last).value_or(last);
  }
  return last;
}

// The due day of one unit.
std::optional<Date> day_in_unit(const Period& period, std::int64_t index, const calendar::Calendar& calendar) {
  if (const int months = months_of(period.unit); months > 0)
    return day_in_month(period, index * months + (months > 1 ? std::clamp(period.month, 1, months) - 1 : 0), calendar);
  if (period.unit == Unit::week) return calendar::from_day_number(index * 7 - 3 + std::clamp(period.weekday, 1, 7) - 1);
  const Date day = calendar::from_day_number(index);
  if (period.unit == Unit::working_day && !calendar.is_working(day)) return std::nullopt;
  return day;
}

}  // namespace

std::optional<Deadline> next_due(const Period& period, base::Timestamp after, const calendar::Calendar& calendar) {
  const int offset = calendar.rule().offset_minutes;
  const int every = std::clamp(period.every, 1, 60);
  const std::int64_t anchor = unit_index(period.unit, period.first);
  std::int64_t index = std::max(anchor, unit_index(period.unit, calendar::local_date(after, offset)));
  index += (every - (index - anchor) % every) % every;
  // Days off follow one another for weeks at most; a table that declares years off ends the walk all the same.
  for (int walked = 0; walked < 400; ++walked, index += every) {
    const auto date = day_in_unit(period, index, calendar);
    if (!date) continue;
    if (*date < period.first) continue;
    if (period.until && *date > *period.until) return std::nullopt;
    Deadline deadline = Resolver{calendar, after}.on(*date, period.minute);
    if (deadline.due <= after) continue;
    deadline.words = period.words;
    return deadline;
  }
  return std::nullopt;
}

namespace {

std::string english_date(Date date) {
  const std::string full = calendar::long_date_en(date);  // "Friday, 18 December 2026"
  return full.substr(full.find(", ") + 2);
}

std::string ordinal(int number) {
  const bool teen = number % 100 >= 11 && number % 100 <= 13;
  const char* ending = teen ? "th" : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
  return std::to_string(number) + ending;
}

Sentence day_words(const Period& period) {
  switch (period.day_is) {
    case PeriodDay::numbered: return {"ngày " + std::to_string(period.day), "the " + ordinal(period.day)};
    case PeriodDay::last: return {"ngày cuối cùng", "the last day"};
    case PeriodDay::last_working: return {"ngày làm việc cuối cùng", "the last working day"};
    case PeriodDay::first_working: return {"ngày làm việc đầu tiên", "the first working day"};
  }
  return {};
}

std::string day_and_month(const Period& period, int month) {
  return std::to_string(period.day) + "/" + std::to_string(month);
}

std::string english_day(const Period& period, int month) {
  const std::string full = english_date(Date{2028, month, std::min(period.day, calendar::days_in_month(2028, month))});
  return full.substr(0, full.rfind(' '));
}

Sentence often(const Period& period, const char* vi, const char* en, const char* en_many) {
  if (period.every == 1) return {std::string("hằng ") + vi, std::string("every ") + en};
  const std::string n = std::to_string(period.every);
  return {n + " " + vi + " một lần", "every " + n + " " + en_many};
}

Sentence days_of(const Period& period) {
  const Sentence day = day_words(period);
  const char* of = period.day_is == PeriodDay::numbered ? " " : " của ";
  switch (period.unit) {
    case Unit::day: return often(period, "ngày", "day", "days");
    case Unit::working_day: return {"mỗi ngày làm việc", "every working day"};
    case Unit::week: {
      const int weekday = std::clamp(period.weekday, 1, 7);
      const Sentence week = often(period, "tuần", "week", "weeks");
      if (period.every == 1)
        return {std::string(calendar::weekday_vi(weekday)) + " " + week.vi,
                std::string("every ") + calendar::weekday_en(weekday)};
      return {std::string(calendar::weekday_vi(weekday)) + ", " + week.vi,
              std::string(calendar::weekday_en(weekday)) + ", " + week.en};
    }
    case Unit::month: {
      const Sentence month = often(period, "tháng", "month", "months");
      return {day.vi + (period.every == 1 ? " " : ", ") + month.vi,
              day.en + (period.every == 1 ? " of " : ", ") + month.en};
    }
    case Unit::quarter: {
      const Sentence quarter = often(period, "quý", "quarter", "quarters");
      const Sentence which = period.month == 1   ? Sentence{"tháng đầu quý", "the first month"}
                             : period.month == 2 ? Sentence{"tháng giữa quý", "the second month"}
                                                 : Sentence{"tháng cuối quý", "the last month"};
      return {day.vi + of + which.vi + ", " + quarter.vi,
              day.en + " of " + which.en + (period.every == 1 ? " of " : ", ") + quarter.en};
    }
    case Unit::half_year: {
      const int month = std::clamp(period.month, 1, 6);
      if (period.day_is == PeriodDay::numbered)
        return {"6 tháng một lần, " + day_and_month(period, month) + " và " + day_and_month(period, month + 6),
                english_day(period, month) + " and " + english_day(period, month + 6) + " every year"};
      const std::string last = month == 6 ? "tháng cuối kỳ" : "tháng đầu kỳ";
      return {day.vi + of + last + ", 6 tháng một lần",
              day.en + (month == 6 ? " of the last month" : " of the first month") + ", every 6 months"};
    }
    case Unit::year: break;
  }
  const int month = std::clamp(period.month, 1, 12);
  const Sentence year = often(period, "năm", "year", "years");
  if (period.day_is == PeriodDay::numbered)
    return {"ngày " + day_and_month(period, month) + (period.every == 1 ? " " : ", ") + year.vi,
            english_day(period, month) + (period.every == 1 ? " " : ", ") + year.en};
  const Sentence which =
      month == 1 ? Sentence{"tháng đầu năm", "the first month"} : Sentence{"tháng cuối năm", "the last month"};
  return {day.vi + of + which.vi + ", " + year.vi, day.en + " of " + which.en + ", " + year.en};
}

}  // namespace

Sentence describe(const Period& period) {
  Sentence out = days_of(period);
  if (period.minute) {
    out.vi = calendar::clock_time(*period.minute) + " " + out.vi;
    out.en = calendar::clock_time(*period.minute) + ", " + out.en;
  }
  if (period.first_said || period.every > 1) {
    out.vi += ", từ " + calendar::slash_date(period.first);
    out.en += ", from " + english_date(period.first);
  }
  if (period.until) {
    out.vi += ", đến hết " + calendar::slash_date(*period.until);
    out.en += ", until " + english_date(*period.until);
  }
  return out;
}

Sentence describe(const UnclearPeriod& unclear) {
  const std::string vi = "“" + unclear.words + "”: ", en = vi;
  switch (unclear.problem) {
    case PeriodProblem::no_month: return {vi + "chưa rõ là tháng nào.", en + "it is not clear in which month."};
    case PeriodProblem::several:
      return {vi + "có nhiều ngày hoặc nhiều kỳ.", en + "there are several days or periods."};
    case PeriodProblem::no_such_day:
      return {vi + "không có ngày, giờ hoặc kỳ như vậy.", en + "there is no such day, hour or period."};
    case PeriodProblem::over: return {vi + "kết thúc trước khi có kỳ đầu tiên.", en + "it ends before its first day."};
    case PeriodProblem::no_day: break;
  }
  return {vi + "lặp lại nhưng chưa rõ vào ngày nào.", en + "it recurs, but it is not clear on which day."};
}

}  // namespace policies::phrases
