#include "policies/phrases/deadline_text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <vector>

#include "policies/phrases/words.h"

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

// Monday 23/11/2026, 10:00 in the office; the 24th is a holiday.
const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

const char* problem_word(Problem problem) {
  switch (problem) {
    case Problem::no_such_day: return "no_such_day";
    case Problem::weekday_differs: return "weekday_differs";
    case Problem::past: return "past";
    case Problem::vague: return "vague";
    case Problem::no_day: return "no_day";
  }
  return "?";
}

std::string shown(const Deadline& deadline) {
  return cal::iso_date(deadline.date) + (deadline.minute ? " " + cal::clock_time(*deadline.minute) : "");
}

std::string shown(const DeadlineAnswer& answer) {
  std::string out;
  switch (answer.verdict) {
    case DeadlineVerdict::none: return "none";
    case DeadlineVerdict::understood: return shown(answer.found.at(0));
    case DeadlineVerdict::ambiguous:
      out = "ambiguous";
      for (const auto& found : answer.found) out += " " + shown(found);
      return out;
    case DeadlineVerdict::unreadable:
      out = "unreadable";
      for (const auto& unclear : answer.unclear) out += std::string(" ") + problem_word(unclear.problem);
      return out;
  }
  return "?";
}

struct Case {
  std::string text;
  std::string expect;
};

void run(const std::vector<Case>& cases) {
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto in_subject = find_deadline(c.text, "", cal::shipped_calendar(), kNow);
    CHECK(shown(in_subject) == c.expect);
    const auto in_body =
        find_deadline("", "Kính gửi các đơn vị,\n\n" + c.text + "\n\nTrân trọng.", cal::shipped_calendar(), kNow);
    CHECK(shown(in_body) == c.expect);
  }
}

}  // namespace

TEST_CASE("tasks/deadline: dates in Vietnamese") {
  run({
      {"Báo cáo rà soát, hạn 20/12", "2026-12-20"},
      {"bao cao ra soat, han 20/12", "2026-12-20"},
      {"Hạn chót 20/12/2026", "2026-12-20"},
      {"HẠN CHÓT: 20/12/2026", "2026-12-20"},
      {"han chot 20-12-2026", "2026-12-20"},
      {"Hạn: 20.12.2026.", "2026-12-20"},
      {"trước ngày 20/12", "2026-12-20"},
      {"Hoàn thành trước ngày 20 tháng 12 năm 2026", "2026-12-20"},
      {"thời hạn hoàn thành là ngày 20 tháng 12", "2026-12-20"},
      {"hạn nộp báo cáo: 05/01", "2027-01-05"},
      {"hạn hoàn thành 5/1", "2027-01-05"},
      {"hạn 23/11", "2026-11-23"},
      {"hạn 22/11", "unreadable past"},  // yesterday: not next year's
      {"hạn 20/8", "2027-08-20"},
      {"hạn 29/2", "2028-02-29"},
      {"chậm nhất ngày 02/12/2026", "2026-12-02"},
      {"chậm nhất là 20/12", "2026-12-20"},
      {"gửi về Văn phòng đến hết ngày 30/11", "2026-11-30"},
      {"trong ngày 25/11", "2026-11-25"},
      {"hạn 20 / 12 / 2026", "2026-12-20"},
      {"thời gian hoàn thành 30/11/2026", "2026-11-30"},
      {"hạn 20/12/26", "2026-12-20"},
      {"hạn 2026-12-20", "2026-12-20"},
      {"hạn ngày mai", "2026-11-24"},
      {"trước ngày mai", "2026-11-24"},
      {"hạn hôm nay", "2026-11-23"},
      {"trước 20 tháng này", "unreadable past"},
      {"trước 28 tháng này", "2026-11-28"},
      {"hạn ngày 10 tháng sau", "2026-12-10"},
      {"hạn trả lời: trước ngày 15/12/2026 (thứ Ba)", "2026-12-15"},
      {"cuối ngày 20/12 là hạn chót", "2026-12-20"},
  });
}

TEST_CASE("tasks/deadline: hours") {
  run({
      {"trước 16h thứ Sáu", "2026-11-27 16:00"},
      {"truoc 16h thu sau", "2026-11-27 16:00"},
      {"trước 16 giờ thứ 6", "2026-11-27 16:00"},
      {"trước 17h00 ngày 05/01", "2027-01-05 17:00"},
      {"trước 17 giờ 00 ngày 05/01/2027", "2027-01-05 17:00"},
      {"trước 16h30 ngày 20/12", "2026-12-20 16:30"},
      {"trước 16g30 ngày 20/12", "2026-12-20 16:30"},
      {"trước 16h 20/12", "2026-12-20 16:00"},
      {"hạn 20/12 16:30", "2026-12-20 16:30"},
      {"hạn 20/12/2026 lúc 9h", "2026-12-20 09:00"},
      {"trước 5 giờ chiều thứ Năm", "2026-11-26 17:00"},
      {"trước 11h sáng mai", "2026-11-24 11:00"},
      {"trước 16h hôm nay", "2026-11-23 16:00"},
      {"trước 9h hôm nay", "unreadable past"},
      {"hạn: trước 24h ngày 20/12", "2026-12-20"},
      {"trước 0h ngày 21/12", "2026-12-21 00:00"},
      {"hạn 20/12, 8h sáng mai họp tại hội trường", "2026-12-20"},
      {"trước 16h\nthứ Sáu", "2026-11-27 16:00"},
      {"Hạn 20/12\n8h họp giao ban", "2026-12-20"},
      {"trước 16h thứ Sáu, ngày 27/11/2026", "2026-11-27 16:00"},
      {"hạn T6", "2026-11-27"},
      {"hạn Chủ nhật", "2026-11-29"},
      {"hạn thứ Ba tuần sau", "2026-12-01"},
      {"hạn thứ Hai tới", "2026-11-30"},
      {"hạn thứ Tư tuần này", "2026-11-25"},
  });
}

TEST_CASE("tasks/deadline: spans on the working calendar") {
  run({
      {"trong 5 ngày làm việc", "2026-12-01"},
      {"trong 05 (năm) ngày làm việc", "2026-12-01"},
      {"trong vòng 1 ngày làm việc", "2026-11-25"},
      {"trong thời hạn 03 ngày làm việc kể từ ngày nhận được văn bản", "2026-11-27"},
      {"trong ba ngày làm việc", "2026-11-27"},
      {"hạn: 5 ngày làm việc", "2026-12-01"},
      {"không quá 5 ngày làm việc", "2026-12-01"},
      {"trong 3 ngày", "2026-11-26"},
      {"trong 2 tuần", "2026-12-07"},
      {"trong 4 giờ làm việc", "2026-11-23 16:00"},
      {"trong 24h", "2026-11-24 10:00"},
      {"trong vòng 48 giờ", "2026-11-25 10:00"},
      {"within 5 working days", "2026-12-01"},
      {"within 2 business days", "2026-11-26"},
      {"in 5 working days", "2026-12-01"},
      {"trong 5 ngày làm việc kể từ ngày 01/12", "unreadable vague"},
      {"trong 1-2 ngày làm việc", "unreadable vague"},
      {"trong 1 tháng", "unreadable vague"},
      {"kết quả trong 5 ngày qua", "none"},
      {"trong 3 ngày nghỉ Tết vừa rồi", "none"},
  });
  const auto answer = find_deadline("trong 5 ngày làm việc", "", cal::shipped_calendar(), kNow);
  REQUIRE(answer.found.size() == 1);
  CHECK(answer.found[0].counted);
  CHECK(answer.found[0].covered);
  CHECK(answer.found[0].calendar_version == cal::kShippedVersion);
  CHECK(answer.found[0].words == "trong 5 ngày làm việc");
  CHECK(answer.found[0].due == cal::end_of_day(cal::Date{2026, 12, 1}));
}

TEST_CASE("tasks/deadline: English") {
  run({
      {"Please report by 20 Dec", "2026-12-20"},
      {"by 20 December 2026", "2026-12-20"},
      {"by Dec 20, 2026", "2026-12-20"},
      {"by the 20th of December", "2026-12-20"},
      {"by Friday", "2026-11-27"},
      {"by 4 pm Friday", "2026-11-27 16:00"},
      {"by 4:30pm on Friday", "2026-11-27 16:30"},
      {"before 16:00 on 20/12/2026", "2026-12-20 16:00"},
      {"Deadline: 20/12/2026", "2026-12-20"},
      {"due 20 Dec 2026", "2026-12-20"},
      {"no later than 20 Dec", "2026-12-20"},
      {"by end of day Friday", "2026-11-27"},
      {"by tomorrow", "2026-11-24"},
      {"by Friday next week", "2026-12-04"},
      {"by next Friday", "unreadable vague"},
      {"Deadline: TBD", "unreadable vague"},
      {"by next week", "unreadable vague"},
      {"prepared by the office in 2026, by hand", "none"},
  });
}

TEST_CASE("tasks/deadline: nothing is guessed") {
  run({
      {"hạn 31/2", "unreadable no_such_day"},
      {"hạn 32/13", "unreadable no_such_day"},
      {"trước 25h ngày 20/12", "unreadable no_such_day"},
      {"trước 16h75 ngày 20/12", "unreadable no_such_day"},
      {"hạn thứ Sáu 20/12", "unreadable weekday_differs"},
      {"trước 16h", "unreadable no_day"},
      {"hạn thứ Hai", "unreadable vague"},  // said on a Monday
      {"hạn cuối tuần", "unreadable vague"},
      {"hạn cuối tháng 12", "2026-12-31"},
      {"hạn: càng sớm càng tốt", "unreadable vague"},
      {"Hạn: như đã thống nhất", "unreadable vague"},
      {"trước Tết", "unreadable vague"},
      {"trước ngày 20", "unreadable vague"},
      {"hạn 12/2026", "unreadable vague"},
      {"chiều thứ Sáu là hạn, trước chiều thứ Sáu", "unreadable vague"},
      {"Hạn: ngay", "unreadable vague"},
      {"gửi báo cáo trong ngày.", "unreadable vague"},
      {"xong trong tuần này", "2026-11-27"},
      {"by COB Friday", "unreadable vague"},
      {"hạn 05 ngày làm việc, kể từ ngày ký", "unreadable vague"},
      {"hạn 20/12/2025", "unreadable past"},
      {"trước ngày 01/7/2025", "unreadable past"},
      {"hạn 20/12 hoặc hạn 25/12", "ambiguous 2026-12-20 2026-12-25"},
      {"trước 16h 20/12; hạn chót 17h 20/12", "ambiguous 2026-12-20 16:00 2026-12-20 17:00"},
      {"các vướng mắc trước 01/7/2025, hạn 20/12/2026", "2026-12-20"},
  });
}

TEST_CASE("tasks/deadline: a second day that is said counts, ranges and lunar days are asked back") {
  run({
      {"hạn 15/12 - 20/12", "ambiguous 2026-12-15 2026-12-20"},
      {"hạn 15/12 hoặc ngày 20/12", "ambiguous 2026-12-15 2026-12-20"},
      {"hạn 15/12 đến 31/11", "unreadable no_such_day"},
      {"by 15 Dec or 20 Dec", "ambiguous 2026-12-15 2026-12-20"},
      {"hạn 15-20/12", "unreadable vague"},
      {"hạn từ 15/12 đến 20/12", "unreadable vague"},
      {"hạn từ ngày 15/12 đến ngày 20/12", "unreadable vague"},
      {"hạn 15/12 âm lịch", "unreadable vague"},
      {"hạn 15/12 (ÂL)", "unreadable vague"},
      {"hạn 20/12 (10 ngày làm việc)", "ambiguous 2026-12-20 2026-12-08"},
      {"hạn 08/12 (trong vòng 10 ngày làm việc)", "2026-12-08"},
      {"by the end of December", "2026-12-31"},
      {"trong 1,5 ngày", "unreadable vague"},
      {"trong nửa tháng", "unreadable vague"},
      {"hạn 20/12 - 16h", "2026-12-20 16:00"},
      {"hạn 20/12 đến phòng Nội vụ", "2026-12-20"},
      {"hạn 20/12 (kể cả thứ Bảy)", "2026-12-20"},
  });
}

TEST_CASE("tasks/deadline: further words that make a day a deadline") {
  run({
      {"hết ngày 18/12", "2026-12-18"},
      {"phải xong ngày 18/12", "2026-12-18"},
      {"Ngày hoàn thành: 18/12/2026", "2026-12-18"},
      {"Đề nghị nộp ngày 18/12", "2026-12-18"},
      {"công trình hoàn thành ngày 10/10/2026, hạn báo cáo 18/12", "2026-12-18"},
  });
}

TEST_CASE("tasks/deadline: a time that nobody can name is asked back also when no word says that it is a deadline") {
  run({
      {"Báo cáo kết quả đến ngày 20/12.", "unreadable vague"},
      {"Các phường báo cáo cuối tuần này", "unreadable vague"},
      {"Gửi lại đầu tuần sau", "unreadable vague"},
      {"Nộp vào đầu tuần tới", "unreadable vague"},
      {"Làm xong trước khi hết tháng", "2026-11-30"},
      {"hạn rằm tháng 12", "unreadable vague"},
      {"Trước rằm tháng Chạp phải trình", "unreadable vague"},
      {"Sau Tết báo cáo lại", "unreadable vague"},
      {"Hoàn thành trước khi nghỉ Tết", "unreadable vague"},
      {"Hoàn thành trong quý IV", "2026-12-31"},
      {"Xong trong năm nay", "2026-12-31"},
      {"Sau 5 ngày làm việc phải có báo cáo", "unreadable vague"},
      {"before the weekend", "unreadable vague"},
      {"before Christmas", "unreadable vague"},
      {"next Monday at the latest", "unreadable vague"},
      {"by the 20th", "unreadable vague"},
      {"ETA end of December", "2026-12-31"},
      {"to be completed in Q1 2027", "2027-03-31"},
      {"Trình trước kỳ họp HĐND cuối năm", "unreadable vague"},
      {"Gửi trước buổi họp giao ban", "unreadable vague"},
      {"Thời gian: từ nay đến 20/12", "unreadable vague"},
      {"Báo cáo về Sở vào ngày 15/12", "unreadable vague"},
      {"Phải nộp báo cáo ngày 15/12", "unreadable vague"},
      {"Trước tháng 1", "unreadable vague"},
      {"Ngay trong tuần", "2026-11-27"},
      {"Anh em gửi tôi chiều thứ Sáu", "unreadable vague"},
      {"Chiều mai các phường gửi danh sách", "unreadable vague"},
      {"Sáng thứ Tư nộp về văn phòng", "unreadable vague"},
      {"Gửi kết quả tuần sau", "unreadable vague"},
      {"Hoàn thành tuần này", "2026-11-27"},
      {"Chốt số liệu trong tháng 12", "unreadable vague"},
      {"Please send it tomorrow", "unreadable vague"},
      {"I need to send the report on Wednesday", "unreadable vague"},
      {"Báo cáo ngày 25 hàng tháng", "unreadable vague"},
      {"3 ngày nữa tôi cần có báo cáo", "unreadable vague"},
      {"Hoàn thành đầu tháng 1", "unreadable vague"},
      {"Ngay sau Tết trình Chủ tịch", "unreadable vague"},
      {"Đề nghị gửi báo cáo\nvào cuối tuần này", "unreadable vague"},
  });
}

TEST_CASE("tasks/deadline: the word may stand far from its day or behind it, and a leader may want no deadline") {
  run({
      {"đến 20/12/2026 phải xong", "2026-12-20"},
      {"Tới ngày 20/12 là phải có kết quả", "2026-12-20"},
      {"Tiến độ: 20/12", "2026-12-20"},
      {"Thời điểm hoàn thành 20/12/2026", "2026-12-20"},
      {"Xong sớm, cùng lắm là 20/12", "2026-12-20"},
      {"Không được trễ quá ngày 20/12", "2026-12-20"},
      {"Trễ nhất 20/12", "2026-12-20"},
      {"Không chậm quá 20/12", "2026-12-20"},
      {"Hạn hoàn thành công việc này: ngày 20/12/2026", "2026-12-20"},
      {"Hạn để các phường gửi báo cáo là ngày 20/12/2026", "2026-12-20"},
      {"Thời hạn gửi báo cáo về Văn phòng UBND: 20/12/2026", "2026-12-20"},
      {"Đầu tuần sau họp, hạn gửi tài liệu 10/12", "2026-12-10"},
      {"Ngày 20/12/2026 là hạn chót nộp báo cáo", "2026-12-20"},
      {"17h ngày 20/12 là thời hạn cuối cùng", "2026-12-20 17:00"},
      {"20 Dec is the deadline", "2026-12-20"},
      {"The deadline for the report is 20 Dec", "2026-12-20"},
      {"nộp đúng hạn 20/12", "2026-12-20"},
      {"Hạn\n20/12/2026", "2026-12-20"},
      {"Gửi cuối tuần này cũng được, không thời hạn", "none"},
      {"Please send it next week, no deadline", "none"},
  });
}

TEST_CASE("tasks/deadline: names, fractions, meetings, feasts and history ask nothing back") {
  run({
      {"Từ trước đến nay chưa có báo cáo", "none"},
      {"Trước thu hoạch vụ mùa cần kiểm tra kênh mương", "none"},
      {"Rà soát trong thu chi ngân sách phường", "none"},
      {"Kiểm tra công tác thu phí, yêu cầu các CN ngân hàng phối hợp", "none"},
      {"Kính gửi chị Mai, em nhờ chị kiểm tra và gửi lại báo cáo", "none"},
      {"Rà soát 2/3 số hộ chưa nộp hồ sơ", "none"},
      {"Phụ trách trực 24/7, báo cáo ngay khi có sự cố", "none"},
      {"Kỳ họp thứ ba HĐND phường: gửi tài liệu cho đại biểu", "none"},
      {"Tuần này tôi đi công tác, anh Nam điều hành", "none"},
      {"Lịch công tác tuần sau gửi kèm", "none"},
      {"Tổng kết phong trào thi đua cuối năm", "none"},
      {"Chuẩn bị nội dung họp giao ban đầu tuần sau", "none"},
      {"8h ngày 10/12 họp tại phòng họp số 1, các đồng chí chuẩn bị báo cáo", "none"},
      {"Tăng cường tuyên truyền trước, trong và sau Tết Nguyên đán", "none"},
      {"Thống kê từ đầu tháng đến nay", "none"},
      {"Sáng nay Chủ tịch tỉnh gọi điện, đề nghị các phường báo cáo thiệt hại", "none"},
      {"Số liệu tính đến ngày 31/10/2026", "none"},
      {"Kế hoạch trực Tết Nguyên đán", "none"},
      {"Hồ sơ đúng hạn và trễ hạn quý III", "none"},
      {"Báo cáo tình hình hạn hán, xâm nhập mặn", "none"},
      {"Luật có hiệu lực từ ngày 01/01/2027, báo cáo kế hoạch triển khai", "none"},
      {"The law enters into force on 1 January 2027, please report on preparations", "none"},
  });
}

TEST_CASE("tasks/deadline: dates of cited documents and plain prose are no deadlines") {
  run({
      {"Căn cứ Công văn số 1132/STTTT-CNTT ngày 01/9/2017 của Sở", "none"},
      {"Theo báo cáo 147/BC-UBND ngày 08/9/2026", "none"},
      {"như trước đây", "none"},
      {"quyền hạn 20/12", "none"},
      {"đề nghị gia hạn 20/12", "none"},
      {"văn bản quá hạn 20/12", "none"},
      {"rà soát thời hạn giải quyết hồ sơ", "none"},
      {"trong năm 2026", "none"},
      {"Trọng 5 ngày", "none"},
      {"trước 5 người", "none"},
      {"", "none"},
  });
}

TEST_CASE("tasks/deadline: subject and body are read together") {
  auto read = [](const char* subject, const char* body) {
    return shown(find_deadline(subject, body, cal::shipped_calendar(), kNow));
  };
  CHECK(read("Hạn 20/12: báo cáo", "Đề nghị gửi trước ngày 20/12/2026.") == "2026-12-20");
  CHECK(read("Hạn 20/12: báo cáo", "Đề nghị gửi trước 16h ngày 20/12.") == "2026-12-20 16:00");
  CHECK(read("Hạn 20/12: báo cáo", "Đề nghị gửi trước ngày 21/12.") == "ambiguous 2026-12-20 2026-12-21");
  CHECK(read("Hạn 20/12: báo cáo", "Hạn: 31/2") == "unreadable no_such_day");
  CHECK(read("Báo cáo", "Không có gì thêm.") == "none");
}

TEST_CASE("tasks/deadline: beyond the table and on days off") {
  auto answer = find_deadline("hạn 20/12/2029", "", cal::shipped_calendar(), kNow);
  REQUIRE(answer.verdict == DeadlineVerdict::understood);
  CHECK_FALSE(answer.found[0].covered);
  answer = find_deadline("hạn 24/11", "", cal::shipped_calendar(), kNow);
  REQUIRE(answer.verdict == DeadlineVerdict::understood);
  CHECK_FALSE(answer.found[0].working_day);
}

TEST_CASE("tasks/deadline: an understanding is written in full") {
  const auto friday = find_deadline("trước 16h ngày 18/12", "", cal::shipped_calendar(), kNow);
  REQUIRE(friday.verdict == DeadlineVerdict::understood);
  CHECK(describe(friday.found[0]).vi == "thứ Sáu, ngày 18/12/2026, 16:00");
  CHECK(describe(friday.found[0]).en == "Friday, 18 December 2026, 16:00");
  CHECK(describe_due(friday.found[0].due).vi == "thứ Sáu, ngày 18/12/2026, 16:00");
  const auto day = find_deadline("hạn 20/12", "", cal::shipped_calendar(), kNow);
  CHECK(describe(day.found.at(0)).vi == "Chủ nhật, ngày 20/12/2026 (hết ngày)");
  CHECK(describe_due(day.found.at(0).due).en == "Sunday, 20 December 2026 (end of day)");
}

TEST_CASE("tasks/deadline: the date at the head of a command") {
  const auto due = cal::end_of_day(cal::Date{2026, 12, 10});
  auto read = [&](std::string_view text) { return leading_date(text, cal::shipped_calendar(), kNow, due); };
  struct Lead {
    std::string text, date, rest;
  };
  for (const auto& c :
       std::vector<Lead>{{"20/12 vì chờ số liệu của phường", "2026-12-20", "vì chờ số liệu của phường"},
                         {"đến 20/12: chờ số liệu", "2026-12-20", "chờ số liệu"},
                         {"đến hết ngày 20/12/2026, lý do thiếu người", "2026-12-20", "lý do thiếu người"},
                         {"to 20 Dec waiting for data", "2026-12-20", "waiting for data"},
                         {"+3 ngày", "2026-12-13", ""},
                         {"thêm 3 ngày làm việc do mưa bão", "2026-12-15", "do mưa bão"},
                         {"16h 20/12 - thiếu số liệu", "2026-12-20 16:00", "thiếu số liệu"},
                         {"20/12 (chờ số liệu)", "2026-12-20", "chờ số liệu"},
                         {"thứ Sáu", "2026-11-27", ""}}) {
    CAPTURE(c.text);
    const auto answer = read(c.text);
    REQUIRE(answer.deadline.has_value());
    CHECK(shown(*answer.deadline) == c.date);
    CHECK(answer.rest == c.rest);
  }
  CHECK_FALSE(read("vì chờ số liệu").any_words);
  CHECK(read("31/2 vì chờ").problem == Problem::no_such_day);
  CHECK(read("cuối tuần").any_words);
  CHECK_FALSE(read("cuối tuần").deadline.has_value());
  CHECK(read("20/12/2020").problem == Problem::past);
  CHECK_FALSE(leading_date("", cal::shipped_calendar(), kNow, {}).any_words);
  const auto two = leading_date("15/12 hoặc 20/12 vì bận", cal::shipped_calendar(), kNow, std::nullopt);
  CHECK_FALSE(two.deadline.has_value());
  CHECK(two.any_words);
  CHECK_FALSE(leading_date("15/12 âm lịch", cal::shipped_calendar(), kNow, std::nullopt).deadline.has_value());
}

TEST_CASE("tasks/words: a word with wrong marks is another word") {
  const auto words = split_words("Hạn HẠN han Hàn ha\xCC\xA3n hạn,\n20/12");
  REQUIRE(words.size() == 11);
  CHECK(is_word(words[0], "hạn"));
  CHECK(is_word(words[1], "hạn"));
  CHECK(is_word(words[2], "hạn"));
  CHECK_FALSE(is_word(words[3], "hạn"));
  CHECK(is_word(words[4], "hạn"));  // decomposed
  CHECK(is_mark(words[6], ','));
  CHECK(is_mark(words[7], '\n'));
  CHECK(number_of(words[8]) == 20);
}

TEST_CASE("tasks/deadline: long and hostile texts end soon") {
  std::string many;
  while (many.size() < 200 * 1024) many += "hạn trước trong ngày ";
  std::string digits;
  while (digits.size() < 200 * 1024) digits += "trong 5 (";
  const auto start = std::chrono::steady_clock::now();
  find_deadline(many, digits, cal::shipped_calendar(), kNow);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
