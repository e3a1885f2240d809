// Weeks, months and half days on other days than term_phrases_test.cpp's: weekends, swapped days, Tết, the year's end.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "policies/phrases/deadline_text.h"

using namespace policies::phrases;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 10 * 60);

std::string shown(const Deadline& deadline) {
  return cal::iso_date(deadline.date) + (deadline.minute ? " " + cal::clock_time(*deadline.minute) : "");
}

// "2026-12-20 16:00"; "asked back", "asked back: 2026-12-20" with the day that is offered; "several"; "none".
std::string meaning(const DeadlineAnswer& answer) {
  switch (answer.verdict) {
    case DeadlineVerdict::none: return "none";
    case DeadlineVerdict::understood: return shown(answer.found.at(0));
    case DeadlineVerdict::ambiguous: return "several";
    case DeadlineVerdict::unreadable: break;
  }
  const auto& candidate = answer.unclear.at(0).candidate;
  return candidate ? "asked back: " + shown(*candidate) : "asked back";
}

struct Row {
  std::string text, expect;
};

void check(const std::vector<Row>& rows, base::Timestamp now = kNow) {
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(meaning(find_deadline(row.text, "", cal::shipped_calendar(), now)) == row.expect);
    CHECK(meaning(find_deadline("", "Kính gửi các đơn vị,\n\n" + row.text + "\n\nTrân trọng.", cal::shipped_calendar(),
                                now)) == row.expect);
  }
}

}  // namespace

TEST_CASE("phrases/terms: whole sentences of leaders") {
  check({
      {"A Nam ơi, e rà soát lại hồ sơ đất đai tổ dân phố 5 rồi thứ 6 này gửi a nhé.", "2026-11-27"},
      {"Giao Phòng Kinh tế chủ trì, phối hợp các phường rà soát hộ nghèo, trong tuần này báo cáo UBND.", "2026-11-27"},
      {"Giao Phòng Kinh tế chủ trì rà soát hộ nghèo, báo cáo UBND thị xã trong tuần này.", "2026-11-27"},
      {"Chị Hà tham mưu văn bản trả lời Sở Nội vụ, trình tôi ký trước cuối tháng 12.", "2026-12-31"},
      {"Rà soát danh sách hộ nghèo, thời gian 05 ngày.", "2026-11-28"},
      {"Đề nghị các đồng chí hoàn thành việc nhập số liệu trong tháng 12, không để chậm trễ.",
       "asked back: 2026-12-31"},
      {"Theo kết luận họp thứ 6 tuần trước, các phường nộp danh sách thứ 6 này.", "2026-11-27"},
      {"Hội nghị sáng thứ 4 này, đề nghị P.VHTT gửi tài liệu chậm nhất chiều thứ 3.", "asked back: 2026-11-24 17:00"},
      {"Chuẩn bị báo cáo cho cuộc họp tuần sau, gửi trong tuần này", "asked back: 2026-11-27"},
      {"Đ/c Bình làm giúp anh cái báo cáo này, xong trong hôm nay nhé", "2026-11-23"},
      {"E làm báo cáo tuyển quân, t6 này có cho a", "2026-11-27"},
      {"thứ 6 này có báo cáo cho a", "2026-11-27"},
      {"Cần có báo cáo trong sáng mai", "2026-11-24 11:30"},
      {"Chiều nay a cần báo cáo, trước khi hết giờ", "asked back: 2026-11-23 17:00"},
      {"Văn phòng tổng hợp, báo cáo Chủ tịch trong sáng thứ Sáu", "2026-11-27 11:30"},
      {"Yêu cầu hoàn thành trước khi kết thúc quý IV", "2026-12-31"},
      {"Xong trong tháng nhé", "2026-11-30"},
      {"Việc này làm xong trong tuần cho anh", "2026-11-27"},
      {"Anh cần trong tuần này", "2026-11-27"},
      {"Cần trong tuần này", "2026-11-27"},
      {"Làm trong tuần này nhé", "2026-11-27"},
      {"Giải quyết dứt điểm trong tháng 12", "2026-12-31"},
      {"Khắc phục xong trong quý I/2027", "2027-03-31"},
      {"xử lý trong hôm nay", "2026-11-23"},
      {"Rà soát, cập nhật dữ liệu trong tuần này", "2026-11-27"},
      {"Triển khai trong tháng 12", "2026-12-31"},
      {"Kiểm tra, xử lý trong tuần này", "2026-11-27"},
      {"Em xử lý giúp anh trong tuần này nhé", "2026-11-27"},
      {"Thứ 6 tuần này anh cần số liệu", "2026-11-27"},
      {"Cho anh số liệu thứ 6 này", "asked back: 2026-11-27"},
      {"Đưa a trước thứ 6 này", "2026-11-27"},
      {"làm xong chậm nhất là hết tuần này", "2026-11-27"},
      {"hết tuần này phải xong", "2026-11-27"},
      {"muộn nhất hết tuần sau", "2026-12-04"},
      {"hạn đến hết tháng 12/2026", "2026-12-31"},
      {"Hạn hoàn thành: trong tháng 12/2026", "2026-12-31"},
      {"Hạn xử lý: trong ngày", "asked back: 2026-11-23"},
      {"Hạn xử lý: trong ngày 25/11", "2026-11-25"},
      {"Thời hạn hoàn thành: Quý IV/2026", "2026-12-31"},
      {"Thời gian hoàn thành: tháng 12/2026", "2026-12-31"},
      {"Thời gian hoàn thành trong tháng 12/2026", "2026-12-31"},
      {"Thời gian hoàn thành: trước 31/12", "2026-12-31"},
      {"Thời gian: trong quý IV", "2026-12-31"},
      {"Thời gian thực hiện: từ 01/12 đến 31/12/2026", "asked back: 2026-12-31"},
      {"Thời gian thực hiện từ tháng 12/2026", "none"},
      {"Công tác rà soát trong tuần này", "asked back: 2026-11-27"},
      {"Có trong tháng 12 nhiều lễ hội", "none"},
      {"Rà soát hồ sơ tiếp nhận trong tháng 12", "none"},
      {"Các công trình thực hiện trong năm 2026", "none"},
      {"Kế hoạch triển khai trong tháng 12", "none"},
      {"Thực hiện trong năm 2026", "none"},
      {"Anh cần đi tỉnh thứ 6 này", "none"},
      {"Thứ 6 này anh cần đi tỉnh", "none"},
      {"Thời gian: từ 8h ngày 5/12 đến 7/12 tập huấn", "none"},
      {"Hạn: tuần sau", "asked back: 2026-12-04"},
      {"hạn tháng 12", "asked back: 2026-12-31"},
  });
}

TEST_CASE("phrases/terms: on a Saturday nothing is left of the week") {
  check(
      {
          {"gửi báo cáo trong tuần này", "asked back: 2026-12-04"},
          {"xong trong tuần", "asked back: 2026-12-04"},
          {"thứ 6 này gửi a nhé", "asked back: 2026-12-04"},
          {"thứ 7 này gửi a nhé", "2026-11-28"},
          {"nộp a thứ 6 nhé", "2026-12-04"},
          {"nộp a thứ 7 nhé", "asked back"},
          {"gửi trong tuần sau", "2026-12-04"},
          {"hạn cuối tháng", "2026-11-30"},
          {"đầu tuần sau gửi", "asked back: 2026-11-30"},
      },
      cal::at_minute(cal::Date{2026, 11, 28}, 600));
}

TEST_CASE("phrases/terms: on Friday evening the week ends today, and the office has closed") {
  check(
      {
          {"gửi báo cáo trong tuần này", "2026-11-27"},
          {"thứ 6 này gửi a nhé", "2026-11-27"},
          {"nộp a thứ 6 nhé", "asked back"},
          {"trong hôm nay", "2026-11-27"},
          {"trong chiều nay gửi", "asked back"},
          {"hết giờ hành chính hôm nay", "asked back"},
      },
      cal::at_minute(cal::Date{2026, 11, 27}, 1230));
}

TEST_CASE("phrases/terms: a swapped Saturday is the last working day of its week") {
  check(
      {
          {"gửi báo cáo trong tuần này", "2026-08-22"},
          {"thứ 7 này gửi a nhé", "2026-08-22"},
          {"gửi trong tuần sau", "2026-08-28"},
          {"trước cuối tháng này", "2026-08-31"},
          {"trong quý này nộp", "2026-09-30"},
          {"cuối tuần này gửi", "asked back: 2026-08-22"},
      },
      cal::at_minute(cal::Date{2026, 8, 21}, 600));
}

TEST_CASE("phrases/terms: over Tết no working day is in the next week, and none is offered") {
  check(
      {
          {"gửi trong tuần này", "2026-02-13"},
          {"gửi trong tuần sau", "asked back"},
          {"đầu tuần sau gửi", "asked back"},
          {"nộp cuối tháng này", "2026-02-28"},
          {"hết quý I phải xong", "2026-03-31"},
      },
      cal::at_minute(cal::Date{2026, 2, 13}, 1020));
}

TEST_CASE("phrases/terms: on the last day of the year") {
  check(
      {
          {"hết năm phải xong", "2026-12-31"},
          {"gửi trong tuần này", "2026-12-31"},
          {"thứ 6 này gửi a nhé", "2027-01-01"},
          {"gửi trong tuần sau", "2027-01-08"},
          {"hoàn thành trong tháng sau", "2027-01-31"},
          {"hoàn thành trong tháng 1", "2027-01-31"},
          {"hoàn thành trong quý sau", "2027-03-31"},
          {"hoàn thành trong năm sau", "2027-12-31"},
          {"trước cuối tháng 2", "2027-02-28"},
          {"trước cuối tháng 11", "asked back"},
          {"cuối tháng này phải xong", "2026-12-31"},
      },
      cal::at_minute(cal::Date{2026, 12, 31}, 1030));
}

TEST_CASE("phrases/terms: what a deadline knows of itself") {
  auto read = [](const char* text) {
    auto answer = find_deadline(text, "", cal::shipped_calendar(), kNow);
    REQUIRE(answer.verdict == DeadlineVerdict::understood);
    return answer.found.at(0);
  };
  CHECK(read("trước cuối tháng 1/2027").words == "trước cuối tháng 1/2027");
  CHECK_FALSE(read("trước cuối tháng 1/2027").working_day);  // a Sunday
  CHECK(read("gửi báo cáo trong tuần này").working_day);
  CHECK_FALSE(read("gửi báo cáo trong tuần này").counted);
  CHECK(read("thứ 6 này (27/11) gửi a").words == "thứ 6 này (27/11)");
  CHECK(read("trong sáng mai gửi a").due == cal::at_minute(cal::Date{2026, 11, 24}, 11 * 60 + 30));
  CHECK_FALSE(read("hoàn thành trong năm 2029").covered);
}

TEST_CASE("phrases/terms: a candidate is offered, not applied, and changes no sentence") {
  const auto answer = find_deadline("Gửi lại đầu tuần sau", "", cal::shipped_calendar(), kNow);
  REQUIRE(answer.verdict == DeadlineVerdict::unreadable);
  CHECK(answer.found.empty());
  const auto& unclear = answer.unclear.at(0);
  REQUIRE(unclear.candidate.has_value());
  CHECK(unclear.candidate->words == unclear.words);
  CHECK(describe(unclear).vi == "“đầu tuần sau”: chưa rõ là ngày nào.");
  CHECK(describe(*unclear.candidate).vi == "thứ Hai, ngày 30/11/2026 (hết ngày)");
}

TEST_CASE("phrases/terms: the office's own hours end its half days") {
  cal::WeeklyRule summer;
  summer.hours = {{7 * 60, 11 * 60}, {14 * 60, 17 * 60 + 30}};
  const cal::Calendar calendar(summer, cal::shipped_days(), "summer");
  CHECK(meaning(find_deadline("gửi trong sáng thứ Tư", "", calendar, kNow)) == "2026-11-25 11:00");
  CHECK(meaning(find_deadline("hết giờ hành chính hôm nay", "", calendar, kNow)) == "2026-11-23 17:30");
}

TEST_CASE("phrases/terms: at the head of a command") {
  struct Lead {
    std::string text, date, rest;
  };
  for (const auto& row : std::vector<Lead>{{"đến cuối tháng 12 vì chờ số liệu", "2026-12-31", "vì chờ số liệu"},
                                           {"cuối tháng này: thiếu người", "2026-11-30", "thiếu người"},
                                           {"hết quý IV do mưa bão", "2026-12-31", "do mưa bão"},
                                           {"đến hết tuần này, lý do bận", "2026-11-27", "lý do bận"}}) {
    CAPTURE(row.text);
    const auto answer = leading_date(row.text, cal::shipped_calendar(), kNow, std::nullopt);
    REQUIRE(answer.deadline.has_value());
    CHECK(shown(*answer.deadline) == row.date);
    CHECK(answer.rest == row.rest);
  }
  const auto answer = leading_date("đầu tuần sau vì bận", cal::shipped_calendar(), kNow, std::nullopt);
  CHECK_FALSE(answer.deadline.has_value());
  REQUIRE(answer.candidate.has_value());
  CHECK(shown(*answer.candidate) == "2026-11-30");
  const auto bare = leading_date("cuối tháng", cal::shipped_calendar(), kNow, std::nullopt);
  CHECK_FALSE(bare.deadline.has_value());
  REQUIRE(bare.candidate.has_value());
  CHECK(shown(*bare.candidate) == "2026-11-30");
}

TEST_CASE("phrases/terms: long and hostile texts end soon") {
  for (const char* piece :
       {"gửi trong tuần này hết tháng 12 thứ 6 này nộp trước khi hết giờ sáng mai, ", "nhé em gửi a thứ 6 ",
        "hạn đến hết cuối tháng ", "trong quý của ngày cuối ", "thời gian thực hiện từ 1/12 đến "}) {
    std::string many;
    while (many.size() < 200 * 1024) many += piece;
    CAPTURE(piece);
    const auto start = std::chrono::steady_clock::now();
    find_deadline(many, many, cal::shipped_calendar(), kNow);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}
