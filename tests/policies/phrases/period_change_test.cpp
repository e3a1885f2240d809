// A standing period changed in words, its end, its name; a deadline beside it. Monday 23/11/2026, 10:00.
#include "policies/phrases/period_change.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

Period period_of(const std::string& words) {
  const auto answer = find_period("", "báo cáo " + words, cal::shipped_calendar(), kNow);
  REQUIRE_MESSAGE(answer.period.has_value(), words);
  return *answer.period;
}

std::string changed(const std::string& from, const std::string& text) {
  const auto answer = find_changed_period(period_of(from), text, cal::shipped_calendar(), kNow);
  if (answer.verdict == PeriodVerdict::none) return "none";
  return answer.period ? describe(*answer.period).vi : "unclear";
}

std::string end_in(const std::string& text) {
  const auto date = find_period_end(text, cal::shipped_calendar(), kNow);
  return date ? cal::iso_date(*date) : "none";
}

}  // namespace

TEST_CASE("phrases/period change: another day in the same unit, a whole new period, from when on") {
  struct Row {
    std::string from, text, expect;
  };
  for (const auto& row : std::vector<Row>{
           {"ngày 25 hằng tháng", "chuyển sang ngày 20", "ngày 20 hằng tháng"},
           {"ngày 25 hằng tháng", "đổi sang ngày 20 hằng tháng nhé em", "ngày 20 hằng tháng"},
           {"ngày 25 hằng tháng", "Từ tháng sau chuyển sang ngày 20", "ngày 20 hằng tháng, từ 01/12/2026"},
           {"ngày 25 hằng tháng", "tu thang sau chuyen sang ngay 20", "ngày 20 hằng tháng, từ 01/12/2026"},
           {"ngày 25 hằng tháng", "từ tháng 1/2027 đổi thành ngày cuối tháng",
            "ngày cuối cùng hằng tháng, từ 01/01/2027"},
           {"ngày 25 hằng tháng", "chuyển sang thứ Sáu hằng tuần", "thứ Sáu hằng tuần"},
           {"thứ Sáu hằng tuần", "đổi sang thứ Năm", "thứ Năm hằng tuần"},
           {"16h thứ Sáu hằng tuần", "đổi sang thứ Năm", "16:00 thứ Năm hằng tuần"},
           {"thứ Sáu hằng tuần", "đổi sang thứ Năm, từ tuần sau", "thứ Năm hằng tuần, từ 30/11/2026"},
           {"thứ Sáu hằng tuần", "từ tháng sau chuyển sang ngày 20 hằng tháng", "ngày 20 hằng tháng, từ 01/12/2026"},
           {"thứ Sáu hằng tuần, đến hết 30/6/2027", "đổi sang thứ Hai", "thứ Hai hằng tuần, đến hết 30/06/2027"},
           {"ngày 25 hằng tháng", "change to the 20th of every month", "ngày 20 hằng tháng"},
           {"ngày 25 hằng tháng", "Phòng Kinh tế chủ trì thay", "none"},
           {"ngày 25 hằng tháng", "cảm ơn các đồng chí", "none"},
       }) {
    CAPTURE(row.text);
    CHECK(changed(row.from, row.text) == row.expect);
  }
}

TEST_CASE("phrases/period change: until when") {
  struct Row {
    std::string text, expect;
  };
  for (const auto& row : std::vector<Row>{{"đến hết tháng 6/2027", "2027-06-30"},
                                          {"kết thúc từ tháng sau", "2026-11-30"},
                                          {"sau kỳ tháng 12 thì thôi", "2026-12-31"},
                                          {"đến hết năm", "2026-12-31"},
                                          {"đến hết 30/6/2027", "2027-06-30"},
                                          {"cảm ơn", "none"}}) {
    CAPTURE(row.text);
    CHECK(end_in(row.text) == row.expect);
  }
}

TEST_CASE("phrases/period change: a deadline beside a period, and none in it") {
  struct Row {
    std::string text;
    std::size_t count;
  };
  for (const auto& row : std::vector<Row>{{"Báo cáo trước ngày 25 hằng tháng.", 0},
                                          {"Báo cáo ngày 25 hằng tháng, đến hết 31/12/2026.", 0},
                                          {"Báo cáo ngày 25 hằng tháng từ tháng 1/2027 đến hết tháng 6/2027.", 0},
                                          {"Báo cáo thứ Sáu hằng tuần, trước 16h.", 0},
                                          {"Báo cáo thứ Sáu hằng tuần. Hạn 20/12/2026.", 1},
                                          {"Báo cáo thứ Sáu hằng tuần, riêng kế hoạch nộp trước 10/12/2026.", 1}}) {
    CAPTURE(row.text);
    const auto answer = find_period("", row.text, cal::shipped_calendar(), kNow);
    REQUIRE(answer.period.has_value());
    CHECK(deadlines_beside(*answer.period, "", row.text, cal::shipped_calendar(), kNow).size() == row.count);
  }
}

TEST_CASE("phrases/period change: the name of a period") {
  struct Row {
    std::string words;
    cal::Date due;
    std::string name;
  };
  for (const auto& row : std::vector<Row>{{"ngày 25 hằng tháng", {2026, 12, 25}, "tháng 12/2026"},
                                          {"ngày 5 hằng tháng", {2026, 12, 5}, "đến hạn 05/12/2026"},
                                          {"thứ Sáu hằng tuần", {2027, 1, 1}, "tuần 28/12–03/01/2027"},
                                          {"ngày 15 tháng cuối quý, hằng quý", {2026, 12, 15}, "quý IV/2026"},
                                          {"6 tháng một lần (15/6 và 15/12)", {2026, 12, 15}, "6 tháng cuối năm 2026"},
                                          {"ngày 15/12 hằng năm", {2026, 12, 15}, "năm 2026"},
                                          {"hằng ngày trước 16h", {2026, 12, 15}, "ngày 15/12/2026"}}) {
    CAPTURE(row.words);
    CHECK(period_name(period_of(row.words), row.due).vi == row.name);
  }
}
