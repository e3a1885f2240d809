// Further phrases of leaders, as they were found missed or misread: what they mean on Monday 23/11/2026, 10:00.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "policies/phrases/deadline_text.h"

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

// "2026-12-20 16:00", "asked back", "none".
std::string meaning(const DeadlineAnswer& answer) {
  if (answer.verdict == DeadlineVerdict::none) return "none";
  if (answer.verdict != DeadlineVerdict::understood) return "asked back";
  const Deadline& deadline = answer.found.at(0);
  return cal::iso_date(deadline.date) + (deadline.minute ? " " + cal::clock_time(*deadline.minute) : "");
}

struct Phrase {
  std::string text, expect;
};

void check(const std::vector<Phrase>& phrases) {
  for (const auto& phrase : phrases) {
    CAPTURE(phrase.text);
    CHECK(meaning(find_deadline(phrase.text, "", cal::shipped_calendar(), kNow)) == phrase.expect);
    CHECK(meaning(find_deadline("", "Kính gửi các đơn vị,\n\n" + phrase.text + "\n\nTrân trọng.",
                                cal::shipped_calendar(), kNow)) == phrase.expect);
  }
}

void check_asked_back(const std::vector<std::string>& texts) {
  std::vector<Phrase> phrases;
  for (const auto& text : texts) phrases.push_back({text, "asked back"});
  check(phrases);
}

}  // namespace

TEST_CASE("tasks/deadline phrases: understood") {
  check({
      {"trước 8 rưỡi sáng thứ Sáu", "2026-11-27 08:30"},
      {"trước 8h rưỡi sáng thứ Sáu", "2026-11-27 08:30"},
      {"trước 4 giờ rưỡi chiều thứ Sáu", "2026-11-27 16:30"},
      {"trước 5 giờ kém 15 chiều thứ Sáu", "2026-11-27 16:45"},
      {"trước 17 giờ kém 15 thứ Sáu", "2026-11-27 16:45"},
      {"hạn 20/12 trước 16h", "2026-12-20 16:00"},
      {"hạn ngày 20/12/2026 trước 16 giờ", "2026-12-20 16:00"},
      {"hạn 20/12, trước 16h", "2026-12-20 16:00"},
      {"trước 1 giờ trưa mai", "2026-11-24 13:00"},
      {"không để quá ngày 5/12", "2026-12-05"},
      {"không được để quá 5/12", "2026-12-05"},
      {"không sau ngày 5/12", "2026-12-05"},
      {"Hạn=30/11/2026", "2026-11-30"},
      {"Hạn → 30/11/2026", "2026-11-30"},
      {"hạn ngày 20/12 năm sau", "2027-12-20"},
      {"trước T.6", "2026-11-27"},
      {"trong thời gian 5 ngày làm việc", "2026-12-01"},
      {"trong thời gian 05 ngày", "2026-11-28"},
      {"thời gian thực hiện: 05 ngày làm việc", "2026-12-01"},
      {"thời gian: 5 ngày làm việc", "2026-12-01"},
      {"trong mười lăm ngày", "2026-12-08"},
      {"trong mười lăm (15) ngày", "2026-12-08"},
      {"trong hai mươi ngày", "2026-12-13"},
      {"chậm nhất 02 ngày làm việc phải báo cáo", "2026-11-26"},
      {"chậm nhất sau 02 ngày làm việc", "2026-11-26"},
      {"chậm nhất là 5 ngày làm việc kể từ ngày nhận", "2026-12-01"},
      {"tối đa 5 ngày làm việc", "2026-12-01"},
      {"trong tối đa 5 ngày làm việc", "2026-12-01"},
      {"by Dec. 20", "2026-12-20"},
      {"by Dec. 20th, 2026", "2026-12-20"},
      {"by 20-Dec-2026", "2026-12-20"},
      {"by 20-Dec", "2026-12-20"},
      {"due by Friday noon", "2026-11-27 12:00"},
      {"by Friday at noon", "2026-11-27 12:00"},
      {"by noon Friday", "2026-11-27 12:00"},
      {"by Friday 5 p.m.", "2026-11-27 17:00"},
      {"by 5 p.m. Friday", "2026-11-27 17:00"},
      {"by 5 p.m. on 27 November", "2026-11-27 17:00"},
      {"at the latest 20 Dec", "2026-12-20"},
      {"till 20 Dec", "2026-12-20"},
      {"prior to 20 Dec", "2026-12-20"},
      {"within fourteen days", "2026-12-07"},
      {"within a week", "2026-11-30"},
      {"no later than 5 working days", "2026-12-01"},
      {"by tomorrow noon", "2026-11-24 12:00"},
      {"due 2026-12-20T16:00", "2026-12-20 16:00"},
      {"hạn 20/12 năm 2027", "2027-12-20"},
      {"hạn 20 tháng 12 năm sau", "2027-12-20"},
      {"trước 10h00, sáng ngày 28/11", "2026-11-28 10:00"},
      {"hạn tầm 20/12", "2026-12-20"},
      {"hạn dự kiến 20/12", "2026-12-20"},
      {"trước thứ 6, tuần sau", "2026-12-04"},
      {"trước thứ sáu của tuần sau", "2026-12-04"},
      {"report due 30 Nov., 4 pm", "2026-11-30 16:00"},
      {"Please reply no later than Monday 30 November 2026 at 4 p.m.", "2026-11-30 16:00"},
      {"by 16:00 hours on 30 November", "2026-11-30 16:00"},
      {"by Thurs", "2026-11-26"},
      {"by Weds", "2026-11-25"},
      {"by Tues", "2026-11-24"},
      {"before noon on Friday", "2026-11-27 12:00"},
      {"within 48 hrs", "2026-11-25 10:00"},
      {"within 2 hrs", "2026-11-23 12:00"},
      {"within 3 calendar days", "2026-11-26"},
      {"within 3 workdays", "2026-11-27"},
      {"within 3 working days from the date of receipt", "2026-11-27"},
      {"hết giờ hành chính ngày 25/11", "2026-11-25 17:00"},
      {"hết giờ làm việc ngày 25/11/2026", "2026-11-25 17:00"},
      {"by year end", "2026-12-31"},
      {"by year's end", "2026-12-31"},
      {"by end of Q1", "2027-03-31"},
  });
}

TEST_CASE("tasks/deadline phrases: asked back, neither missed nor guessed") {
  check_asked_back({
      "COB thứ 6",
      "by end of business Friday",
      "trước 12h đêm thứ Sáu",
      "trước giờ hành chính ngày 25/11",
      "trong giờ hành chính ngày 25/11",
      "trước ngày cuối cùng của tháng",
      "hạn sau 3 ngày",
      "trong 30 phút",
      "trong vòng 30 phút nữa",
      "trong 3 buổi làm việc",
      "trước 5 ngày làm việc",
      "trước ngày họp 5 ngày",
      "hạn phường 20/12, hạn xã 25/12",
      "đến hết ngày làm việc 25/11",
      "Quá 25/11 không nhận",
      "25/11 nộp",
      "25/11 xong",
      "Nộp 25/11",
      "Cần ngay hôm nay",
      "khẩn: 15h hôm nay",
      "trước ngày Quốc khánh",
      "trước 23 tháng Chạp",
      "trước ngày nghỉ lễ",
      "by 5 o'clock Friday",
      "by 1700 Friday",
      "by 1700h Friday",
      "by EOD",
      "EOD Friday please",
      "EOB Friday please",
      "by EOB Friday",
      "by end of play Friday",
      "by EOW",
      "by Friday week",
      "20 Dec at the latest",
      "in a fortnight",
      "five working days from now",
      "by tomorrow morning",
      "by tonight",
      "trước 5h thứ Sáu",
      "trước 3h ngày 25/11",
      "by 5:00 Friday",
      "trong 2 ngày cuối tuần",
      "sáng 25/11 gửi dự thảo, chiều 27/11 gửi bản chính thức",
      "dự kiến hoàn thành 20/12",
      "phấn đấu hoàn thành 20/12",
      "hoàn thành 20/12",
      "xong 20/12",
      "gửi 20/12",
      "16h nay nộp",
      "16h mai nộp",
      "trước giờ ăn trưa mai",
      "trước bữa trưa",
      "không quá 16h",
      "đến 16h là chốt",
      "16h chốt",
      "sau 2h báo lại tôi",
      "2 tiếng nữa báo lại",
      "30p nữa gửi",
      "10 phút nữa gửi",
      "trước thứ sáu tuần sau nữa",
      "mai gửi tôi",
      "mai nộp",
      "mai phải có",
      "nay mai phải xong",
      "tháng 12 phải xong",
      "15 tháng 12 nộp báo cáo",
      "quý IV phải xong",
      "need this today",
      "before lunch tomorrow",
      "first thing Monday",
      "first thing tomorrow",
      "by mid December",
      "by mid-December",
      "by late December",
      "by the middle of December",
      "by Q1 2027",
      "by December",
      "within 90 minutes",
      "within a month",
      "within one month",
  });
}

TEST_CASE("tasks/deadline phrases: every week is no one day, and a second day that is said counts") {
  check_asked_back({
      "hạn thứ 6 hàng tuần",
      "Em nhắc anh Đức: báo cáo tuần, hạn 16h30 thứ 6 hàng tuần.",
      "by Friday every week",
      "trước 15/12 hằng năm",
      "hạn 20/12 & 25/12",
      "hạn 20/12, 25/12",
      "hạn 20/12 (hoặc 25/12 nếu mưa)",
      "Hạn được lùi từ 20/12 sang 25/12",
      "hạn từ 8h đến 11h ngày 25/11",
      "trước 27 Tết phải xong",
      "sau lễ báo cáo",
      "hạn 1/1/10000",
  });
}

TEST_CASE("tasks/deadline phrases: no deadline") {
  check({
      {"trong 2 ngày 25-26/11", "none"},
      {"trong hai ngày 25 và 26/11", "none"},
      {"thẻ hết hạn 31/12/2026", "none"},
      {"hạn dùng: 20/12/2026", "none"},
      {"thuốc hết hạn ngày 20/12/2026", "none"},
      {"giấy phép có thời hạn đến 20/12/2027", "none"},
      {"trong 3 ngày 24, 25, 26/11 tổ chức tập huấn", "none"},
      {"trong 2 ngày 24 và 25/11, kiểm tra các phường", "none"},
      {"Hạn: không có", "none"},
      {"Hạn: không", "none"},
      {"Thu hồi thẻ BHYT hết hạn 31/12/2026", "none"},
      {"Lập danh sách giấy phép hết hạn trong tháng 12", "none"},
      {"Hợp đồng có thời hạn 12 tháng", "none"},
      {"Hạng mục thứ hai của công trình", "none"},
      {"The report was signed by the chairman last Friday", "none"},
      {"The permit is valid until 31 December 2026", "none"},
  });
}

TEST_CASE("tasks/deadline phrases: decomposed letters read the same") {
  // "về" with marks of their own: the line goes on with the sentence above.
  CHECK(meaning(find_deadline("", "Đề nghị gửi báo cáo\nve\u0302\u0300 Văn phòng thị xã tuần sau",
                              cal::shipped_calendar(), kNow)) == "asked back");
}
