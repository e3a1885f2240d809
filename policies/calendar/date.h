// A day of the office's wall calendar, without a clock and without a zone. Value type, pure functions, thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace policies::calendar {

// A Gregorian date. Years 1970 … 9999; made by make_date() or from_day_number(), which give only days that exist.
struct Date {
  int year = 1970;
  int month = 1;  // 1 … 12
  int day = 1;    // 1 … 31
  auto operator<=>(const Date&) const = default;
};

inline constexpr int kMinutesPerDay = 24 * 60;

// Nothing for days that do not exist (31/2) and years outside 1970 … 9999.
std::optional<Date> make_date(int year, int month, int day);

std::int64_t day_number(Date date);       // days since 1970-01-01
Date from_day_number(std::int64_t days);  // clamped to 1970-01-01 … 9999-12-31
inline Date add_days(Date date, std::int64_t days) { return from_day_number(day_number(date) + days); }
int days_in_month(int year, int month);  // 28 … 31. REQUIRES: a month 1 … 12
int weekday(Date date);                  // 1 Monday … 7 Sunday

// The wall clock of a zone that is `offset_minutes` east of UTC.
Date local_date(base::Timestamp time, int offset_minutes = base::kOfficeOffsetMinutes);
int local_minute(base::Timestamp time, int offset_minutes = base::kOfficeOffsetMinutes);  // 0 … 1439
base::Timestamp at_minute(Date date, int minute, int offset_minutes = base::kOfficeOffsetMinutes);
// 23:59:59 of that day: where a term without an hour ends.
base::Timestamp end_of_day(Date date, int offset_minutes = base::kOfficeOffsetMinutes);

// "2026-12-18" or "18/12/2026"; spaces around are dropped. Nothing else.
std::optional<Date> parse_date(std::string_view text);

std::string iso_date(Date date);      // "2026-12-18"
std::string slash_date(Date date);    // "18/12/2026"
const char* weekday_vi(int weekday);  // "thứ Sáu"; 7 = "Chủ nhật". REQUIRES: 1 … 7
const char* weekday_en(int weekday);  // "Friday"
std::string long_date_vi(Date date);  // "thứ Sáu, ngày 18/12/2026"
std::string long_date_en(Date date);  // "Friday, 18 December 2026"
std::string clock_time(int minute);   // "16:00"

}  // namespace policies::calendar
