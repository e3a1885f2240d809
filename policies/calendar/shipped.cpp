// The table that is shipped. It is data: an administrator replaces it by importing another one with another version.
#include "policies/calendar/calendar.h"

namespace policies::calendar {

namespace {

// 2026: as announced (domain.md 11 and 16). 24/11 is a day off from 2026 on (Resolution 28/2026/QH16).
// 2027: Labour Code 2019 Art. 112 and the rule that a holiday on a rest day is made up on the next working day; the
// government's decision on Tết and 2/9 may still move days, so every note says "tính theo luật".
constexpr const char* kTable = R"(date,kind,note
2026-01-01,OFF,Tết Dương lịch
2026-01-02,OFF,Nghỉ hoán đổi với thứ Bảy 10/01/2026
2026-01-10,WORK,Làm bù cho 02/01/2026
2026-02-16,OFF,Tết Nguyên đán
2026-02-17,OFF,Tết Nguyên đán
2026-02-18,OFF,Tết Nguyên đán
2026-02-19,OFF,Tết Nguyên đán
2026-02-20,OFF,Tết Nguyên đán
2026-04-26,OFF,Giỗ Tổ Hùng Vương
2026-04-27,OFF,Nghỉ bù Giỗ Tổ Hùng Vương
2026-04-30,OFF,Ngày Chiến thắng
2026-05-01,OFF,Quốc tế Lao động
2026-08-22,WORK,Làm bù cho 31/8/2026
2026-08-31,OFF,Nghỉ hoán đổi với thứ Bảy 22/8/2026
2026-09-01,OFF,Quốc khánh
2026-09-02,OFF,Quốc khánh
2026-11-24,OFF,Ngày Văn hóa Việt Nam
2027-01-01,OFF,Tết Dương lịch (tính theo luật)
2027-02-05,OFF,Tết Nguyên đán (tính theo luật)
2027-02-06,OFF,Tết Nguyên đán (tính theo luật)
2027-02-07,OFF,Tết Nguyên đán (tính theo luật)
2027-02-08,OFF,Tết Nguyên đán (tính theo luật)
2027-02-09,OFF,Tết Nguyên đán (tính theo luật)
2027-02-10,OFF,Nghỉ bù Tết Nguyên đán (tính theo luật)
2027-02-11,OFF,Nghỉ bù Tết Nguyên đán (tính theo luật)
2027-04-16,OFF,Giỗ Tổ Hùng Vương (tính theo luật)
2027-04-30,OFF,Ngày Chiến thắng (tính theo luật)
2027-05-01,OFF,Quốc tế Lao động (tính theo luật)
2027-05-03,OFF,Nghỉ bù Quốc tế Lao động (tính theo luật)
2027-09-02,OFF,Quốc khánh (tính theo luật)
2027-09-03,OFF,Quốc khánh (tính theo luật)
2027-11-24,OFF,Ngày Văn hóa Việt Nam (tính theo luật)
)";

}  // namespace

std::vector<DayEntry> shipped_days() {
  auto days = parse_table(kTable);
  return days ? std::move(days).value() : std::vector<DayEntry>();  // a test reads every line
}

const Calendar& shipped_calendar() {
  static const Calendar calendar(WeeklyRule{}, shipped_days(), kShippedVersion);
  return calendar;
}

}  // namespace policies::calendar
