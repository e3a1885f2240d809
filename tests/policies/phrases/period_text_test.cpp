// What recurs, as people write it, and its due days. Monday 23/11/2026, 10:00; the 24th is a holiday.
#include "policies/phrases/period_text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

PeriodAnswer read(std::string_view subject, std::string_view body = {}) {
  return find_period(subject, body, cal::shipped_calendar(), kNow);
}

const char* problem_word(PeriodProblem problem) {
  switch (problem) {
    case PeriodProblem::no_day: return "no_day";
    case PeriodProblem::no_month: return "no_month";
    case PeriodProblem::several: return "several";
    case PeriodProblem::no_such_day: return "no_such_day";
    case PeriodProblem::over: return "over";
  }
  return "?";
}

// The period in full; "no_day", … when it is asked back; "none".
std::string meaning(const PeriodAnswer& answer) {
  CHECK(answer.period.has_value() == (answer.verdict == PeriodVerdict::understood));
  CHECK(answer.unclear.empty() == (answer.verdict != PeriodVerdict::unclear));
  if (answer.verdict == PeriodVerdict::none) return "none";
  return answer.period ? describe(*answer.period).vi : problem_word(answer.unclear.at(0).problem);
}

std::string shown(const Deadline& deadline) {
  return cal::iso_date(deadline.date) + (deadline.minute ? " " + cal::clock_time(*deadline.minute) : "");
}

std::string in_body(const std::string& text) { return "Kính gửi các đơn vị,\n\n" + text + "\n\nTrân trọng."; }

struct Row {
  std::string text, expect, first_due;
};

}  // namespace

TEST_CASE("phrases/period: understood, its first due day, and its own description read again") {
  for (const auto& row : std::vector<Row>{
           {"Báo cáo ngày 25 hằng tháng", "ngày 25 hằng tháng", "2026-11-25"},
           {"nộp báo cáo hàng tháng trước ngày 25", "ngày 25 hằng tháng", "2026-11-25"},
           {"mỗi tháng vào ngày 5 gửi báo cáo", "ngày 5 hằng tháng", "2026-12-05"},
           {"báo cáo thứ Sáu hằng tuần", "thứ Sáu hằng tuần", "2026-11-27"},
           {"mỗi thứ Hai gửi lịch công tác tuần", "thứ Hai hằng tuần", "2026-11-23"},
           {"mỗi thứ Hai báo cáo", "thứ Hai hằng tuần", "2026-11-23"},
           {"báo cáo định kỳ hằng tuần vào thứ Sáu", "thứ Sáu hằng tuần", "2026-11-27"},
           {"báo cáo hằng quý (ngày 15 tháng cuối quý)", "ngày 15 tháng cuối quý, hằng quý", "2026-12-15"},
           {"báo cáo hằng năm trước 15/12", "ngày 15/12 hằng năm", "2026-12-15"},
           {"báo cáo vào ngày làm việc cuối cùng của tháng, hằng tháng", "ngày làm việc cuối cùng hằng tháng",
            "2026-11-30"},
           {"báo cáo ngày làm việc cuối cùng hằng tháng", "ngày làm việc cuối cùng hằng tháng", "2026-11-30"},
           {"báo cáo vào ngày làm việc cuối cùng của mỗi tháng", "ngày làm việc cuối cùng hằng tháng", "2026-11-30"},
           {"báo cáo ngày 25 hằng tháng đến hết năm 2026", "ngày 25 hằng tháng, đến hết 31/12/2026", "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng, đến hết 31/12/2026", "ngày 25 hằng tháng, đến hết 31/12/2026", "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng trong 6 tháng", "ngày 25 hằng tháng, đến hết 22/05/2027", "2026-11-25"},
           {"báo cáo thứ Sáu hằng tuần cho đến 30/6/2027", "thứ Sáu hằng tuần, đến hết 30/06/2027", "2026-11-27"},
           {"báo cáo 16h thứ Sáu hằng tuần", "16:00 thứ Sáu hằng tuần", "2026-11-27 16:00"},
           {"trước 16h thứ 6 hàng tuần gửi báo cáo", "16:00 thứ Sáu hằng tuần", "2026-11-27 16:00"},
           {"chiều thứ Sáu hằng tuần gửi báo cáo", "17:00 thứ Sáu hằng tuần", "2026-11-27 17:00"},
           {"báo cáo 2 tuần một lần vào thứ Sáu", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"báo cáo 3 tháng một lần, ngày 15 tháng cuối quý", "ngày 15 tháng cuối quý, hằng quý", "2026-12-15"},
           {"báo cáo 6 tháng một lần (15/6 và 15/12)", "6 tháng một lần, 15/6 và 15/12", "2026-12-15"},
           {"báo cáo 6 tháng/lần, ngày 15/6 và ngày 15/12", "6 tháng một lần, 15/6 và 15/12", "2026-12-15"},
           {"báo cáo cuối mỗi tháng", "ngày cuối cùng hằng tháng", "2026-11-30"},
           {"báo cáo vào cuối mỗi quý", "ngày cuối cùng của tháng cuối quý, hằng quý", "2026-12-31"},
           {"báo cáo cuối tháng hằng tháng", "ngày cuối cùng hằng tháng", "2026-11-30"},
           {"báo cáo ngày 31 hằng tháng", "ngày 31 hằng tháng", "2026-11-30"},
           {"báo cáo hằng ngày trước 16h", "16:00 hằng ngày", "2026-11-23 16:00"},
           {"báo cáo hằng ngày", "hằng ngày", "2026-11-23"},
           {"báo cáo mỗi ngày làm việc trước 16h30", "16:30 mỗi ngày làm việc", "2026-11-23 16:30"},
           {"Bao cao ngay 25 hang thang", "ngày 25 hằng tháng", "2026-11-25"},
           {"bao cao thu 6 hang tuan", "thứ Sáu hằng tuần", "2026-11-27"},
           {"ngày 25 hằng tháng", "ngày 25 hằng tháng", "2026-11-25"},
           {"thứ Sáu hằng tuần", "thứ Sáu hằng tuần", "2026-11-27"},
           {"report every Friday", "thứ Sáu hằng tuần", "2026-11-27"},
           {"send the list on the 25th of every month", "ngày 25 hằng tháng", "2026-11-25"},
           {"report monthly by the 25th", "ngày 25 hằng tháng", "2026-11-25"},
           {"report weekly on Friday at 16:00", "16:00 thứ Sáu hằng tuần", "2026-11-27 16:00"},
           {"report every 2 weeks on Friday", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"report by the last working day of every month", "ngày làm việc cuối cùng hằng tháng", "2026-11-30"},
           {"report on 15 December every year", "ngày 15/12 hằng năm", "2026-12-15"},
           {"report every month on the 5th until 30 June 2027", "ngày 5 hằng tháng, đến hết 30/06/2027", "2026-12-05"},
           {"báo cáo ngày 25 hằng tháng từ tháng 1/2027 đến tháng 6/2027",
            "ngày 25 hằng tháng, từ 01/01/2027, đến hết 30/06/2027", "2027-01-25"},
           {"từ nay đến hết năm, thứ Sáu hằng tuần gửi báo cáo", "thứ Sáu hằng tuần, từ 23/11/2026, đến hết 31/12/2026",
            "2026-11-27"},
           {"báo cáo ngày 25 hằng tháng trong năm 2027", "ngày 25 hằng tháng, từ 01/01/2027, đến hết 31/12/2027",
            "2027-01-25"},
           {"báo cáo 15/12 hằng năm", "ngày 15/12 hằng năm", "2026-12-15"},
           {"báo cáo ngày 15 tháng 12 hằng năm", "ngày 15/12 hằng năm", "2026-12-15"},
           {"báo cáo ngày 15/3, 15/6, 15/9, 15/12 hằng quý", "ngày 15 tháng cuối quý, hằng quý", "2026-12-15"},
           {"hằng quý, báo cáo trước ngày 5 tháng đầu quý sau", "ngày 5 tháng đầu quý, hằng quý", "2027-01-05"},
           {"Hằng tháng, trước ngày 5 tháng sau, các phường gửi báo cáo", "ngày 5 hằng tháng", "2026-12-05"},
           {"hai tháng một lần, vào ngày 5, gửi báo cáo", "ngày 5, 2 tháng một lần, từ 05/12/2026", "2026-12-05"},
           {"báo cáo ngày 29/2 hằng năm", "ngày 29/2 hằng năm", "2027-02-28"},
           {"ngày làm việc đầu tiên của tháng, hằng tháng nộp báo cáo", "ngày làm việc đầu tiên hằng tháng",
            "2026-12-01"},
           {"báo cáo định kỳ tháng trước ngày 20", "ngày 20 hằng tháng", "2026-12-20"},
           {"hằng tháng báo cáo trước 16h ngày 25", "16:00 ngày 25 hằng tháng", "2026-11-25 16:00"},
           {"báo cáo hằng quý vào ngày làm việc cuối cùng của quý",
            "ngày làm việc cuối cùng của tháng cuối quý, hằng quý", "2026-12-31"},
           {"báo cáo hằng năm vào cuối năm", "ngày cuối cùng của tháng cuối năm, hằng năm", "2026-12-31"},
           {"mỗi sáng thứ Hai gửi báo cáo", "11:30 thứ Hai hằng tuần", "2026-11-23 11:30"},
           {"Báo cáo định kỳ vào ngày 20 hằng tháng, gửi về Văn phòng trước 16h", "ngày 20 hằng tháng", "2026-12-20"},
           {"Trước ngày 5 hằng tháng gửi báo cáo", "ngày 5 hằng tháng", "2026-12-05"},
           {"Các phường gửi báo cáo trước ngày 15 hàng tháng, bắt đầu từ tháng 12/2026",
            "ngày 15 hằng tháng, từ 01/12/2026", "2026-12-15"},
           {"Báo cáo tuần vào thứ Năm hằng tuần, từ tuần sau", "thứ Năm hằng tuần, từ 30/11/2026", "2026-12-03"},
           {"thứ 6 hàng tuần báo cáo a nhé", "thứ Sáu hằng tuần", "2026-11-27"},
           {"mỗi thứ 6 gửi a báo cáo nhé", "thứ Sáu hằng tuần", "2026-11-27"},
           {"Hằng tuần, thứ Hai, các phường báo cáo", "thứ Hai hằng tuần", "2026-11-23"},
           {"cuối ngày thứ Sáu hằng tuần báo cáo", "thứ Sáu hằng tuần", "2026-11-27"},
           {"Cứ mỗi tháng một lần, ngày 10, gửi báo cáo", "ngày 10 hằng tháng", "2026-12-10"},
           {"báo cáo tháng một lần vào ngày 25", "ngày 25 hằng tháng", "2026-11-25"},
           {"báo cáo 1 lần/tháng vào ngày 25", "ngày 25 hằng tháng", "2026-11-25"},
           {"báo cáo hằng tháng vào ngày mùng 5", "ngày 5 hằng tháng", "2026-12-05"},
           {"báo cáo 3 tháng 1 lần vào ngày 20 tháng cuối quý", "ngày 20 tháng cuối quý, hằng quý", "2026-12-20"},
           {"báo cáo 6 tháng một lần, trước ngày 15 tháng cuối kỳ", "6 tháng một lần, 15/6 và 15/12", "2026-12-15"},
           {"báo cáo 6 tháng một lần vào ngày 15, từ tháng 1/2027", "6 tháng một lần, 15/1 và 15/7, từ 01/01/2027",
            "2027-01-15"},
           {"báo cáo hằng năm trước ngày 15 tháng 12", "ngày 15/12 hằng năm", "2026-12-15"},
           {"báo cáo năm một lần trước 30/11", "ngày 30/11 hằng năm", "2026-11-30"},
           {"mỗi năm, trước 31/1, gửi báo cáo", "ngày 31/1 hằng năm", "2027-01-31"},
           {"báo cáo hằng quý vào ngày 20 tháng thứ hai", "ngày 20 tháng giữa quý, hằng quý", "2027-02-20"},
           {"báo cáo hằng quý trước ngày cuối cùng của quý", "ngày cuối cùng của tháng cuối quý, hằng quý",
            "2026-12-31"},
           {"gửi báo cáo trước ngày 25 mỗi tháng cho đến khi có chỉ đạo mới", "ngày 25 hằng tháng", "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng trong vòng 3 tháng", "ngày 25 hằng tháng, đến hết 22/02/2027", "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng đến tháng 6/2027", "ngày 25 hằng tháng, đến hết 30/06/2027", "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng cho đến hết quý II/2027", "ngày 25 hằng tháng, đến hết 30/06/2027",
            "2026-11-25"},
           {"báo cáo ngày 25 hằng tháng trong năm nay", "ngày 25 hằng tháng, đến hết 31/12/2026", "2026-11-25"},
           {"báo cáo thứ Sáu hằng tuần trong 8 tuần", "thứ Sáu hằng tuần, đến hết 17/01/2027", "2026-11-27"},
           {"báo cáo ngày 25 hằng tháng, kể từ ngày 01/01/2027", "ngày 25 hằng tháng, từ 01/01/2027", "2027-01-25"},
           {"báo cáo ngày 25 hằng tháng từ nay đến 30/6/2027", "ngày 25 hằng tháng, từ 23/11/2026, đến hết 30/06/2027",
            "2026-11-25"},
           {"nộp báo cáo 10 ngày một lần", "10 ngày một lần, từ 23/11/2026", "2026-11-23"},
           {"nộp báo cáo mười ngày một lần", "10 ngày một lần, từ 23/11/2026", "2026-11-23"},
           {"- 2 tuần một lần, nộp báo cáo vào thứ Sáu", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"nộp báo cáo mỗi 2 tuần vào thứ Sáu", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"nộp báo cáo thứ Sáu 2 tuần một lần", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"nộp báo cáo mỗi hai tuần vào thứ Sáu", "thứ Sáu, 2 tuần một lần, từ 27/11/2026", "2026-11-27"},
           {"nộp báo cáo mười năm một lần, ngày 15/12", "ngày 15/12, 10 năm một lần, từ 15/12/2026", "2026-12-15"},
           {"send the figures every month by the 25th until the end of 2027", "ngày 25 hằng tháng, đến hết 31/12/2027",
            "2026-11-25"},
           {"report on the last day of each month", "ngày cuối cùng hằng tháng", "2026-11-30"},
           {"please report each Monday at 9:00", "09:00 thứ Hai hằng tuần", "2026-11-30 09:00"},
           {"report every quarter on the 15th of the last month", "ngày 15 tháng cuối quý, hằng quý", "2026-12-15"},
           {"report annually by 15 December", "ngày 15/12 hằng năm", "2026-12-15"},
           {"report every other week on Monday", "thứ Hai, 2 tuần một lần, từ 23/11/2026", "2026-11-23"},
           {"report daily by 16:00", "16:00 hằng ngày", "2026-11-23 16:00"},
           {"report every weekday by 16:30", "16:30 mỗi ngày làm việc", "2026-11-23 16:30"},
           {"report every 6 months on 15 June and 15 December", "6 tháng một lần, 15/6 và 15/12", "2026-12-15"},
           {"every Friday report until 30 June 2027", "thứ Sáu hằng tuần, đến hết 30/06/2027", "2026-11-27"},
           {"bao cao truoc ngay 25 hang thang den het nam 2027", "ngày 25 hằng tháng, đến hết 31/12/2027",
            "2026-11-25"},
           {"bao cao ngay lam viec cuoi cung hang thang", "ngày làm việc cuối cùng hằng tháng", "2026-11-30"},
           {"bao cao thu sau hang tuan", "thứ Sáu hằng tuần", "2026-11-27"},
           {"hạn ngày 5 hằng tháng nhé", "ngày 5 hằng tháng", "2026-12-05"},
           {"ngày 25 hằng tháng, đến hết năm 2027", "ngày 25 hằng tháng, đến hết 31/12/2027", "2026-11-25"},
       }) {
    CAPTURE(row.text);
    const auto answer = read(row.text);
    CHECK(meaning(answer) == row.expect);
    CHECK(meaning(read("", in_body(row.text))) == row.expect);
    REQUIRE(answer.period.has_value());
    const auto due = next_due(*answer.period, kNow, cal::shipped_calendar());
    REQUIRE(due.has_value());
    CHECK(shown(*due) == row.first_due);
    CHECK(due->words == answer.period->words);
    CHECK(meaning(read("Báo cáo " + row.expect)) == row.expect);
  }
}

namespace {

void check_all(const std::vector<std::string>& texts, const std::string& expect) {
  for (const auto& text : texts) {
    CAPTURE(text);
    CHECK(meaning(read(text)) == expect);
    CHECK(meaning(read("", in_body(text))) == expect);
  }
}

}  // namespace

TEST_CASE("phrases/period: recurs, but on which day?") {
  check_all(
      {
          "định kỳ hằng tuần báo cáo",
          "báo cáo 6 tháng một lần",
          "báo cáo hằng tháng",
          "Gửi báo cáo hằng tháng về Văn phòng",
          "send it every month",
          "report quarterly",
          "báo cáo hằng năm vào tháng 12",
          "báo cáo thứ Hai đầu tháng hằng tháng",
          "báo cáo 5h thứ Sáu hằng tuần",
          "mỗi quý một lần báo cáo",
          "báo cáo 1 tháng 1 lần",
          "report fortnightly",
          "Bao cao hang thang",
      },
      "no_day");
}

TEST_CASE("phrases/period: recurs, but in which month?") {
  check_all(
      {
          "báo cáo hằng quý trước ngày 15",
          "báo cáo 6 tháng một lần vào ngày 15",
      },
      "no_month");
}

TEST_CASE("phrases/period: a number of days, weeks, months that is not understood is asked back, never once each") {
  check_all(
      {
          "báo cáo 10000 ngày một lần",
          "báo cáo 10000 ngày một lần vào 16h",
          "nộp báo cáo 100 ngày một lần",
          "nộp báo cáo 10.000 ngày một lần",
          "nộp báo cáo 1,5 tháng một lần vào ngày 5",
          "nộp báo cáo 1.5 tháng một lần vào ngày 5",
          "nộp báo cáo 1/2 tháng một lần vào ngày 5",
          "nộp báo cáo mười lăm ngày một lần",
          "nộp báo cáo hai mươi ngày một lần",
          "nộp báo cáo vài ngày một lần",
          "nộp báo cáo mấy tuần một lần vào thứ Sáu",
          "nộp báo cáo nửa tháng một lần vào ngày 5",
          "nộp báo cáo nửa tuần một lần",
          "nộp báo cáo hai tuần rưỡi một lần vào thứ Sáu",
          "nộp báo cáo 2-3 tuần một lần vào thứ Sáu",
          "nộp báo cáo 2 – 3 ngày một lần",
          "nộp báo cáo 2 hoặc 3 ngày một lần",
          "nộp báo cáo hai ba ngày một lần",
          "nộp báo cáo trăm ngày một lần",
          "nộp báo cáo 10000 tuần một lần vào thứ Sáu",
          "nộp báo cáo 99999999999 tháng/lần vào ngày 5",
          "nộp báo cáo 61 ngày một lần",
          "nộp báo cáo mỗi 10000 ngày",
          "nộp báo cáo mỗi 10000 ngày một lần",
          "nộp báo cáo mỗi vài ngày một lần",
          "nộp báo cáo cách 2 ngày một lần",
          "nộp báo cáo cách ngày một lần",
          "nộp báo cáo cách tuần một lần vào thứ Sáu",
          "report every 10000 days",
          "report every 100 days",
          "report every few weeks on Friday",
          "report every couple of weeks on Friday",
          "report once every 10000 days",
          "report every 2-3 weeks on Friday",
          "report every 1.5 weeks on Friday",
          "report every third week on Friday",
          "nộp báo cáo −3 ngày một lần",
          "nộp báo cáo -3 ngày một lần",
          "nộp báo cáo 0 ngày một lần",
      },
      "no_such_day");
}

TEST_CASE("phrases/period: several days or periods") {
  check_all(
      {
          "báo cáo mỗi tháng 2 lần",
          "nộp báo cáo mỗi tháng 1000 lần vào ngày 5",
          "báo cáo ngày 10 và 25 hằng tháng",
          "báo cáo thứ Ba, thứ Sáu hằng tuần",
          "ngày 25 hằng tháng, thứ Sáu hằng tuần báo cáo",
          "nửa năm một lần, ngày 30/6 và 31/12, báo cáo",
          "báo cáo 2 lần/tháng",
          "báo cáo hai lần một tháng",
          "send it twice a month",
      },
      "several");
}

TEST_CASE("phrases/period: no calendar has such a day") {
  check_all(
      {
          "báo cáo ngày 32 hằng tháng",
          "báo cáo ngày 30/2 hằng năm",
      },
      "no_such_day");
}

TEST_CASE("phrases/period: it ends before it begins") {
  check_all(
      {
          "báo cáo ngày 25 hằng tháng đến hết tháng 10/2026",
      },
      "over");
}

TEST_CASE("phrases/period: nothing recurs, or no task does") {
  check_all(
      {
          "Họp giao ban thứ Hai hằng tuần",
          "Kế hoạch hằng năm, báo cáo trước 20/12",
          "Lương hằng tháng trả ngày 5",
          "tiếp công dân ngày 15 hằng tháng",
          "Rà soát mẫu báo cáo hằng tháng trước 20/12",
          "công việc hằng ngày của văn phòng",
          "Hạn 20/12",
          "báo cáo trước 20/12",
          "Tôi sẽ báo cáo ngày 25 hằng tháng",
          "báo cáo ngày 25 hằng tháng được không?",
          "báo cáo 6 tháng, năm trước ngày 15/6 và 15/12",
          "báo cáo hằng quý trước ngày 5/1",
          "Sinh hoạt chi bộ ngày 5 hằng tháng",
          "Giao ban tuần vào sáng thứ Hai hằng tuần",
          "Lịch tiếp dân hằng tuần, gửi trước thứ Sáu",
          "Phụ cấp hằng tháng, báo cáo số người",
          "Tiền điện hằng tháng tăng",
          "Báo cáo kế hoạch hằng năm trước ngày 20/12/2026",
          "Chúc mừng sinh nhật các đ/c trong tháng",
          "Hàng tháng em đã gửi báo cáo ngày 25",
          "hàng tuần họp",
          "Hàng hóa ngày 25 nhập kho, báo cáo",
          "Mỗi đơn vị báo cáo trước 20/12",
          "Mỗi phường 3 đại biểu, gửi danh sách trước ngày 25/11",
          "hạng năm",
          "Ngày 25/11 báo cáo",
          "báo cáo tháng 11",
          "Báo cáo tuần 47",
          "Báo cáo quý IV trước 20/12",
          "Lương ngày 5 hằng tháng",
      },
      "none");
}

TEST_CASE("phrases/period: subject and body are read together") {
  CHECK(meaning(read("Báo cáo hằng tháng", "Gửi trước ngày 25 hằng tháng.")) == "ngày 25 hằng tháng");
  CHECK(meaning(read("Báo cáo ngày 25 hằng tháng", "Nộp trước 16h ngày 25 hằng tháng, đến hết năm 2027.")) ==
        "16:00 ngày 25 hằng tháng, đến hết 31/12/2027");
  CHECK(meaning(read("Báo cáo ngày 25 hằng tháng", "Gửi trước ngày 20 hằng tháng.")) == "several");
  CHECK(meaning(read("Báo cáo thứ Sáu hằng tuần", "")) == "thứ Sáu hằng tuần");
  CHECK(meaning(read("", "")) == "none");
}

TEST_CASE("phrases/period: the English of a description") {
  for (const auto& row : std::vector<Row>{
           {"báo cáo ngày 25 hằng tháng, đến hết năm 2026", "the 25th of every month, until 31 December 2026", ""},
           {"báo cáo ngày 1 hằng tháng", "the 1st of every month", ""},
           {"báo cáo ngày 2 hằng tháng", "the 2nd of every month", ""},
           {"báo cáo ngày 23 hằng tháng", "the 23rd of every month", ""},
           {"báo cáo ngày 11 hằng tháng", "the 11th of every month", ""},
           {"báo cáo 16h thứ Sáu hằng tuần", "16:00, every Friday", ""},
           {"báo cáo 2 tuần một lần vào thứ Sáu", "Friday, every 2 weeks, from 27 November 2026", ""},
           {"báo cáo hằng quý, ngày 15 tháng cuối quý", "the 15th of the last month of every quarter", ""},
           {"báo cáo 6 tháng một lần (15/6 và 15/12)", "15 June and 15 December every year", ""},
           {"báo cáo 15/12 hằng năm", "15 December every year", ""},
           {"báo cáo hằng ngày trước 16h", "16:00, every day", ""},
           {"báo cáo mỗi ngày làm việc trước 16h", "16:00, every working day", ""},
       }) {
    CAPTURE(row.text);
    const auto answer = read(row.text);
    REQUIRE(answer.period.has_value());
    CHECK(describe(*answer.period).en == row.expect);
  }
  CHECK(describe(read("Báo cáo hằng tháng").unclear.at(0)).vi == "“hằng tháng”: lặp lại nhưng chưa rõ vào ngày nào.");
  CHECK(describe(read("Báo cáo hằng tháng").unclear.at(0)).en ==
        "“hằng tháng”: it recurs, but it is not clear on which day.");
}

TEST_CASE("phrases/period: due days") {
  struct Case {
    std::string text;
    std::vector<std::string> days;  // "off": a day off; "end": no more
  };
  for (const auto& c : std::vector<Case>{
           {"báo cáo ngày 31 hằng tháng",
            {"2026-11-30", "2026-12-31", "2027-01-31 off", "2027-02-28 off", "2027-03-31", "2027-04-30 off"}},
           {"báo cáo ngày 30 hằng tháng", {"2026-11-30", "2026-12-30", "2027-01-30 off", "2027-02-28 off"}},
           {"báo cáo 29/2 hằng năm", {"2027-02-28 off", "2028-02-29", "2029-02-28"}},
           {"báo cáo ngày làm việc cuối cùng hằng tháng",
            {"2026-11-30", "2026-12-31", "2027-01-29", "2027-02-26", "2027-03-31", "2027-04-29"}},
           {"báo cáo ngày làm việc đầu tiên của tháng, hằng tháng", {"2026-12-01", "2027-01-04", "2027-02-01"}},
           {"báo cáo thứ Ba hằng tuần", {"2026-11-24 off", "2026-12-01", "2026-12-08"}},
           {"báo cáo 9h thứ Hai hằng tuần", {"2026-11-30 09:00", "2026-12-07 09:00"}},
           {"báo cáo 16h thứ Hai hằng tuần", {"2026-11-23 16:00", "2026-11-30 16:00"}},
           {"báo cáo ngày 23 hằng tháng", {"2026-11-23", "2026-12-23"}},
           {"báo cáo ngày 22 hằng tháng", {"2026-12-22", "2027-01-22"}},
           {"báo cáo ngày 25 hằng tháng đến hết năm nay", {"2026-11-25", "2026-12-25", "end"}},
           {"báo cáo ngày 25 hằng tháng đến 25/12/2026", {"2026-11-25", "2026-12-25", "end"}},
           {"báo cáo ngày 25 hằng tháng đến 24/12/2026", {"2026-11-25", "end"}},
           {"báo cáo ngày 25 hằng tháng trong 2 tháng", {"2026-11-25", "2026-12-25", "end"}},
           {"báo cáo ngày 15 tháng cuối quý, hằng quý", {"2026-12-15", "2027-03-15", "2027-06-15", "2027-09-15"}},
           {"báo cáo ngày 15 tháng đầu quý, hằng quý", {"2027-01-15", "2027-04-15", "2027-07-15"}},
           {"báo cáo 6 tháng một lần (15/6 và 15/12)", {"2026-12-15", "2027-06-15", "2027-12-15"}},
           {"báo cáo 15/11 hằng năm", {"2027-11-15", "2028-11-15"}},
           {"báo cáo 2 tuần một lần vào thứ Hai, từ 30/11/2026", {"2026-11-30", "2026-12-14", "2026-12-28"}},
           {"báo cáo 2 tháng một lần, vào ngày 5", {"2026-12-05 off", "2027-02-05 off", "2027-04-05"}},
           {"báo cáo 2 tháng một lần, vào ngày 5, từ tháng 1/2027", {"2027-01-05", "2027-03-05", "2027-05-05"}},
           {"báo cáo mỗi ngày làm việc trước 9h",
            {"2026-11-25 09:00", "2026-11-26 09:00", "2026-11-27 09:00", "2026-11-30 09:00"}},
           {"báo cáo hằng ngày trước 16h", {"2026-11-23 16:00", "2026-11-24 16:00 off", "2026-11-25 16:00"}},
       }) {
    CAPTURE(c.text);
    const auto answer = read(c.text);
    REQUIRE(answer.period.has_value());
    base::Timestamp after = kNow;
    for (const auto& expect : c.days) {
      const auto due = next_due(*answer.period, after, cal::shipped_calendar());
      CHECK((due ? shown(*due) + (due->working_day ? "" : " off") : "end") == expect);
      if (!due) break;
      CHECK(due->due > after);
      CHECK(due->calendar_version == cal::kShippedVersion);
      after = due->due;
    }
  }
}

TEST_CASE("phrases/period: a hundred due days ascend, also far from the table and on odd values") {
  for (const char* text : {"báo cáo ngày 31 hằng tháng", "báo cáo thứ Sáu hằng tuần", "báo cáo 29/2 hằng năm",
                           "báo cáo 60 ngày một lần", "báo cáo mỗi ngày làm việc trước 16h"}) {
    CAPTURE(text);
    auto answer = read(text);
    REQUIRE(answer.period.has_value());
    base::Timestamp after = kNow;
    for (int i = 0; i < 100; ++i) {
      const auto due = next_due(*answer.period, after, cal::shipped_calendar());
      REQUIRE(due.has_value());
      CHECK(due->due > after);
      after = due->due;
    }
  }
  Period odd;
  odd.day = 99;
  odd.every = 0;
  odd.first = cal::Date{2026, 1, 1};
  CHECK(shown(*next_due(odd, kNow, cal::shipped_calendar())) == "2026-11-30");
  odd.unit = PeriodUnit::week;
  CHECK(next_due(odd, kNow, cal::shipped_calendar()).has_value());
  cal::WeeklyRule rule;
  rule.works = {};
  odd.unit = PeriodUnit::working_day;
  CHECK_FALSE(next_due(odd, kNow, cal::Calendar(rule, {}, "never")).has_value());
}

TEST_CASE("phrases/period: a day that recurs is no plain deadline") {
  for (const char* text :
       {"báo cáo ngày 25 hằng tháng", "báo cáo trước thứ Sáu hằng tuần", "báo cáo hằng năm trước 15/12",
        "báo cáo hằng tuần trước thứ Sáu", "mỗi thứ 6 gửi a báo cáo nhé", "thứ 6 hàng tuần gửi a nhé",
        "by Friday every week", "report annually by 15 December"}) {
    CAPTURE(text);
    CHECK(find_deadline(text, "", cal::shipped_calendar(), kNow).verdict != DeadlineVerdict::understood);
  }
}

TEST_CASE("phrases/period: long and hostile texts end soon") {
  std::string many, weeks;
  while (many.size() < 200 * 1024) many += "báo cáo ngày 5 hằng tháng đến hết trong 6 ";
  while (weeks.size() < 200 * 1024) weeks += "mỗi 6 tháng một lần (15/6 và ";
  const auto start = std::chrono::steady_clock::now();
  CHECK(find_period(many, weeks, cal::shipped_calendar(), kNow).verdict != PeriodVerdict::none);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
