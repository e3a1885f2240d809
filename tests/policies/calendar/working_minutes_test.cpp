// Minutes of work, and the worked clock of a case file (case-files.md 3.4), on the shipped calendar.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "policies/calendar/calendar.h"

using namespace policies::calendar;

namespace {

Date day(const char* text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

base::Timestamp local(const char* date, int hour, int minute, int second = 0) {
  return at_minute(day(date), hour * 60 + minute) + std::chrono::seconds(second);
}

std::string shown(base::Timestamp time) { return slash_date(local_date(time)) + " " + clock_time(local_minute(time)); }

int minutes(base::Timestamp from, base::Timestamp until) {
  return shipped_calendar().working_minutes_between(from, until).minutes;
}

}  // namespace

TEST_CASE("calendar/minutes: walked through the working hours") {
  struct Row {
    const char* date;
    int hour, minute, second, minutes;
    const char* expect;
  };
  // Monday 23/11/2026; the 24th is a holiday.
  for (const auto& row : std::vector<Row>{
           {"23/11/2026", 8, 0, 0, 0, "23/11/2026 08:00"},    {"23/11/2026", 8, 0, 0, 1, "23/11/2026 08:01"},
           {"23/11/2026", 7, 30, 0, 240, "23/11/2026 11:30"},  // ends where the morning ends
           {"23/11/2026", 7, 30, 0, 241, "23/11/2026 13:31"}, {"23/11/2026", 11, 29, 0, 1, "23/11/2026 11:30"},
           {"23/11/2026", 11, 29, 0, 2, "23/11/2026 13:31"},  {"23/11/2026", 11, 30, 0, 1, "23/11/2026 13:31"},
           {"23/11/2026", 12, 15, 0, 30, "23/11/2026 14:00"},  // over lunch
           {"23/11/2026", 12, 15, 0, 0, "23/11/2026 13:30"},  {"23/11/2026", 5, 0, 0, 30, "23/11/2026 08:00"},
           {"23/11/2026", 16, 59, 0, 1, "23/11/2026 17:00"},  {"23/11/2026", 16, 59, 0, 2, "25/11/2026 07:31"},
           {"23/11/2026", 17, 0, 0, 1, "25/11/2026 07:31"},   {"23/11/2026", 22, 10, 0, 60, "25/11/2026 08:30"},
           {"24/11/2026", 9, 0, 0, 15, "25/11/2026 07:45"},    // asked on the holiday
           {"23/11/2026", 7, 30, 0, 450, "23/11/2026 17:00"},  // a whole day is 7.5 hours
           {"23/11/2026", 7, 30, 0, 451, "25/11/2026 07:31"}, {"23/11/2026", 9, 0, 0, 480, "25/11/2026 09:30"},
           {"21/08/2026", 16, 30, 0, 60, "22/08/2026 08:00"},  // Saturday 22/8 is worked
           {"22/08/2026", 16, 30, 0, 60, "24/08/2026 08:00"}, {"23/08/2026", 10, 0, 0, 1, "24/08/2026 07:31"},
           {"13/02/2026", 16, 0, 0, 120, "23/02/2026 08:30"},  // Tết
           {"24/04/2026", 16, 30, 0, 31, "28/04/2026 07:31"}, {"23/11/2026", 9, 0, 1, 1, "23/11/2026 09:02"},
           {"23/11/2026", 16, 59, 30, 1, "25/11/2026 07:31"}, {"31/12/2026", 16, 30, 0, 60, "04/01/2027 08:00"},
       }) {
    CAPTURE(row.date);
    CAPTURE(row.hour);
    CAPTURE(row.minute);
    CAPTURE(row.minutes);
    const auto answer =
        shipped_calendar().add_working_minutes(local(row.date, row.hour, row.minute, row.second), row.minutes);
    CHECK(shown(answer.time) == std::string(row.expect));
    CHECK(answer.date == local_date(answer.time));
    CHECK(answer.covered);
    CHECK(answer.version == kShippedVersion);
  }
}

TEST_CASE("calendar/minutes: counted between two times") {
  struct Row {
    const char* from;
    int from_minute;
    const char* until;
    int until_minute, expect;
  };
  for (const auto& row : std::vector<Row>{
           {"23/11/2026", 8 * 60, "23/11/2026", 8 * 60, 0},
           {"23/11/2026", 8 * 60, "23/11/2026", 7 * 60, 0},
           {"23/11/2026", 8 * 60, "20/11/2026", 10 * 60, 0},
           {"23/11/2026", 8 * 60, "23/11/2026", 9 * 60, 60},
           {"23/11/2026", 0, "23/11/2026", 1439, 450},
           {"23/11/2026", 11 * 60, "23/11/2026", 14 * 60, 60},
           {"23/11/2026", 11 * 60 + 30, "23/11/2026", 13 * 60 + 30, 0},
           {"23/11/2026", 17 * 60, "25/11/2026", 7 * 60 + 30, 0},
           {"23/11/2026", 16 * 60, "25/11/2026", 8 * 60, 90},
           {"24/11/2026", 0, "24/11/2026", 1439, 0},
           {"22/08/2026", 0, "22/08/2026", 1439, 450},
           {"21/08/2026", 12 * 60, "24/08/2026", 12 * 60, 210 + 450 + 240},
           {"13/02/2026", 16 * 60, "23/02/2026", 8 * 60, 60 + 30},
           {"28/11/2026", 8 * 60, "29/11/2026", 17 * 60, 0},
           {"16/11/2026", 7 * 60 + 30, "20/11/2026", 17 * 60, 5 * 450},
       }) {
    CAPTURE(row.from);
    CAPTURE(row.from_minute);
    CAPTURE(row.until);
    CHECK(minutes(at_minute(day(row.from), row.from_minute), at_minute(day(row.until), row.until_minute)) ==
          row.expect);
  }
  // A minute that has begun, or that is not over, is no whole one.
  CHECK(minutes(local("23/11/2026", 9, 0, 1), local("23/11/2026", 9, 2)) == 1);
  CHECK(minutes(local("23/11/2026", 9, 0), local("23/11/2026", 9, 1, 59)) == 1);
  CHECK(minutes(local("23/11/2026", 9, 0, 1), local("23/11/2026", 9, 0, 59)) == 0);
  CHECK_FALSE(shipped_calendar().working_minutes_between(local("31/12/2027", 9, 0), local("03/01/2028", 9, 0)).covered);
  CHECK(shipped_calendar().working_minutes_between(local("30/12/2027", 9, 0), local("31/12/2027", 9, 0)).covered);
}

TEST_CASE("calendar/minutes: counting gives back what was added") {
  const auto& calendar = shipped_calendar();
  const base::Timestamp begin = local("05/01/2026", 0, 0);
  for (int step = 0; step < 900; ++step) {
    // Over nights, noons, weekends, Tết and swapped Saturdays; now and then in the middle of a minute.
    const base::Timestamp from = begin + std::chrono::minutes(step * 397LL) + std::chrono::seconds(step % 3 * 20);
    const int n = step * 37 % 3001;
    const auto answer = calendar.add_working_minutes(from, n);
    CAPTURE(shown(from));
    CAPTURE(n);
    CHECK(calendar.working_minutes_between(from, answer.time).minutes == n);
    CHECK(answer.time >= from);
    // In two walks as in one.
    const auto half = calendar.add_working_minutes(from, n / 2);
    CHECK(calendar.working_minutes_between(half.time, answer.time).minutes == n - n / 2);
  }
}

TEST_CASE("calendar/minutes: a rule without working days ends, and a number out of range is brought into it") {
  WeeklyRule rule;
  rule.works = {};
  const Calendar never(rule, {}, "never");
  CHECK_FALSE(never.add_working_minutes(local("01/01/2026", 8, 0), 5).covered);
  CHECK(never.working_minutes_between(local("01/01/2026", 8, 0), local("01/01/2027", 8, 0)).minutes == 0);
  CHECK_FALSE(never.first_working_day(day("01/01/2026"), day("31/12/2026")).has_value());
  CHECK_FALSE(never.last_working_day(day("01/01/2026"), day("31/12/2026")).has_value());
  const auto& calendar = shipped_calendar();
  CHECK(calendar.add_working_minutes(local("23/11/2026", 8, 0), -5).time == local("23/11/2026", 8, 0));
  CHECK(calendar.add_working_minutes(local("23/11/2026", 8, 0), Calendar::kMaxMinutes + 1).time ==
        calendar.add_working_minutes(local("23/11/2026", 8, 0), Calendar::kMaxMinutes).time);
}

TEST_CASE("calendar/days: the first and the last working day of a stretch") {
  struct Row {
    const char *from, *until, *first, *last;
  };
  for (const auto& row : std::vector<Row>{
           {"23/11/2026", "29/11/2026", "23/11/2026", "27/11/2026"},
           {"24/11/2026", "24/11/2026", "", ""},
           {"17/08/2026", "23/08/2026", "17/08/2026", "22/08/2026"},
           {"16/02/2026", "22/02/2026", "", ""},
           {"01/05/2026", "31/05/2026", "04/05/2026", "29/05/2026"},
           {"27/11/2026", "23/11/2026", "", ""},
       }) {
    CAPTURE(row.from);
    const auto first = shipped_calendar().first_working_day(day(row.from), day(row.until));
    const auto last = shipped_calendar().last_working_day(day(row.from), day(row.until));
    CHECK((first ? slash_date(*first) : "") == std::string(row.first));
    CHECK((last ? slash_date(*last) : "") == std::string(row.last));
  }
  CHECK(days_in_month(2027, 2) == 28);
  CHECK(days_in_month(2028, 2) == 29);
  CHECK(days_in_month(2026, 11) == 30);
  CHECK(days_in_month(2026, 12) == 31);
}

// ---- case-files.md 3.4: the numbers are those of its table ----------------------------------------------------------

namespace {

// "0d@15:00": on a working day up to that time, else the next working day.
Date same_day(base::Timestamp accepted, int minute) {
  const Date date = local_date(accepted);
  if (shipped_calendar().is_working(date) && accepted <= at_minute(date, minute)) return date;
  return shipped_calendar().add_working_days(date, 1).date;
}

Date calendar_days(Date from, int n) {
  const Date date = add_days(from, n);
  return *shipped_calendar().first_working_day(date, add_days(date, 40));
}

// A stop keeps what is left at its start and gives it back at its end.
Date after_stop(Date due, Date start, Date end) {
  const auto& calendar = shipped_calendar();
  const int left = calendar.working_days_between(start, due).days;
  if (calendar.working_days_between(start, end).days == 0) return due;  // one day, or rest days only
  return calendar.add_working_days(end, std::max(left, 1)).date;
}

std::string days_after(const char* from, int n) {
  return slash_date(shipped_calendar().add_working_days(day(from), n).date);
}

}  // namespace

TEST_CASE("calendar/case files: 1-7, 13-16, terms in days") {
  const int three = 15 * 60;
  CHECK(slash_date(same_day(local("22/04/2026", 9, 10), three)) == "22/04/2026");     // 1
  CHECK(slash_date(same_day(local("24/04/2026", 15, 0), three)) == "24/04/2026");     // 2
  CHECK(slash_date(same_day(local("24/04/2026", 15, 0, 1), three)) == "28/04/2026");  // 2
  CHECK(slash_date(same_day(local("26/04/2026", 9, 0), three)) == "28/04/2026");
  CHECK(days_after("24/04/2026", 3) == "04/05/2026");                       // 3
  CHECK(days_after("12/02/2026", 3) == "24/02/2026");                       // 4
  CHECK(days_after("20/08/2026", 3) == "24/08/2026");                       // 5
  CHECK(days_after("28/08/2026", 3) == "07/09/2026");                       // 6
  CHECK(days_after("20/11/2026", 3) == "26/11/2026");                       // 7
  CHECK(slash_date(calendar_days(day("09/11/2026"), 15)) == "25/11/2026");  // 13
  CHECK(days_after("28/12/2026", 5) == "05/01/2027");                       // 14
  CHECK(shipped_calendar().is_working_day(day("01/01/2027")).note == "Tết Dương lịch (tính theo luật)");
  CHECK(days_after("02/11/2026", 3) == "05/11/2026");   // 15
  CHECK(days_after("05/11/2026", 10) == "19/11/2026");  // 15
  CHECK(days_after("19/11/2026", 2) == "23/11/2026");   // 15
  CHECK(days_after("09/11/2026", 5) == "16/11/2026");   // 16
}

TEST_CASE("calendar/case files: 8-10, terms in hours and what a stop leaves of them") {
  const auto& calendar = shipped_calendar();
  CHECK(shown(calendar.add_working_hours(local("23/11/2026", 15, 40), 4).time) == "25/11/2026 10:10");  // 8
  const auto due = calendar.add_working_hours(local("20/11/2026", 10, 0), 12).time;
  CHECK(shown(due) == "23/11/2026 16:00");  // 9
  const int left = calendar.working_minutes_between(local("23/11/2026", 9, 0), due).minutes;
  CHECK(left == 300);  // 10
  CHECK(shown(calendar.add_working_minutes(local("25/11/2026", 14, 0), left).time) == "26/11/2026 09:30");
}

TEST_CASE("calendar/case files: 11 and 12, stops") {
  const auto& calendar = shipped_calendar();
  const Date due = calendar.add_working_days(day("09/11/2026"), 10).date;
  CHECK(slash_date(due) == "23/11/2026");
  CHECK(calendar.working_days_between(day("12/11/2026"), due).days == 7);
  const Date later = after_stop(due, day("12/11/2026"), day("27/11/2026"));
  CHECK(slash_date(later) == "08/12/2026");
  CHECK(calendar.working_days_between(day("01/12/2026"), later).days == 5);
  CHECK(slash_date(after_stop(later, day("01/12/2026"), day("02/12/2026"))) == "09/12/2026");
  CHECK(after_stop(due, day("14/11/2026"), day("15/11/2026")) == due);         // 12: Saturday and Sunday
  CHECK(after_stop(due, day("11/11/2026"), day("11/11/2026")) == due);         // 12: an hour of one day
  CHECK(slash_date(after_stop(due, due, day("25/11/2026"))) == "26/11/2026");  // nothing left, on again later
}

TEST_CASE("calendar/case files: any stops move the due day by exactly the working days stopped") {
  const auto& calendar = shipped_calendar();
  for (int n = 1; n < 40; ++n) {
    const Date accepted = add_days(day("05/01/2026"), n * 8);
    Date due = calendar.add_working_days(accepted, 12).date;
    Date at = accepted;
    int stopped = 0;
    for (int stop = 0; stop < 3; ++stop) {
      const Date start = calendar.add_working_days(at, 1 + n % 2).date;
      const Date end = add_days(start, n % 9 + stop);
      const int lost = calendar.working_days_between(start, end).days;
      due = after_stop(due, start, end);
      stopped += lost;
      at = end;
    }
    CAPTURE(slash_date(accepted));
    CHECK(calendar.working_days_between(accepted, due).days == 12 + stopped);
  }
}
