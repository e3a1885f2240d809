#include "policies/calendar/calendar_book.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace policies::calendar;

namespace {

const base::UnitId kBacSon(11), kLamSon(12);

Date day(const char* text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

std::vector<DayEntry> table(const char* csv) {
  auto days = parse_table(csv);
  REQUIRE(days.has_value());
  return std::move(days).value();
}

BookTable made(const char* version, base::UnitId office, int imported, const char* csv) {
  return {version, version, office, base::Timestamp::from_seconds(imported), table(csv)};
}

CalendarBook small_book() {
  return CalendarBook({made("BACSON-1", kBacSon, 100, "2028-03-01,OFF,Lễ hội\n"),
                       made("TINH-1", {}, 50, "2027-01-01,OFF,Tết\n2027-01-09,WORK,Làm bù\n2028-01-03,OFF,Nghỉ bù\n"),
                       made("TINH-2", {}, 70, "2028-01-03,WORK,\n2028-01-04,OFF,\n")});
}

std::string shown(base::Timestamp time) {
  return time == end_of_day(local_date(time)) ? slash_date(local_date(time))
                                              : slash_date(local_date(time)) + " " + clock_time(local_minute(time));
}

}  // namespace

TEST_CASE("calendar/book: without a table every office has the shipped calendar") {
  const CalendarBook book({});
  CHECK(book.for_office(kBacSon).version() == kShippedVersion);
  CHECK(book.for_office({}).version() == kShippedVersion);
  CHECK(format_table(book.for_office(kLamSon).entries()) == format_table(shipped_calendar().entries()));
}

TEST_CASE("calendar/book: year by year the own table, the one for all, the shipped one") {
  const CalendarBook book = small_book();
  const Calendar& own = book.for_office(kBacSon);
  const Calendar& other = book.for_office(kLamSon);
  struct Row {
    const char* date;
    bool own, other;
  };
  for (const auto& row : std::vector<Row>{
           {"24/11/2026", false, false},  // shipped: no table has a day of 2026
           {"22/08/2026", true, true},
           {"01/01/2027", false, false},  // of the table for all
           {"09/01/2027", true, true},
           {"05/02/2027", true, true},   // the shipped table's Tết of 2027 is replaced with its year
           {"01/03/2028", false, true},  // the own table
           {"03/01/2028", true, true},   // TINH-2 came later than TINH-1
           {"04/01/2028", true, false},  // the own table has the whole of 2028
       }) {
    CAPTURE(row.date);
    CHECK(own.is_working(day(row.date)) == row.own);
    CHECK(other.is_working(day(row.date)) == row.other);
  }
  CHECK(own.version() == "BACSON-1 + TINH-1 + VN-2026.1");
  CHECK(other.version() == "TINH-2 + TINH-1 + VN-2026.1");
  CHECK(&other == &book.for_office({}));
  CHECK(other.covers(day("01/06/2028")));
  CHECK_FALSE(other.covers(day("01/06/2029")));
  CHECK(book.tables().size() == 3);
}

TEST_CASE("calendar/book: at one time the later in order counts") {
  const CalendarBook book({made("A", {}, 5, "2028-01-03,OFF,\n"), made("B", {}, 5, "2028-01-04,OFF,\n")});
  CHECK(book.for_office({}).version() == "B + VN-2026.1");
}

TEST_CASE("calendar/book: which days differ") {
  const CalendarBook book = small_book();
  const auto difference = compare(shipped_calendar(), book.for_office({}), day("01/01/2027"), day("31/12/2027"));
  // 11 weekdays of the shipped table but for New Year, and the Saturday that is worked.
  std::vector<std::string> days;
  for (const auto& one : difference.days) days.push_back(slash_date(one.date));
  CHECK(days == std::vector<std::string>{"09/01/2027", "05/02/2027", "08/02/2027", "09/02/2027", "10/02/2027",
                                         "11/02/2027", "16/04/2027", "30/04/2027", "03/05/2027", "02/09/2027",
                                         "03/09/2027", "24/11/2027"});
  CHECK(difference.days.at(0).after.note == "Làm bù");
  CHECK_FALSE(difference.days.at(1).before.working);
  CHECK(difference.days.at(1).after.working);
  CHECK_FALSE(difference.hours_differ);
  CHECK(compare(shipped_calendar(), shipped_calendar(), day("01/01/2026"), day("31/12/2027")).days.empty());
  // A year that only one knows differs on each of its days: nothing was known of them.
  CHECK(compare(shipped_calendar(), book.for_office({}), day("01/02/2028"), day("10/02/2028")).days.size() == 10);
  WeeklyRule summer;
  summer.hours = {{7 * 60, 11 * 60}, {13 * 60, 17 * 60}};
  CHECK(compare(shipped_calendar(), Calendar(summer, shipped_days(), "S"), day("01/01/2026"), day("02/01/2026"))
            .hours_differ);
}

TEST_CASE("calendar/book: open terms counted anew") {
  auto days = shipped_days();
  days.push_back({day("25/11/2026"), DayKind::off, "Nghỉ bão"});
  days.push_back({day("28/11/2026"), DayKind::work, "Làm bù"});
  const Calendar after(WeeklyRule{}, days, "VN-2026.2");
  const auto at = [](const char* date, int minute) { return at_minute(day(date), minute); };
  const auto end = [](const char* date) { return end_of_day(day(date)); };
  const base::Timestamp start = at("23/11/2026", 10 * 60);
  struct Row {
    const char* what;
    OpenTerm term;
    const char* due;
    bool moves, day_off_now, other_count;
  };
  for (const auto& row : std::vector<Row>{
           {"1 working day", {end("25/11/2026"), start}, "26/11/2026", true, false, false},
           {"3 working days", {end("27/11/2026"), start}, "28/11/2026", true, false, false},
           {"5 working days", {end("01/12/2026"), start}, "01/12/2026", false, false, false},
           {"4 working hours", {at("23/11/2026", 16 * 60), start}, "23/11/2026 16:00", false, false, false},
           {"10 working hours", {at("25/11/2026", 14 * 60), start}, "26/11/2026 14:00", true, false, false},
           {"a day that was named", {end("25/11/2026"), {}}, "25/11/2026", false, true, false},
           {"a named day with an hour", {at("25/11/2026", 960), {}}, "25/11/2026 16:00", false, true, false},
           {"a named Saturday", {end("28/11/2026"), {}}, "28/11/2026", false, false, false},
           {"a named working day", {end("26/11/2026"), {}}, "26/11/2026", false, false, false},
           {"counted, then set to a Sunday", {end("29/11/2026"), start}, "29/11/2026", false, false, true},
           {"counted, then set to an odd hour",
            {at("25/11/2026", 10 * 60 + 7), start},
            "25/11/2026 10:07",
            false,
            true,
            true},
           {"due on its first day", {end("23/11/2026"), start}, "23/11/2026", false, false, true},
       }) {
    CAPTURE(row.what);
    const Recount answer = recount(row.term, shipped_calendar(), after);
    CHECK(shown(answer.due) == std::string(row.due));
    CHECK(answer.moves == row.moves);
    CHECK(answer.day_off_now == row.day_off_now);
    CHECK(answer.other_count == row.other_count);
    CHECK(answer.version == "VN-2026.2");
    CHECK(answer.covered);
    CHECK_FALSE(recount(row.term, shipped_calendar(), shipped_calendar()).moves);
  }
  CHECK_FALSE(recount({end("03/01/2028"), {}}, shipped_calendar(), after).covered);
}
