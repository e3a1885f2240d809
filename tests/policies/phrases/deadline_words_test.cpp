// Bare answers to "until when?". Monday 23/11/2026, 10:00; the 24th is a holiday.
#include "policies/phrases/deadline_words.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

std::string shown(const Deadline& deadline) {
  return cal::iso_date(deadline.date) + (deadline.minute ? " " + cal::clock_time(*deadline.minute) : "");
}

// "2026-12-04", "vague 2026-11-30" with the day that is offered, "no deadline", "nothing".
std::string meaning(std::string_view text) {
  const auto answer = read_deadline_words(text, cal::shipped_calendar(), kNow);
  CHECK(answer.deadline.has_value() == (answer.kind == DeadlineWords::Kind::understood));
  CHECK(answer.unclear.has_value() == (answer.kind == DeadlineWords::Kind::unclear));
  switch (answer.kind) {
    case DeadlineWords::Kind::nothing: return "nothing";
    case DeadlineWords::Kind::no_deadline: return "no deadline";
    case DeadlineWords::Kind::understood: return shown(*answer.deadline);
    case DeadlineWords::Kind::unclear: break;
  }
  constexpr const char* problems[] = {"no_such_day", "weekday_differs", "past", "vague", "no_day"};
  return std::string(problems[static_cast<int>(answer.unclear->problem)]) +
         (answer.unclear->candidate ? " " + shown(*answer.unclear->candidate) : "");
}

struct Row {
  std::string text, expect;
};

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(meaning(row.text) == row.expect);
  }
}

}  // namespace

TEST_CASE("phrases/deadline words: a time and nothing else") {
  check({
      {"by end of day Friday", "2026-11-27"},
      {"đ/c làm đến hết tháng 12", "2026-12-31"},
      {"hạn 4/12", "2026-12-04"},
      {"4/12", "2026-12-04"},
      {"4/12/2026", "2026-12-04"},
      {"04-12-2026", "2026-12-04"},
      {"thứ Sáu", "2026-11-27"},
      {"thứ 6 nhé", "2026-11-27"},
      {"t6", "2026-11-27"},
      {"CN", "2026-11-29"},
      {"16h chiều mai", "2026-11-24 16:00"},
      {"4h chiều mai", "2026-11-24 16:00"},
      {"đến 4/12 nhé em", "2026-12-04"},
      {"cho đến cuối tháng", "2026-11-30"},
      {"cho đến 4/12 ạ", "2026-12-04"},
      {"5 ngày nữa", "2026-11-28"},
      {"5 ngày", "2026-11-28"},
      {"5 ngày làm việc", "2026-12-01"},
      {"trong 5 ngày", "2026-11-28"},
      {"1 tuần", "2026-11-30"},
      {"2 tuần nữa nhé", "2026-12-07"},
      {"dạ hạn 4/12 ạ", "2026-12-04"},
      {"Dạ vâng, thứ Sáu ạ", "2026-11-27"},
      {"Vâng anh, cho đến 4/12", "2026-12-04"},
      {"Hạn: 4/12", "2026-12-04"},
      {"hạn là ngày 4/12/2026", "2026-12-04"},
      {"hạn mới 18/12", "2026-12-18"},
      {"trước 4/12", "2026-12-04"},
      {"trước 16h ngày 4/12", "2026-12-04 16:00"},
      {"chậm nhất thứ Sáu tuần này", "2026-11-27"},
      {"thứ Sáu tuần này", "2026-11-27"},
      {"thứ 6 này (27/11) nhé", "2026-11-27"},
      {"mai", "2026-11-24"},
      {"ngày mai", "2026-11-24"},
      {"hôm nay", "2026-11-23"},
      {"chiều mai", "2026-11-24 17:00"},
      {"sáng thứ Tư", "2026-11-25 11:30"},
      {"cuối giờ chiều nay", "2026-11-23 17:00"},
      {"hết giờ hành chính hôm nay", "2026-11-23 17:00"},
      {"cuối tháng này", "2026-11-30"},
      {"hết tháng 12", "2026-12-31"},
      {"hết năm", "2026-12-31"},
      {"hết quý IV", "2026-12-31"},
      {"trong tuần này", "2026-11-27"},
      {"tuần này", "2026-11-27"},
      {"trong tháng 12", "2026-12-31"},
      {"thứ Sáu 4/12", "2026-12-04"},
      {"4 Dec please", "2026-12-04"},
      {"by Friday", "2026-11-27"},
      {"Friday", "2026-11-27"},
      {"December 4", "2026-12-04"},
      {"end of the month", "2026-11-30"},
      {"until the end of December", "2026-12-31"},
      {"in 5 days", "2026-11-28"},
      {"within a week", "2026-11-30"},
      {"a week", "2026-11-30"},
      {"đ/c cho đến 4/12 nhé", "2026-12-04"},
      {"han 4/12", "2026-12-04"},
      {"thu 6", "2026-11-27"},
      {"den het thang 12 nhe em", "2026-12-31"},
      {"48 giờ", "2026-11-25 10:00"},
      {"sau 3 ngày", "2026-11-26"},
      {"20h tối nay", "2026-11-23 20:00"},
      {"Ngày 4 tháng 12 năm 2026.", "2026-12-04"},
      {"(4/12)", "2026-12-04"},
      {"lấy 4/12 nhé", "2026-12-04"},
      {"em cứ để 4/12", "2026-12-04"},
      {"hạn em để thứ Sáu nhé", "2026-11-27"},
      {"Chốt 4/12", "2026-12-04"},
      {"chốt thứ 6 nhé em", "2026-11-27"},
      {"OK 4/12", "2026-12-04"},
      {"đến hết 4/12", "2026-12-04"},
      {"chậm nhất 16h ngày 4/12 nhé em", "2026-12-04 16:00"},
      {"Anh chốt thứ Sáu nhé", "2026-11-27"},
      {"Cho em hạn thứ 6 này ạ", "2026-11-27"},
      {"hạn thứ 6 tuần sau", "2026-12-04"},
      {"10 ngày kể từ hôm nay", "2026-12-03"},
      {"một tuần nữa", "2026-11-30"},
      {"hai tuần", "2026-12-07"},
      {"tháng này", "2026-11-30"},
      {"năm nay", "2026-12-31"},
      {"quý này", "2026-12-31"},
      {"cuối năm", "2026-12-31"},
      {"ngày làm việc cuối cùng của tháng", "2026-11-30"},
      {"trước 10h sáng mai", "2026-11-24 10:00"},
      {"8h30 thứ Tư", "2026-11-25 08:30"},
      {"9 giờ sáng ngày 4/12", "2026-12-04 09:00"},
      {"4.12.2026", "2026-12-04"},
      {"4-12", "2026-12-04"},
      {"thứ Sáu tới", "2026-11-27"},
      {"sáng mai", "2026-11-24 11:30"},
      {"ngày kia", "2026-11-25"},
      {"ngày 4 tháng sau", "2026-12-04"},
      {"20/12 năm nay", "2026-12-20"},
      {"2/3", "2027-03-02"},
      {"tomorrow", "2026-11-24"},
      {"tomorrow morning", "2026-11-24 11:30"},
      {"4 pm Friday", "2026-11-27 16:00"},
      {"20 December 2026, please", "2026-12-20"},
  });
}

TEST_CASE("phrases/deadline words: asked back") {
  check({
      {"by the 20th", "vague 2026-12-20"},
      {"không gấp", "vague"},
      {"trước chiều mai", "vague"},
      {"tháng 12", "vague 2026-12-31"},
      {"tuần sau", "vague 2026-12-04"},
      {"đầu tuần sau", "vague 2026-11-30"},
      {"cuối tuần", "vague 2026-11-27"},
      {"sớm", "vague"},
      {"càng sớm càng tốt", "vague"},
      {"trước Tết", "vague"},
      {"ngày 25", "vague 2026-11-25"},
      {"thứ Hai", "vague"},
      {"4/12 hoặc 5/12", "vague"},
      {"31/2", "no_such_day"},
      {"thứ Năm 4/12", "weekday_differs"},
      {"22/11", "past"},
      {"16h", "no_day 2026-11-23 16:00"},
      {"5h mai", "vague"},
      {"next Friday", "vague"},
      {"4/12 âm lịch", "vague"},
      {"ngày 25 hằng tháng", "vague"},
      {"thêm 3 ngày", "vague 2026-11-26"},
      {"nửa tháng", "vague"},
      {"tối thứ Sáu", "vague"},
      {"4/12/2020", "past"},
      {"as soon as possible", "vague"},
      {"cuối ngày", "vague 2026-11-23"},
      {"trong ngày nhé", "vague 2026-11-23"},
  });
}

TEST_CASE("phrases/deadline words: none is wanted") {
  check({
      {"không cần hạn", "no deadline"},
      {"không cần hạn nhé em", "no deadline"},
      {"Không có thời hạn", "no deadline"},
      {"no deadline", "no deadline"},
      {"hạn không", "no deadline"},
      {"Deadline: none", "no deadline"},
      {"no due date please", "no deadline"},
  });
}

TEST_CASE("phrases/deadline words: more than a time, or none") {
  check({
      {"25", "nothing"},
      {"4/12 được không?", "nothing"},
      {"4/12 vì chờ số liệu", "nothing"},
      {"Phòng Kinh tế chủ trì", "nothing"},
      {"hạn 4/12, Phòng Kinh tế chủ trì", "nothing"},
      {"đồng ý", "nothing"},
      {"2 ngày 4 và 5/12", "nothing"},
      {"mốt", "nothing"},
      {"Không", "nothing"},
      {"không", "nothing"},
      {"ok", "nothing"},
      {"đã nhận", "nothing"},
      {"4/12 nhé, giao Phòng Kinh tế", "nothing"},
      {"Số 4/12", "nothing"},
      {"", "nothing"},
      {"?", "nothing"},
      {"nhé", "nothing"},
      {"dạ vâng ạ", "nothing"},
  });
}

TEST_CASE("phrases/deadline words: its words as written, its hour on the calendar") {
  const auto answer = read_deadline_words("Dạ, cho đến 16h chiều thứ Sáu nhé anh.", cal::shipped_calendar(), kNow);
  REQUIRE(answer.deadline.has_value());
  CHECK(answer.deadline->words == "cho đến 16h chiều thứ Sáu");
  CHECK(answer.deadline->due == cal::at_minute(cal::Date{2026, 11, 27}, 16 * 60));
  CHECK(answer.deadline->calendar_version == cal::kShippedVersion);
  CHECK(read_deadline_words("5 ngày làm việc", cal::shipped_calendar(), kNow).deadline->counted);
}

TEST_CASE("phrases/deadline words: long texts are no bare answers") {
  std::string many = "4/12";
  for (int i = 0; i < 60; ++i) many += " nhé em";
  CHECK(meaning(many) == "nothing");
}
