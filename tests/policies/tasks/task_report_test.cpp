#include "policies/tasks/lists/task_report.h"

#include <doctest/doctest.h>

#include <vector>

#include "policies/calendar/date.h"
#include "policies/tasks/lists/late_list.h"

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
        std::string(kReportColumns) + "\r\nA,5,1,1,1,0,2,0,2,1,25.0,0,\r\nTOTAL,5,1,1,1,0,2,0,2,1,25.0,0,\r\n");
}

TEST_CASE("tasks/report: the period is that of the assignment") {
  const std::vector<Task> tasks{open("A", kDue)};
  CHECK(make_report(tasks, {kStart, std::nullopt}, kNow).total.total == 1);
  CHECK(make_report(tasks, {std::nullopt, kStart}, kNow).total.total == 0);
  CHECK(make_report(tasks, {kStart + std::chrono::seconds(1), std::nullopt}, kNow).total.total == 0);
}

TEST_CASE("tasks/report: an empty report and odd unit codes") {
  CHECK(report_csv(make_report({}, {}, kNow)) == std::string(kReportColumns) + "\r\nTOTAL,0,0,0,0,0,0,0,0,0,,0,\r\n");
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

namespace {

// A hundred wards would be the same: n of them, each answering for itself; the first `late` of them hand in too late.
Task to_each(int wards, int late) {
  Assignment head;
  head.task = 12;
  head.number = "NV-2026-000012";
  head.title = "Báo cáo rà soát hộ nghèo";
  head.assigned_at = kStart;
  head.due = kDue;
  head.mode = Mode::each;
  for (int i = 0; i < wards; ++i) {
    TaskParty party;
    party.role = PartyRole::part;
    party.unit = base::UnitId(10 + i);
    party.unit_code = "W" + std::to_string(100 + i);
    party.name = "UBND phường " + std::to_string(i);
    head.parties.push_back(party);
  }
  std::vector<TaskEvent> events;
  for (int i = 0; i < wards; ++i) {
    auto done = event(EventKind::submitted, i < late ? kDue + std::chrono::hours(30) : kDue);
    done.party = i;
    events.push_back(done);
  }
  auto all = event(EventKind::confirmed, kNow);
  all.whole = true;
  events.push_back(all);
  return fold(head, events);
}

Task in_hands() {
  Assignment head = to_unit("VHTT", kDue);
  head.task = 13;
  head.number = "NV-2026-000013";
  head.title = "Soạn kế hoạch";
  head.parties[0].unit = base::UnitId(30);
  head.parties[0].name = "Phòng Văn hóa";
  std::vector<TaskEvent> events;
  auto give = [&](std::int64_t account, const char* name, std::optional<base::Timestamp> due) {
    auto e = event(EventKind::hand_given, kStart + std::chrono::hours(1));
    e.person = Hand{};
    e.person->account = base::AccountId(account);
    e.person->name = name;
    e.person->address = "p" + std::to_string(account) + "@bimson.example";
    e.due = due;
    events.push_back(e);
  };
  give(1, "Cao Văn Tú", kDue - std::chrono::hours(24 * 10));
  give(2, "Lê Thị Hoa", {});
  give(3, "Mai Văn Sáu", {});
  auto in = event(EventKind::hand_submitted, kDue - std::chrono::hours(24 * 5));  // late by his own day
  in.hand = 0;
  events.push_back(in);
  auto back = event(EventKind::hand_taken_back, kDue - std::chrono::hours(24 * 5));
  back.hand = 2;
  events.push_back(back);
  return fold(head, events);
}

}  // namespace

TEST_CASE("tasks/report: 559 wards of one task, each counted by its own unit, print 92.5") {
  const std::vector<Task> tasks{to_each(559, 42)};
  CHECK(tasks[0].state() == State::done);
  const Report report = make_report(tasks, {}, kNow);
  CHECK(report.rows.size() == 559);
  CHECK(report.total.total == 559);
  CHECK(report.total.done_on_time == 517);
  CHECK(report.total.done_late == 42);
  CHECK(report.total.on_time_pct() == "92.5");
  CHECK(report.rows[0].unit_code == "W100");
  CHECK(report.rows[0].name == "UBND phường 0");
  CHECK(report_csv(report).find("\r\nW142,1,1,0,0,0,0,0,0,0,100.0,0,UBND phường 42\r\n") != std::string::npos);
  // One of them cancelled: it is left out, the others stay.
  auto off = event(EventKind::cancelled, kNow);
  off.party = 1;
  Assignment head = tasks[0].head;
  const std::vector<Task> fewer{fold(head, std::vector<TaskEvent>{off})};
  CHECK(make_report(fewer, {}, kNow).total.total == 558);
}

TEST_CASE("tasks/report: changes of the assigner are counted apart from extensions") {
  auto changed = event(EventKind::due_changed, kStart);
  changed.due = kDue + std::chrono::hours(24);
  auto asked = event(EventKind::extension_asked, kStart);
  asked.due = kDue + std::chrono::hours(48);
  const std::vector<Task> tasks{
      fold(to_unit("A", kDue), std::vector<TaskEvent>{asked, changed}),
      fold(to_unit("A", kDue), std::vector<TaskEvent>{asked, event(EventKind::extension_approved, kStart)})};
  const Report report = make_report(tasks, {}, kNow);
  CHECK(report.total.due_changed == 1);
  CHECK(report.total.extended == 1);
}

TEST_CASE("tasks/report: per person, by what each has in hand") {
  Assignment own = to_unit("VHTT", kDue);
  own.parties[0].name = "Cao Văn Tú";
  own.parties[0].address = "p1@bimson.example";
  Assignment unit = to_unit("VHTT", kDue);
  unit.parties[0].unit = base::UnitId(30);
  unit.parties[0].name = "Phòng Văn hóa";
  const std::vector<Task> tasks{in_hands(), new_task(own), new_task(unit)};
  const Report report = make_person_report(tasks, {}, kNow);
  REQUIRE(report.rows.size() == 3);
  CHECK(report.rows[0].name == "Cao Văn Tú");  // a hand and a task of his own
  CHECK(report.rows[0].total == 2);
  CHECK(report.rows[1].name == "Lê Thị Hoa");
  CHECK(report.rows[1].open_overdue == 1);
  CHECK(report.rows[2].name == "Phòng Văn hóa");  // given to nobody
  CHECK(report.rows[2].address.empty());
  CHECK(report.total.total == 4);  // what was taken back is nobody's
  const std::string csv = report_csv(report);
  CHECK(csv.starts_with(std::string(kReportColumns) + ",address\r\n"));
  CHECK(csv.find(",Lê Thị Hoa,p2@bimson.example\r\n") != std::string::npos);
  CHECK(report_text(report).find("VHTT  Cao Văn Tú") != std::string::npos);
  CHECK(report_html(report, {}).find("Người thực hiện") != std::string::npos);
  CHECK(report_html(report, {}).find("Lê Thị Hoa – VHTT") != std::string::npos);
}

TEST_CASE("tasks/report: what is late, the latest first, with whoever has it") {
  Assignment later = to_unit("B", kDue + std::chrono::hours(24 * 3));
  later.task = 14;
  later.number = "NV-2026-000014";
  const Task rests = fold(to_unit("C", kDue), std::vector<TaskEvent>{event(EventKind::suspended, kStart)});
  const Task waits = fold(to_unit("D", kDue), std::vector<TaskEvent>{event(EventKind::submitted, kDue)});
  const std::vector<Task> tasks{new_task(later), in_hands(), finished("A", kDue), rests, waits, open("E", {})};
  const auto list = late_list(tasks, kNow, {}, {{{14, 0}, kNow}});
  REQUIRE(list.size() == 2);
  CHECK(list[0].number == "NV-2026-000013");
  CHECK(list[0].days_late == 62);
  CHECK(list[0].people == std::vector<std::string>{"Cao Văn Tú", "Lê Thị Hoa"});
  CHECK(list[0].last_update == kDue - std::chrono::hours(24 * 5));
  CHECK(list[1].days_late == 59);
  CHECK(list[1].last_update == kNow);
  const std::string csv = late_csv(list);
  CHECK(csv.starts_with(std::string(kLateColumns) + "\r\n"));
  CHECK(csv.find("NV-2026-000013,VHTT,2026-06-30,62,IN_PROGRESS,2026-06-25,Soạn kế hoạch,Phòng Văn hóa,") !=
        std::string::npos);
  CHECK(csv.find("Cao Văn Tú; Lê Thị Hoa") != std::string::npos);
  CHECK(late_text(list).find("Phòng Văn hóa (Cao Văn Tú; Lê Thị Hoa)") != std::string::npos);
  CHECK(late_text({}) == "Không có nhiệm vụ nào quá hạn.\n");
  // Each part that is late stands by itself.
  Task shared = to_each(3, 0);
  shared = new_task(shared.head);
  CHECK(late_list(std::vector<Task>{shared}, kNow).size() == 3);
}
