#include "policies/calendar/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace policies::calendar {

namespace {

constexpr std::int64_t kLastDay = 2932896;  // 9999-12-31
constexpr std::int64_t kDayUs = 86400LL * 1000000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

// Unsigned decimal digits only; -1 when the text is anything else or longer than 4.
int small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return -1;
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Date{year, month, day};
}

std::int64_t day_number(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day))};
  return std::chrono::sys_days(ymd).time_since_epoch().count();
}

Date from_day_number(std::int64_t days) {
  const auto clamped = static_cast<int>(std::clamp<std::int64_t>(days, 0, kLastDay));
  const std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(clamped))};
  return Date{static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
              static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

int days_in_month(int year, int month) {
  const std::chrono::year_month_day_last last{
      std::chrono::year(year), std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month)))};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

int weekday(Date date) {
  return static_cast<int>((day_number(date) + 3) % 7) + 1;  // 1970-01-01 was a Thursday
}

Date local_date(base::Timestamp time, int offset_minutes) {
  return from_day_number(floor_div(time.us + offset_minutes * 60LL * 1000000, kDayUs));
}

int local_minute(base::Timestamp time, int offset_minutes) {
  const std::int64_t local = time.us + offset_minutes * 60LL * 1000000;
  return static_cast<int>((local - floor_div(local, kDayUs) * kDayUs) / 60000000);
}

base::Timestamp at_minute(Date date, int minute, int offset_minutes) {
  return base::Timestamp::from_seconds(day_number(date) * 86400 + (minute - offset_minutes) * 60LL);
}

base::Timestamp end_of_day(Date date, int offset_minutes) {
  return base::Timestamp::from_seconds(day_number(date) * 86400 + 86399 - offset_minutes * 60LL);
}

std::optional<Date> parse_date(std::string_view text) {
  text = trim(text);
  const char mark = text.find('/') != std::string_view::npos ? '/' : '-';
  const auto first = text.find(mark);
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find(mark, first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const int a = small_number(text.substr(0, first));
  const int b = small_number(text.substr(first + 1, second - first - 1));
  const int c = small_number(text.substr(second + 1));
  return mark == '/' ? make_date(c, b, a) : make_date(a, b, c);
}

std::string iso_date(Date date) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return buffer.data();
}

std::string slash_date(Date date) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d/%02d/%04d", date.day, date.month, date.year);
  return buffer.data();
}

const char* weekday_vi(int weekday) {
  constexpr std::array<const char*, 7> names{"thứ Hai", "thứ Ba",  "thứ Tư",  "thứ Năm",
                                             "thứ Sáu", "thứ Bảy", "Chủ nhật"};
  return names.at(static_cast<std::size_t>(weekday - 1));
}

const char* weekday_en(int weekday) {
  constexpr std::array<const char*, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday"};
  return names.at(static_cast<std::size_t>(weekday - 1));
}

std::string long_date_vi(Date date) { return std::string(weekday_vi(weekday(date))) + ", ngày " + slash_date(date); }

std::string long_date_en(Date date) {
  constexpr std::array<const char*, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                               "July",    "August",   "September", "October", "November", "December"};
  return std::string(weekday_en(weekday(date))) + ", " + std::to_string(date.day) + " " +
         months.at(static_cast<std::size_t>(date.month - 1)) + " " + std::to_string(date.year);
}

std::string clock_time(int minute) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d:%02d", minute / 60, minute % 60);
  return buffer.data();
}

}  // namespace policies::calendar
