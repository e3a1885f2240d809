#include "base/mime/date.h"

#include <array>
#include <cstdio>

#include "base/mime/header_scan.h"
#include "base/text/case.h"

namespace base {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::int64_t kDaySeconds = 86400;
constexpr std::size_t kMaxDateBytes = 200;

struct Civil {
  std::int64_t year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};

Civil civil_from_days(std::int64_t days) {
  // Howard Hinnant's well-known arithmetic: years start in March, eras of 400 years.
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto doe = static_cast<unsigned>(days - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<std::int64_t>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

unsigned days_in_month(std::int64_t year, unsigned month) {
  constexpr std::array<unsigned, 12> kLengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kLengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

unsigned month_number(std::string_view word) {
  if (word.size() < 3) return 0;
  for (unsigned i = 0; i < 12; ++i) {
    if (starts_with_ignoring_case(word, kMonths[i])) return i + 1;
  }
  return 0;
}

// Words and numbers of a date value; comments and commas are left out.
class DateWords {
 public:
  explicit DateWords(std::string_view text) : text_(text.substr(0, kMaxDateBytes)) {}

  // Letters, digits or one sign or colon; empty at the end.
  std::string_view next() {
    skip();
    if (at_ >= text_.size()) return {};
    const std::size_t start = at_;
    if (is_digit(text_[at_])) {
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    } else if (is_letter(text_[at_])) {
      while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    } else {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }
  std::string_view peek() {
    const std::size_t kept = at_;
    const std::string_view word = next();
    at_ = kept;
    return word;
  }

 private:
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  void skip() {
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '(') ++depth;
      else if (c == ')' && depth > 0) --depth;
      else if (depth == 0 && !is_wsp(c) && c != ',' && c != '\r' && c != '\n') break;
    }
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::int64_t> number_of(std::string_view word) {
  if (word.empty() || word.size() > 9 || !is_digit(word[0])) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : word) value = value * 10 + (c - '0');
  return value;
}

// RFC 5322 §4.3: two and three digits.
std::int64_t full_year(std::int64_t year, std::size_t digits) {
  if (digits <= 2) return year < 50 ? year + 2000 : year + 1900;
  return digits == 3 ? year + 1900 : year;
}

// "+0700", "-0330", "+07:00", "EST"; minutes east.
int read_zone(DateWords& words) {
  std::string_view word = words.next();
  if (word == "+" || word == "-") {
    const int sign = word == "-" ? -1 : 1;
    const std::string_view digits = words.next();
    auto value = number_of(digits);
    if (!value) return 0;
    if (digits.size() <= 2) {
      std::int64_t minutes = 0;
      if (words.peek() == ":") {
        words.next();
        minutes = number_of(words.next()).value_or(0);
      }
      value = *value * 100 + minutes;
    }
    const auto minutes = *value / 100 * 60 + *value % 100;
    return minutes < 24 * 60 && *value % 100 < 60 ? sign * static_cast<int>(minutes)
                                                  : 0;  // RFC 5256 §2.2: an invalid zone counts as UTC
  }
  struct Zone {
    std::string_view name;
    int hours;
  };
  constexpr Zone kZones[] = {{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6},
                             {"PST", -8}, {"PDT", -7}, {"ICT", 7},  {"CET", 1},  {"CEST", 2}};
  for (const Zone& zone : kZones) {
    if (equals_ignoring_case(word, zone.name)) return zone.hours * 60;
  }
  if (equals_ignoring_case(word, "GMT") || equals_ignoring_case(word, "UTC")) {
    const std::string_view sign = words.peek();
    if (sign == "+" || sign == "-") return read_zone(words);  // "GMT+0700"
  }
  return 0;
}

struct Clock24 {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
};

bool is_valid(std::int64_t year, unsigned month, std::int64_t day) {
  return year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

bool is_valid(const Clock24& clock) { return clock.hour <= 23 && clock.minute <= 59 && clock.second <= 60; }

std::optional<ZonedTime> compose(std::int64_t year, unsigned month, std::int64_t day, Clock24 clock, int offset) {
  if (!is_valid(year, month, day) || !is_valid(clock)) return std::nullopt;
  const std::int64_t seconds = days_from_civil(year, month, static_cast<unsigned>(day)) * kDaySeconds +
                               clock.hour * 3600 + clock.minute * 60 + (clock.second == 60 ? 59 : clock.second) -
                               offset * 60;
  return ZonedTime{Timestamp::from_seconds(seconds), offset};
}

// "16:32[:00]"; "16.32" from old systems too. The hour was read already.
bool read_clock(DateWords& words, std::int64_t hour, Clock24& clock) {
  const std::string_view mark = words.next();
  const auto minute = number_of(words.next());
  if ((mark != ":" && mark != ".") || !minute) return false;
  clock = {hour, *minute, 0};
  if (words.peek() == ":" || words.peek() == ".") {
    words.next();
    clock.second = number_of(words.next()).value_or(0);
    if (words.peek() == ".") {  // fractions
      words.next();
      words.next();
    }
  }
  const std::string_view half = words.peek();
  if (equals_ignoring_case(half, "AM") || equals_ignoring_case(half, "PM")) {
    words.next();
    if (clock.hour <= 12) clock.hour = clock.hour % 12 + (ascii_lower(half[0]) == 'p' ? 12 : 0);
  }
  return true;
}

// The clock may be impossible or missing, the date may not.
std::optional<MailDate> compose_mail_date(std::int64_t year, unsigned month, std::int64_t day,
                                          const std::optional<Clock24>& clock, int offset) {
  const bool time_valid = clock && is_valid(*clock);
  const auto when = compose(year, month, day, time_valid ? *clock : Clock24{}, offset);
  if (!when) return std::nullopt;
  return MailDate{*when, time_valid};
}

struct ClockAndZone {
  std::optional<Clock24> clock;
  int offset = 0;
};

// "16:32:00 +0700" behind a date. What cannot be read as a clock is passed over up to a zone.
ClockAndZone read_clock_and_zone(DateWords& words) {
  ClockAndZone out;
  const DateWords from_here = words;
  const auto hour = number_of(words.next());
  Clock24 clock;
  if (hour && read_clock(words, *hour, clock)) {
    out.clock = clock;
  } else {
    words = from_here;
    for (std::string_view word = words.peek(); !word.empty() && word != "+" && word != "-"; word = words.peek())
      words.next();
  }
  out.offset = read_zone(words);
  return out;
}

// "2026-11-23[T ]16:32:00[Z|+07:00]"; the year was read already.
std::optional<MailDate> read_iso(DateWords& words, std::int64_t year) {
  if (words.next() != "-") return std::nullopt;
  const auto month = number_of(words.next());
  if (!month || words.next() != "-") return std::nullopt;
  const auto day = number_of(words.next());
  if (!day) return std::nullopt;
  if (equals_ignoring_case(words.peek(), "T")) words.next();
  const ClockAndZone time = read_clock_and_zone(words);
  return compose_mail_date(year, *month <= 12 ? static_cast<unsigned>(*month) : 0, *day, time.clock, time.offset);
}

std::string two(unsigned n) { return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)}; }

std::string zone_text(int offset) {
  const unsigned minutes = static_cast<unsigned>(offset < 0 ? -offset : offset);
  return (offset < 0 ? "-" : "+") + two(minutes / 60) + two(minutes % 60);
}

struct Written {
  Civil date;
  unsigned weekday;
  std::string clock;
};

Written written(Timestamp time, int offset) {
  const std::int64_t local = time.seconds() + offset * 60;
  std::int64_t days = local / kDaySeconds;
  std::int64_t rest = local % kDaySeconds;
  if (rest < 0) rest += kDaySeconds, --days;
  const auto s = static_cast<unsigned>(rest);
  return {civil_from_days(days), static_cast<unsigned>(((days + 4) % 7 + 7) % 7),
          two(s / 3600) + ':' + two(s / 60 % 60) + ':' + two(s % 60)};
}

std::string year_text(std::int64_t year) {
  char text[24];
  std::snprintf(text, sizeof text, "%04lld", static_cast<long long>(year));
  return text;
}

// Exactly n digits at `at`.
std::optional<unsigned> digits_at(std::string_view text, std::size_t at, std::size_t n) {
  if (at + n > text.size()) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(text[i] - '0');
  }
  return value;
}

}  // namespace

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<unsigned>(year - era * 400);
  const unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

std::int64_t ZonedTime::local_day() const {
  const std::int64_t local = time.seconds() + offset_minutes * 60;
  return local >= 0 ? local / kDaySeconds : -((-local + kDaySeconds - 1) / kDaySeconds);
}

std::optional<MailDate> parse_mail_date(std::string_view value) {
  DateWords words(value);
  std::string_view word = words.next();
  // Day name, in any language; "Nov 23 16:32:00 2026" starts with the month instead.
  unsigned month = month_number(word);
  std::optional<std::int64_t> day = number_of(word);
  for (int skipped = 0; !day && month == 0 && skipped < 8 && !word.empty(); ++skipped) {
    word = words.next();
    day = number_of(word);
    month = month_number(word);
  }
  if (day && word.size() == 4) return read_iso(words, *day);
  const bool month_first = !day;
  if (month_first) day = number_of(words.next());
  if (!day) return std::nullopt;
  if (!month_first) {
    word = words.next();
    if (word == "-" || word == "/") word = words.next();
    month = month_number(word);
  }
  if (month == 0) return std::nullopt;
  word = words.next();
  if (word == "-" || word == "/") word = words.next();
  auto number = number_of(word);
  if (!number) return std::nullopt;
  if (words.peek() == ":") {  // a clock where the year was looked for
    Clock24 clock;
    // asctime: the year stands behind the clock, perhaps after a zone
    if (!month_first || !read_clock(words, *number, clock)) return std::nullopt;
    int offset = 0;
    if (!number_of(words.peek())) offset = read_zone(words);
    word = words.next();
    const auto year = number_of(word);
    if (!year) return std::nullopt;
    return compose_mail_date(full_year(*year, word.size()), month, *day, clock, offset);
  }
  const std::int64_t year = full_year(*number, word.size());
  const ClockAndZone time = read_clock_and_zone(words);
  return compose_mail_date(year, month, *day, time.clock, time.offset);
}

std::string format_mail_date(Timestamp time, int offset_minutes) {
  const Written w = written(time, offset_minutes);
  std::string out(kDays[w.weekday]);
  out += ", " + std::to_string(w.date.day) + ' ';
  out += kMonths[w.date.month - 1];
  return out + ' ' + year_text(w.date.year) + ' ' + w.clock + ' ' + zone_text(offset_minutes);
}

std::optional<ZonedTime> parse_internal_date(std::string_view text) {
  // date-day-fixed "-" date-month "-" date-year SP time SP zone
  if (text.size() != 26) return std::nullopt;
  const auto day = text[0] == ' ' ? digits_at(text, 1, 1) : digits_at(text, 0, 2);
  const auto year = digits_at(text, 7, 4);
  const auto hour = digits_at(text, 12, 2);
  const auto minute = digits_at(text, 15, 2);
  const auto second = digits_at(text, 18, 2);
  const auto zone = digits_at(text, 22, 4);
  const bool marks = text[2] == '-' && text[6] == '-' && text[11] == ' ' && text[14] == ':' && text[17] == ':' &&
                     text[20] == ' ' && (text[21] == '+' || text[21] == '-');
  const unsigned month = month_number(text.substr(3, 3));
  if (!day || !year || !hour || !minute || !second || !zone || !marks || month == 0) return std::nullopt;
  if (*zone % 100 > 59 || *zone / 100 > 23) return std::nullopt;
  const int offset = static_cast<int>(*zone / 100 * 60 + *zone % 100) * (text[21] == '-' ? -1 : 1);
  return compose(*year, month, *day, {*hour, *minute, *second}, offset);
}

std::string format_internal_date(Timestamp time, int offset_minutes) {
  const Written w = written(time, offset_minutes);
  std::string out = two(w.date.day) + '-';
  out += kMonths[w.date.month - 1];
  return out + '-' + year_text(w.date.year) + ' ' + w.clock + ' ' + zone_text(offset_minutes);
}

std::optional<std::int64_t> parse_imap_date(std::string_view text) {
  // 1*2DIGIT "-" date-month "-" 4DIGIT
  const std::size_t dash = text.find('-');
  if (dash != 1 && dash != 2) return std::nullopt;
  if (text.size() != dash + 9 || text[dash + 4] != '-') return std::nullopt;
  const auto day = digits_at(text, 0, dash);
  const unsigned month = month_number(text.substr(dash + 1, 3));
  const auto year = digits_at(text, dash + 5, 4);
  if (!day || !year || month == 0 || *day < 1 || *day > days_in_month(*year, month)) return std::nullopt;
  return days_from_civil(*year, month, *day);
}

}  // namespace base
