#include "policies/calendar/calendar.h"

#include <doctest/doctest.h>

#include <vector>

using namespace policies::calendar;

namespace {

Date day(const char* text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

base::Timestamp local(const char* date, int hour, int minute) { return at_minute(day(date), hour * 60 + minute); }

std::string shown(base::Timestamp time) { return base::iso_date_time(time, base::kOfficeOffsetMinutes); }

}  // namespace

TEST_CASE("calendar/date: days, weekdays and their writing") {
  CHECK(weekday(day("24/04/2026")) == 5);
  CHECK(weekday(day("2026-12-20")) == 7);
  CHECK(weekday(Date{1970, 1, 1}) == 4);
  CHECK_FALSE(make_date(2027, 2, 29).has_value());
  CHECK(make_date(2028, 2, 29).has_value());
  CHECK_FALSE(make_date(2026, 13, 1).has_value());
  CHECK_FALSE(parse_date("31/4/2026").has_value());
  CHECK_FALSE(parse_date("20/12").has_value());
  CHECK_FALSE(parse_date("").has_value());
  CHECK(long_date_vi(day("18/12/2026")) == "thứ Sáu, ngày 18/12/2026");
  CHECK(long_date_en(day("18/12/2026")) == "Friday, 18 December 2026");
  CHECK(iso_date(day("5/1/2027")) == "2027-01-05");
  CHECK(add_days(day("31/12/2026"), 1) == day("01/01/2027"));
  for (std::int64_t n = 0; n < 40000; n += 13) CHECK(day_number(from_day_number(n)) == n);
}

TEST_CASE("calendar/date: the office zone decides which day it is") {
  const auto late =
      base::Timestamp::from_seconds(1798045200);  // 2026-12-23T17:00:00Z = midnight of the 24th in the office
  CHECK(local_date(late) == day("2026-12-24"));
  CHECK(local_minute(late) == 0);
  CHECK(local_date(late - std::chrono::microseconds(1)) == day("2026-12-23"));
  CHECK(local_minute(late - std::chrono::microseconds(1)) == 1439);
  CHECK(shown(end_of_day(day("2026-12-18"))) == "2026-12-18T23:59:59+07:00");
  CHECK(shown(at_minute(day("2026-12-18"), 16 * 60)) == "2026-12-18T16:00:00+07:00");
}

TEST_CASE("calendar/days: adding working days over holidays and swapped days") {
  struct Case {
    const char* from;
    int n;
    const char* expect;
  };
  const std::vector<Case> cases{
      {"24/04/2026", 1, "28/04/2026"}, {"24/04/2026", 2, "29/04/2026"}, {"24/04/2026", 3, "04/05/2026"},
      {"31/12/2025", 1, "05/01/2026"}, {"09/01/2026", 1, "10/01/2026"}, {"10/01/2026", 1, "12/01/2026"},
      {"13/02/2026", 1, "23/02/2026"}, {"21/08/2026", 1, "22/08/2026"}, {"28/08/2026", 1, "03/09/2026"},
      {"23/11/2026", 1, "25/11/2026"}, {"23/11/2026", 5, "01/12/2026"}, {"04/02/2027", 1, "12/02/2027"},
      {"15/04/2027", 1, "19/04/2027"}, {"29/04/2027", 1, "04/05/2027"}, {"01/09/2027", 1, "06/09/2027"},
      {"31/12/2026", 1, "04/01/2027"}, {"25/04/2026", 0, "25/04/2026"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.from);
    CAPTURE(c.n);
    const auto answer = shipped_calendar().add_working_days(day(c.from), c.n);
    CHECK(slash_date(answer.date) == std::string(c.expect));
    CHECK(answer.version == kShippedVersion);
    CHECK(answer.time == end_of_day(answer.date));
  }
  const auto friday_evening = shipped_calendar().add_working_days(local("24/04/2026", 22, 15), 2);
  CHECK(shown(friday_evening.time) == "2026-04-29T23:59:59+07:00");
}

TEST_CASE("calendar/days: 24/11 is a working day in 2025 and a holiday from 2026 on") {
  const auto& calendar = shipped_calendar();
  CHECK(calendar.is_working_day(day("24/11/2025")).working);
  CHECK_FALSE(calendar.is_working_day(day("24/11/2025")).covered);  // the table begins with 2026
  CHECK_FALSE(calendar.is_working_day(day("24/11/2026")).working);
  CHECK(calendar.is_working_day(day("24/11/2026")).covered);
  CHECK(calendar.is_working_day(day("24/11/2026")).note == "Ngày Văn hóa Việt Nam");
  CHECK_FALSE(calendar.is_working_day(day("24/11/2027")).working);
}

TEST_CASE("calendar/days: what lies beyond the table is flagged, not hidden") {
  const auto& calendar = shipped_calendar();
  CHECK(calendar.add_working_days(day("30/12/2027"), 1).covered);
  CHECK_FALSE(calendar.add_working_days(day("30/12/2027"), 2).covered);
  CHECK_FALSE(calendar.add_working_days(day("30/12/2025"), 5).covered);
  CHECK_FALSE(calendar.is_working_day(day("03/01/2028")).covered);
}

TEST_CASE("calendar/days: counting is the inverse of adding") {
  const auto& calendar = shipped_calendar();
  CHECK(calendar.working_days_between(day("24/04/2026"), day("29/04/2026")).days == 2);
  CHECK(calendar.working_days_between(day("24/04/2026"), day("04/05/2026")).days == 3);
  CHECK(calendar.working_days_between(day("04/05/2026"), day("24/04/2026")).days == 0);
  for (int n = 1; n < 260; n += 7) {
    const auto answer = calendar.add_working_days(day("05/01/2026"), n);
    CHECK(calendar.is_working(answer.date));
    CHECK(calendar.working_days_between(day("05/01/2026"), answer.date).days == n);
  }
}

TEST_CASE("calendar/days: the working days of 2026 and 2027") {
  const auto& calendar = shipped_calendar();
  // 261 weekdays each; 2026: 14 weekdays off, two Saturdays worked; 2027: 12 weekdays off
  int off_2026 = 0, off_2027 = 0, swapped = 0;
  for (const auto& entry : calendar.entries()) {
    const bool weekend = weekday(entry.date) > 5;
    if (entry.kind == DayKind::work) {
      CHECK(weekend);
      ++swapped;
    } else if (!weekend) {
      ++(entry.date.year == 2026 ? off_2026 : off_2027);
    }
  }
  CHECK(swapped == 2);
  CHECK(off_2026 == 14);
  CHECK(off_2027 == 12);
  CHECK(calendar.working_days_between(day("31/12/2025"), day("31/12/2026")).days == 261 - 14 + 2);
  CHECK(calendar.working_days_between(day("31/12/2026"), day("31/12/2027")).days == 261 - 12);
}

TEST_CASE("calendar/hours: counting starts at the next working minute, eight hours are a day") {
  struct Case {
    const char* date;
    int hour, minute, hours;
    const char* expect;
  };
  const std::vector<Case> cases{
      {"23/11/2026", 8, 0, 2, "2026-11-23T10:00:00+07:00"},
      {"23/11/2026", 10, 30, 2, "2026-11-23T14:30:00+07:00"},  // over the noon break
      {"23/11/2026", 12, 0, 1, "2026-11-23T14:30:00+07:00"},
      {"23/11/2026", 6, 0, 1, "2026-11-23T08:30:00+07:00"},
      {"23/11/2026", 16, 30, 1, "2026-11-25T08:00:00+07:00"},  // the 24th is a holiday
      {"23/11/2026", 9, 0, 8, "2026-11-25T09:00:00+07:00"},
      {"23/11/2026", 9, 0, 10, "2026-11-25T11:00:00+07:00"},
      {"24/04/2026", 18, 0, 4, "2026-04-28T11:30:00+07:00"},
      {"23/11/2026", 16, 0, 1, "2026-11-23T17:00:00+07:00"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.date);
    CAPTURE(c.hour);
    CAPTURE(c.hours);
    CHECK(shown(shipped_calendar().add_working_hours(local(c.date, c.hour, c.minute), c.hours).time) ==
          std::string(c.expect));
  }
}

TEST_CASE("calendar/hours: an office may work on Saturday mornings") {
  WeeklyRule rule;
  rule.works[5] = true;
  const Calendar calendar(rule, {}, "one-stop desk");
  CHECK(calendar.add_working_days(day("27/11/2026"), 1).date == day("28/11/2026"));
  CHECK_FALSE(calendar.add_working_days(day("27/11/2026"), 1).covered);
  CHECK(calendar.add_working_days(day("27/11/2026"), 1).version == "one-stop desk");
}

TEST_CASE("calendar/hours: a rule without working days or hours still ends") {
  WeeklyRule rule;
  rule.works = {};
  const Calendar never(rule, {}, "never");
  CHECK_FALSE(never.add_working_days(day("01/01/2026"), 3).covered);
  CHECK_FALSE(never.add_working_hours(local("01/01/2026", 8, 0), 9).covered);
  CHECK(never.working_days_between(day("01/01/2026"), day("31/12/2026")).days == 0);
}

TEST_CASE("calendar/table: CSV is read and written") {
  const auto table = parse_table(
      "\xEF\xBB\xBF"
      "date,kind,note\r\n# ghi chú\r\n\r\n01/01/2028,off,\"Tết, \"\"Dương lịch\"\"\"\r\n2028-01-08,WORK\n");
  REQUIRE(table.has_value());
  REQUIRE(table->size() == 2);
  CHECK((*table)[0].note == "Tết, \"Dương lịch\"");
  CHECK((*table)[1].kind == DayKind::work);
  CHECK((*table)[1].date == day("08/01/2028"));
  const auto again = parse_table(format_table(*table));
  REQUIRE(again.has_value());
  CHECK(format_table(*again) == format_table(*table));
  CHECK(shipped_days().size() == 32);
}

TEST_CASE("calendar/table: a wrong line is named") {
  for (const char* wrong : {"2026-02-31,OFF,x", "2026-01-01,HOLIDAY,x", "2026-01-01", "x,OFF,y",
                            "date,kind,note\n2026-1-1,OFF,\ndate,kind,note"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_table(wrong).has_value());
  }
  const auto bad = parse_table("2026-01-01,OFF,a\n2026-01-32,OFF,b\n");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().text.vi == "lịch làm việc, dòng 2: không có ngày này");
  CHECK(bad.error().text.en == "calendar, line 2: no such date");
}

TEST_CASE("calendar/table: as spreadsheets write it, and in Vietnamese words") {
  const auto table = parse_table(
      "\xEF\xBB\xBFsep=;\r\nNgày;Loại;Ghi chú;;\r\n01/01/2028;NGHỈ;Tết, Dương lịch;;\r\n;;;;\r\n08/01/2028;làm bù\r\n2028-01-09\tWORK\ta\x1B[31mb\r\n");
  REQUIRE(table.has_value());
  REQUIRE(table->size() == 3);
  CHECK((*table)[0].kind == DayKind::off);
  CHECK((*table)[0].note == "Tết, Dương lịch");
  CHECK((*table)[1].kind == DayKind::work);
  CHECK((*table)[1].note.empty());
  CHECK((*table)[2].note == "a [31mb");                      // nothing that a terminal obeys
  const std::string legacy = "2028-01-01,OFF,T\xEA\xECt\n";  // Windows-1258: ê and a combining acute
  REQUIRE(parse_table(legacy).has_value());
  CHECK((*parse_table(legacy))[0].note == "Tết");
}

TEST_CASE("calendar/table: every wrong line is named, in both languages") {
  const TableReading reading =
      read_table("date,kind,note\n2026-01-01,OFF,a\n2026-02-30,OFF,b\n2026-01-03\n2026-01-04,FREE,\n");
  CHECK(reading.days.size() == 1);
  REQUIRE(reading.problems.size() == 3);
  CHECK(reading.problems[0].en == "calendar, line 3: no such date");
  CHECK(reading.problems[1].en == "calendar, line 4: date,kind,note expected");
  CHECK(reading.problems[2].vi == "lịch làm việc, dòng 5: kind phải là OFF (nghỉ) hoặc WORK (làm)");
  CHECK(read_table(std::string("a\0b", 3)).problems.size() == 1);
  CHECK(read_table("").days.empty());
  std::string long_table;
  for (int i = 0; i < 5001; ++i) long_table += "2026-01-01,OFF,\n";
  CHECK(read_table(long_table).problems.size() == 1);
}
