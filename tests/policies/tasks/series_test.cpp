// A series as a value: its periods over days off and year's end, changed, and the words that change it.
#include "policies/tasks/series/series.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "policies/tasks/series/series_words.h"

using namespace policies::tasks;
namespace cal = policies::calendar;
namespace phrases = policies::phrases;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);  // a Monday

phrases::Period period_of(const std::string& words, base::Timestamp now = kNow) {
  const auto answer = phrases::find_period("", "báo cáo " + words, cal::shipped_calendar(), now);
  REQUIRE_MESSAGE(answer.period.has_value(), words);
  return *answer.period;
}

Series series_of(const std::string& words) {
  Series series;
  series.number = "CK-2026-000001";
  series.period = period_of(words);
  series.days_before = usual_days_before(series.period);
  series.after = begins_after(series.period, kNow);
  return series;
}

std::string dues(const Series& series, std::size_t count = 3) {
  std::string out;
  for (const auto& one : coming_periods(series, cal::shipped_calendar(), count))
    out += (out.empty() ? "" : " ") + cal::iso_date(one.due.date);
  return out;
}

Series given(Series series, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto next = coming_periods(series, cal::shipped_calendar(), 1).at(0);
    series = with_task(std::move(series), next.due.date, next.due.due);
  }
  return series;
}

SeriesWish wish(const std::string& text, const std::string& current = "ngày 25 hằng tháng") {
  return read_series_words(text, period_of(current), cal::shipped_calendar(), kNow);
}

}  // namespace

TEST_CASE("tasks/series: due days follow each other over days off and the year's end; each once") {
  const Series month = series_of("ngày 25 hằng tháng");
  CHECK(dues(month) == "2026-11-25 2026-12-25 2027-01-25");
  CHECK(dues(given(month, 2)) == "2027-01-25 2027-02-25 2027-03-25");
  CHECK(dues(series_of("thứ Hai hằng tuần"), 2) == "2026-11-30 2026-12-07");  // not the day on which it is said
  const auto coming = coming_periods(series_of("ngày 25 hằng tháng"), cal::shipped_calendar(), 2);
  // Ten working days before Friday, 25 December, when the office opens.
  CHECK(coming[1].handed_out == cal::at_minute({2026, 12, 11}, 7 * 60 + 30));
  CHECK(dues(series_of("ngày 25 hằng tháng, đến hết 31/12/2026")) == "2026-11-25 2026-12-25");
}

TEST_CASE("tasks/series: a change holds for periods without a task, and no period gets two") {
  const Series one = given(series_of("ngày 25 hằng tháng"), 1);  // November has its task
  SeriesChange later;
  later.period = period_of("ngày 28 hằng tháng");
  CHECK(dues(changed(one, later, kNow)) == "2026-12-28 2027-01-28 2027-02-28");
  SeriesChange next_month;
  next_month.period = period_of("ngày 20 hằng tháng từ tháng 1/2027");
  CHECK(dues(changed(one, next_month, kNow)) == "2026-12-25 2027-01-20 2027-02-20");
  SeriesChange weekly;
  weekly.period = period_of("thứ Sáu hằng tuần");
  CHECK(dues(changed(one, weekly, kNow)) == "2026-11-27 2026-12-04 2026-12-11");
  SeriesChange back;
  back.period = period_of("ngày 25 hằng tháng");
  CHECK(dues(changed(changed(one, next_month, kNow), back, kNow)) == "2026-12-25 2027-01-25 2027-02-25");
}

TEST_CASE("tasks/series: what fell due while it rested, or was missed, does not come again") {
  Series series = given(series_of("ngày 25 hằng tháng"), 1);
  SeriesChange pause, resume;
  pause.state = SeriesState::paused;
  resume.state = SeriesState::running;
  series = changed(series, pause, kNow);
  series = changed(series, resume, cal::at_minute({2027, 2, 1}, 600));
  CHECK(dues(series, 2) == "2027-02-25 2027-03-25");
  SeriesChange missed;
  missed.missed = {{2027, 2, 25}};
  series = changed(series, missed, cal::at_minute({2027, 3, 1}, 600));
  CHECK(dues(series, 1) == "2027-03-25");
}

TEST_CASE("tasks/series words: ended, paused, resumed, changed") {
  for (const char* text :
       {"Ngừng", "ngừng nhé em", "KẾT THÚC", "Kết thúc chuỗi này", "HẾT CHU KỲ", "het chu ky", "dừng lại nhé",
        "Chấm dứt việc báo cáo này.", "hủy chu kỳ CK-2026-000003", "stop", "Ngừng, vì đã có phần mềm",
        "Anh đề nghị ngừng chu kỳ này.", "Chuỗi này dừng nhé", "không cần báo cáo nữa", "Từ nay ngừng"}) {
    CAPTURE(text);
    const auto said = wish(text);
    CHECK(said.end);
    CHECK(!said.doubtful);
    CHECK(said.rest.empty());
  }
  CHECK(wish("Ngừng, vì đã có phần mềm").reason == "vì đã có phần mềm");
  for (const char* text : {"tạm dừng", "TẠM NGỪNG chuỗi này nhé", "tam dung", "Hoãn lại", "pause"}) {
    CAPTURE(text);
    CHECK(wish(text).pause);
    CHECK(!wish(text).end);
  }
  for (const char* text : {"tiếp tục", "Tiếp tục nhé em", "TIEP TUC", "khôi phục chuỗi này", "continue"}) {
    CAPTURE(text);
    CHECK(wish(text).resume);
  }
  REQUIRE(wish("Kết thúc từ tháng sau").last.has_value());
  CHECK(cal::iso_date(*wish("Kết thúc từ tháng sau").last) == "2026-11-30");
  CHECK(!wish("Kết thúc từ tháng sau").end);
  REQUIRE(wish("Từ tháng sau ngừng nhé").last.has_value());
  REQUIRE(wish("Đến hết tháng 6/2027").last.has_value());
  CHECK(cal::iso_date(*wish("Đến hết tháng 6/2027").last) == "2027-06-30");
  REQUIRE(wish("Từ tháng sau chuyển sang ngày 20").period.has_value());
  CHECK(wish("Từ tháng sau chuyển sang ngày 20").period->day == 20);
  REQUIRE(wish("đổi sang thứ Năm", "thứ Sáu hằng tuần").period.has_value());
  CHECK(wish("giao trước 5 ngày làm việc").days_before == 5);
  CHECK(wish("Bổ sung: kèm số liệu năm 2025").added == "kèm số liệu năm 2025");
  CHECK(wish("chuyển sang ngày 32").period == std::nullopt);
}

TEST_CASE("tasks/series words: what is not meant as one does nothing") {
  for (const char* text :
       {"Không ngừng nhé", "Đừng dừng", "Có nên ngừng không?", "Nếu tháng sau vẫn chậm thì ngừng",
        "Không chuyển sang ngày 20 nữa", "Cảm ơn các đồng chí", "Tháng trước báo cáo chậm quá",
        "Báo cáo ngày 20 vừa rồi sơ sài quá, các đồng chí rút kinh nghiệm nhé", "Phòng Kinh tế chủ trì thay",
        "Tạm dừng đến tháng 3", "Ngừng việc đó ở Phòng Nội vụ, còn Phòng Kinh tế vẫn làm"}) {
    CAPTURE(text);
    const auto said = wish(text);
    CHECK_FALSE((said.says_something() && !said.doubtful && !said.asks));
  }
  CHECK(wish("Ngừng. À không, để sang năm").doubtful);
}

TEST_CASE("tasks/series words: numbers in subjects") {
  CHECK(series_number_in("Re: [CK-2026-000003] Báo cáo") == "CK-2026-000003");
  CHECK(series_number_in("ck.lam-son-2026-000012 ngừng") == "CK.LAM-SON-2026-000012");
  CHECK(series_number_in("Báo cáo CK 2026").empty());
  CHECK(series_number_in("ACK-2026-000003").empty());
  CHECK(series_number_in("Báo cáo 12/BCK-2026").empty());
}
