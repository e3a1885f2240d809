#include "policies/tasks/task_report.h"

#include <doctest/doctest.h>

#include <vector>

#include "policies/calendar/date.h"

using namespace policies::phrases;
using namespace policies::replies;
using namespace policies::tasks;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kStart = cal::at_minute(cal::Date{2026, 6, 1}, 480);
const base::Timestamp kDue = cal::end_of_day(cal::Date{2026, 6, 30});
const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 8, 31}, 1000);

Assignment to_unit(const std::string& unit, std::optional<base::Timestamp> due) {
  Assignment head;
  head.assigned_at = kStart;
  head.due = due;
  TaskParty party;
  party.unit_code = unit;
  head.parties.push_back(party);
  return head;
}

TaskEvent event(EventKind kind, base::Timestamp at) {
  TaskEvent e;
  e.kind = kind;
  e.at = at;
  e.reason = "x";
  return e;
}

Task finished(const std::string& unit, base::Timestamp submitted) {
  return fold(to_unit(unit, kDue),
              std::vector<TaskEvent>{event(EventKind::submitted, submitted), event(EventKind::confirmed, kNow)});
}

Task open(const std::string& unit, std::optional<base::Timestamp> due) { return new_task(to_unit(unit, due)); }

}  // namespace

TEST_CASE("tasks/report: the rate rounds half up to one decimal") {
  CHECK(tenths_of_percent(517, 559) == 925);
  CHECK(tenths_of_percent(860, 873) == 985);
  CHECK(tenths_of_percent(1, 3) == 333);
  CHECK(tenths_of_percent(2, 3) == 667);
  CHECK(tenths_of_percent(1, 2000) == 1);  // 0.05 % goes up
  CHECK(tenths_of_percent(1, 2001) == 0);
  CHECK(tenths_of_percent(1999, 2000) == 1000);
  CHECK(tenths_of_percent(0, 5) == 0);
  CHECK(tenths_of_percent(5, 5) == 1000);
}

TEST_CASE("tasks/report: the founding report's 559 tasks print 92.5") {
  std::vector<Task> tasks;
  for (int i = 0; i < 517; ++i) tasks.push_back(finished("P" + std::to_string(i % 7), kDue - std::chrono::hours(i)));
  for (int i = 0; i < 30; ++i) tasks.push_back(finished("P1", kDue + std::chrono::hours(1 + i)));
  for (int i = 0; i < 12; ++i) tasks.push_back(open("P2", kDue));
  // These do not touch the rate: still in time, without a deadline, cancelled.
  for (int i = 0; i < 40; ++i) tasks.push_back(open("P3", kNow + std::chrono::hours(24 * 30)));
  for (int i = 0; i < 5; ++i) tasks.push_back(open("P3", kNow + std::chrono::hours(24)));
  for (int i = 0; i < 6; ++i) tasks.push_back(open("P4", std::nullopt));
  tasks.push_back(fold(to_unit("P4", kDue), std::vector<TaskEvent>{event(EventKind::cancelled, kStart)}));
  const Report report = make_report(tasks, {}, kNow);
  CHECK(report.total.total == 559 + 40 + 5 + 6);
  CHECK(report.total.done_on_time == 517);
  CHECK(report.total.done_late == 30);
  CHECK(report.total.open_overdue == 12);
  CHECK(report.total.open_in_time == 40);
  CHECK(report.total.open_near_due == 5);
  CHECK(report.total.no_deadline == 6);
  CHECK(report.total.on_time_pct() == "92.5");
  CHECK(report.rows.size() == 7);
  int sum = 0;
  for (const auto& row : report.rows) {
    sum += row.total;
    CHECK(row.total ==
          row.done_on_time + row.done_late + row.open_in_time + row.open_near_due + row.open_overdue + row.no_deadline);
  }
  CHECK(sum == report.total.total);
}

TEST_CASE("tasks/report: returned and extended count besides, statistics use the approved due date") {
  auto ask = event(EventKind::extension_asked, kStart);
  ask.due = kDue + std::chrono::hours(240);
  const auto late = kDue + std::chrono::hours(100);
  const std::vector<Task> tasks{
      fold(to_unit("A", kDue),
           std::vector<TaskEvent>{ask, event(EventKind::extension_approved, kStart), event(EventKind::submitted, late),
                                  event(EventKind::confirmed, late)}),
      fold(to_unit("A", kDue),
           std::vector<TaskEvent>{ask, event(EventKind::extension_refused, kStart), event(EventKind::submitted, late),
                                  event(EventKind::confirmed, late)}),
      fold(to_unit("A", kDue),
           std::vector<TaskEvent>{event(EventKind::submitted, kStart), event(EventKind::given_back, kStart)}),
      fold(to_unit("A", kDue), std::vector<TaskEvent>{event(EventKind::refused, kStart)}),
      fold(to_unit("A", kDue), std::vector<TaskEvent>{event(EventKind::suspended, kStart)})};
  const Report report = make_report(tasks, {}, kNow);
  REQUIRE(report.rows.size() == 1);
  CHECK(report_csv(report) ==
        std::string(kReportColumns) + "\r\nA,5,1,1,1,0,2,0,2,1,25.0\r\nTOTAL,5,1,1,1,0,2,0,2,1,25.0\r\n");
}

TEST_CASE("tasks/report: the period is that of the assignment") {
  const std::vector<Task> tasks{open("A", kDue)};
  CHECK(make_report(tasks, {kStart, std::nullopt}, kNow).total.total == 1);
  CHECK(make_report(tasks, {std::nullopt, kStart}, kNow).total.total == 0);
  CHECK(make_report(tasks, {kStart + std::chrono::seconds(1), std::nullopt}, kNow).total.total == 0);
}

TEST_CASE("tasks/report: an empty report and odd unit codes") {
  CHECK(report_csv(make_report({}, {}, kNow)) == std::string(kReportColumns) + "\r\nTOTAL,0,0,0,0,0,0,0,0,0,\r\n");
  const std::vector<Task> tasks{open("a,\"b\"", std::nullopt)};
  CHECK(report_csv(make_report(tasks, {}, kNow)).find("\"a,\"\"b\"\"\",1,") != std::string::npos);
  CHECK(make_report(tasks, {}, kNow).total.on_time_pct().empty());
  const std::string text = report_text(make_report(tasks, {}, kNow));
  CHECK(text.find("Tổng cộng") != std::string::npos);
  CHECK(text.find("% đúng hạn") != std::string::npos);
}

TEST_CASE("tasks/report: the page to print says the rate above the table, as Vietnamese print writes it") {
  std::vector<Task> tasks;
  for (int i = 0; i < 517; ++i) tasks.push_back(finished("P1", kDue));
  for (int i = 0; i < 30; ++i) tasks.push_back(finished("P1", kDue + std::chrono::hours(1)));
  for (int i = 0; i < 12; ++i) tasks.push_back(open("P1", kDue));
  ReportHeading heading;
  heading.office = "UBND <thị xã>";
  const std::string html = report_html(make_report(tasks, {}, kNow), heading);
  CHECK(
      html.find(
          "Tổng số <b>559</b> nhiệm vụ; hoàn thành đúng hạn <b>517</b>, quá hạn <b>42</b>; tỷ lệ đúng hạn <b>92,5%</b>.") <
      html.find("<table>"));
  CHECK(html.find("UBND &lt;thị xã&gt;") != std::string::npos);
  CHECK(report_html(make_report({}, {}, kNow), heading).find("tỷ lệ đúng hạn <b>–</b>.") != std::string::npos);
}
