// The figures of an office's report against a small year that was counted by hand, and read from a town's journals.
#include "mailstore/reports/office_report.h"

#include <algorithm>

#include "directory/people/audit.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
using namespace mailstore::office;
namespace cal = policies::calendar;
namespace tasks = policies::tasks;

namespace {

base::Timestamp at(int month, int day, int hour = 9) { return cal::at_minute({2026, month, day}, hour * 60); }
base::Timestamp end_of(int month, int day) { return cal::end_of_day({2026, month, day}); }

// A ward's or a section's task of its own.
tasks::Task task(int id, const char* unit, base::Timestamp given, std::optional<base::Timestamp> due) {
  tasks::Assignment head;
  head.task = id;
  head.number = "NV-2026-00000" + std::to_string(id);
  head.title = "Việc " + std::to_string(id);
  head.assigned_at = given;
  head.due = due;
  tasks::TaskParty lead;
  lead.unit = base::UnitId(unit == std::string("LS") ? 2 : 3);
  lead.unit_code = unit;
  lead.name = std::string("Đơn vị ") + unit;
  head.parties.push_back(lead);
  return tasks::new_task(head);
}

tasks::Task stepped(tasks::Task task, std::vector<tasks::TaskEvent> steps) {
  for (tasks::TaskEvent& step : steps) {
    auto applied = tasks::apply(task, step);
    REQUIRE_MESSAGE(applied.ok, applied.refusal.en);
    task = std::move(applied.task);
  }
  return task;
}

tasks::TaskEvent step(tasks::EventKind kind, base::Timestamp when, std::optional<base::Timestamp> due = {}) {
  tasks::TaskEvent out;
  out.kind = kind;
  out.at = when;
  out.due = due;
  out.reason = "vì vậy";
  return out;
}

using tasks::EventKind;

tasks::Task done(tasks::Task task, base::Timestamp when) {
  return stepped(std::move(task), {step(EventKind::submitted, when), step(EventKind::confirmed, when)});
}

const ReportSpan kDecember{{2026, 12, 1}, {2026, 12, 31}, "tháng 12/2026"};
const ReportSpan kNovember{{2026, 11, 1}, {2026, 11, 30}, "tháng 11/2026"};

const Figure& figure(const OfficeReport& report, std::string_view key) {
  for (const FigureSection& section : report.sections) {
    for (const Figure& one : section.figures) {
      if (one.key == key) return one;
    }
  }
  FAIL(key);
  std::abort();
}
std::string now(const OfficeReport& report, std::string_view key) { return ratio_text(figure(report, key).now); }
std::string before(const OfficeReport& report, std::string_view key) {
  const auto& ratio = figure(report, key).before;
  return ratio ? ratio_text(*ratio) : "-";
}
std::string ids(const OfficeReport& report, std::string_view key, bool counted) {
  std::string out;
  for (const FigureItem& item : figure(report, key).items) {
    if (item.counted == counted) out += item.id + " ";
  }
  return out;
}

ReportPerson person(const char* address, const char* unit, const char* password, int events, bool signed_in,
                    bool active = true, bool locked = false) {
  ReportPerson out;
  out.address = address;
  out.full_name = std::string("Người ") + address;
  out.unit_code = unit;
  out.unit_name = std::string("Đơn vị ") + unit;
  out.password = password;
  out.active = active;
  out.locked = locked;
  out.now.events = events;
  if (events > 0) out.now.last_event = at(12, 20);
  if (signed_in) out.now.last_sign_in = at(12, 24);
  return out;
}

}  // namespace

TEST_CASE("reports/office: tasks of a month, counted by hand, beside the month before") {
  // November: 1 done in time, 2 done late in December, 3 open. December: 4 done in time, 5 late, 6 overdue, 7 open, 8
  // without a deadline and done, 9 cancelled (not counted), 10 in parts: LS done, VX open.
  std::vector<tasks::Task> before_month, all;
  before_month.push_back(done(task(1, "LS", at(11, 2), end_of(11, 10)), at(11, 9)));
  before_month.push_back(task(2, "LS", at(11, 3), end_of(11, 30)));
  before_month.push_back(task(3, "VX", at(11, 4), end_of(12, 31)));
  all = before_month;
  all[1] = done(all[1], at(12, 5));
  all.push_back(done(task(4, "LS", at(12, 1, 0), end_of(12, 10)), at(12, 10)));
  all.push_back(stepped(
      task(5, "VX", at(12, 2), end_of(12, 4)),
      {step(EventKind::extension_asked, at(12, 3), end_of(12, 8)), step(EventKind::extension_approved, at(12, 3)),
       step(EventKind::submitted, at(12, 9)), step(EventKind::given_back, at(12, 10)),
       step(EventKind::submitted, at(12, 11)), step(EventKind::confirmed, at(12, 12))}));
  all.push_back(
      stepped(task(6, "LS", at(12, 3), end_of(12, 20)), {step(EventKind::due_changed, at(12, 4), end_of(12, 21))}));
  tasks::TaskEvent recount = step(EventKind::due_changed, at(12, 5), end_of(12, 30));
  recount.calendar_version = "TH.1";
  all.push_back(stepped(task(7, "VX", at(12, 4), end_of(12, 29)), {recount}));
  all.push_back(done(task(8, "LS", at(12, 31, 23), {}), at(12, 31, 23)));
  all.push_back(stepped(task(9, "LS", at(12, 5), end_of(12, 20)), {step(EventKind::cancelled, at(12, 6))}));

  const OfficeReport report = office_report_of({kDecember, kNovember, at(12, 28), at(12, 28), all, before_month, {}});
  CHECK(now(report, "tasks.given") == "5");
  CHECK(before(report, "tasks.given") == "3");
  CHECK(now(report, "tasks.done") == "3/5");
  CHECK(before(report, "tasks.done") == "1/3");
  CHECK(now(report, "tasks.on_time") == "1/3");
  CHECK(percent_text(figure(report, "tasks.on_time").now) == "33,3 %");
  CHECK(before(report, "tasks.on_time") == "1/2");  // task 2 was overdue when November ended
  CHECK(ids(report, "tasks.on_time", true) == "NV-2026-000004/1 ");
  CHECK(ids(report, "tasks.on_time", false) == "NV-2026-000005/1 NV-2026-000006/1 ");
  CHECK(ids(report, "tasks.done_late", true) == "NV-2026-000005/1 ");
  CHECK(ids(report, "tasks.overdue", true) == "NV-2026-000006/1 ");
  CHECK(ids(report, "tasks.open", true) == "NV-2026-000006/1 NV-2026-000007/1 ");
  CHECK(ids(report, "tasks.extended", true) == "NV-2026-000005/1 ");
  CHECK(ids(report, "tasks.due_changed", true) == "NV-2026-000006/1 ");
  CHECK(ids(report, "tasks.recounted", true) == "NV-2026-000007/1 ");
  CHECK(ids(report, "tasks.returned", true) == "NV-2026-000005/1 ");
  CHECK(now(report, "tasks.carried") == "1/2");
  CHECK(ids(report, "tasks.carried", false) == "NV-2026-000003/1 ");
  REQUIRE(report.by_unit.rows.size() == 2);
  CHECK(report.by_unit.rows[0].unit_code == "LS");
  CHECK(report.by_unit.rows[0].total == 3);
  CHECK(report.by_unit.total.total == 5);
  // Whatever is listed as a task stands in tasks.given too.
  CHECK(figure(report, "tasks.given").items.size() == 5);
}

TEST_CASE("reports/office: where each answers for itself every part counts by its unit") {
  tasks::Task shared = task(1, "LS", at(12, 1), end_of(12, 10));
  shared.head.mode = tasks::Mode::each;
  shared.parties.push_back(shared.parties[0]);
  shared.parties[0].role = shared.parties[1].role = tasks::PartyRole::part;
  shared.parties[1].unit_code = "VX";
  shared.parties[1].unit = base::UnitId(3);
  const std::vector<tasks::Task> all{done(shared, at(12, 9))};
  const OfficeReport report = office_report_of({kDecember, kNovember, at(12, 28), at(12, 28), all, {}, {}});
  CHECK(now(report, "tasks.given") == "2");
  CHECK(now(report, "tasks.on_time") == "1/2");
  CHECK(ids(report, "tasks.on_time", false) == "NV-2026-000001/2 ");
  CHECK(report.by_unit.rows.size() == 2);
}

TEST_CASE("reports/office: people and accounts, each with who is not counted") {
  std::vector<ReportPerson> people{person("a@d", "BS", "own", 3, true),
                                   person("b@d", "BS", "own", 0, true),
                                   person("c@d", "LS", "initial", 0, false),
                                   person("e@d", "LS", "none", 0, false),
                                   person("f@d", "LS", "own", 0, false, true, true),
                                   person("g@d", "LS", "own", 2, true, false)};
  people[1].before.events = 1;
  const OfficeReport report = office_report_of({kDecember, kNovember, at(12, 28), at(12, 28), {}, {}, people});
  CHECK(now(report, "people.worked") == "2/5");  // who is disabled does not count
  CHECK(before(report, "people.worked") == "1/5");
  CHECK(figure(report, "people.worked").mark_pct == 80);
  CHECK(ids(report, "people.worked", false) == "c@d e@d f@d ");
  CHECK(now(report, "people.acted") == "1/5");
  CHECK(now(report, "people.signed_in") == "2/5");
  CHECK(now(report, "accounts.active") == "5/6");
  CHECK(before(report, "accounts.active") == "-");
  CHECK(ids(report, "accounts.active", false) == "g@d ");
  CHECK(now(report, "accounts.own_password") == "3/5");
  CHECK(ids(report, "accounts.first_password", true) == "c@d e@d ");
  CHECK(ids(report, "accounts.locked", true) == "f@d ");
  CHECK(ids(report, "accounts.disabled", true) == "g@d ");
  REQUIRE(report.use.size() == 2);
  CHECK(ratio_text(report.use[0].worked) == "2/2");
  CHECK(ratio_text(report.use[1].worked) == "0/3");
}

TEST_CASE("reports/office: read from the journals as they stood at the end of the period") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
    letter.text = "Hạn 10/12.";
    town.now = at(11, 25);
    good(town.submit(letter));
    town.now = at(12, 1);
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG"));
    good(town.answer("chutich", town.last("chutich"), "ĐÓNG"));
    directory::AuditEntry entry;
    entry.id = base::EventId(((at(11, 20).us / 1000 - 1577836800000) << 20) + 1);
    entry.at = at(11, 20);
    entry.what = directory::AuditVerb::sign_in;
    entry.account = town.account("lan");
    good(town.house.db->write_blocking([&](base::SqlTransaction& tx) { return directory::write_audit(tx, entry); }));
    const auto read = [&](const ReportSpan& span, const ReportSpan& before, const char* office) {
      OfficeReportRequest request;
      if (*office != '\0') request.office = town.unit(office);
      request.span = span;
      request.before = before;
      request.now = at(12, 20);
      OfficeReport out;
      good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        out = good(read_office_report(snapshot, *town.house.blobs, *town.house.people->view(), request));
        return {};
      }));
      return out;
    };
    const ReportSpan october{{2026, 10, 1}, {2026, 10, 31}, "tháng 10/2026"};
    OfficeReport report = read(kNovember, october, "");
    CHECK(now(report, "tasks.given") == "1");
    CHECK(now(report, "tasks.done") == "0/1");  // on 30 November it was open, whatever came later
    CHECK(now(report, "people.acted") == "1/12");
    CHECK(now(report, "people.worked") == "2/12");
    CHECK(now(report, "people.signed_in") == "1/12");
    report = read(kDecember, kNovember, "");
    CHECK(now(report, "tasks.given") == "0");
    CHECK(before(report, "tasks.given") == "1");
    CHECK(now(report, "tasks.carried") == "1/1");
    CHECK(now(report, "people.worked") == "2/12");
    CHECK(report.as_of == at(12, 20));
    report = read(kDecember, kNovember, "LS");
    CHECK(report.office_code == "LS");
    CHECK(now(report, "tasks.carried") == "0/0");  // the town's journal has it
    CHECK(now(report, "people.worked") == "1/3");  // but the ward's chairman worked in it
    CHECK(ids(report, "people.worked", false) == "tu@bimson.example lan@bimson.example ");
  });
}

TEST_CASE("reports/office: nothing in the forms is taken for a formula or for a tag") {
  std::vector<tasks::Task> all{task(1, "LS", at(12, 1), end_of(12, 10))};
  all[0].head.title = "=1+1<script>";
  all[0].parties[0].name = "@a\"b";
  std::vector<ReportPerson> people{person("a@d", "+BS", "own", 0, false)};
  const OfficeReport report = office_report_of({kDecember, kNovember, at(12, 28), at(12, 28), all, {}, people});
  const std::string csv = office_report_csv(report), html = office_report_html(report);
  CHECK(csv.starts_with(std::string(kOfficeReportColumns) + "\r\n"));
  CHECK(csv.find(",'=1+1<script>,") != std::string::npos);
  CHECK(csv.find(",'+BS,") != std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("=1+1&lt;script&gt;") != std::string::npos);
  for (const FigureSection& section : report.sections) {
    for (const Figure& one : section.figures) {
      CHECK(html.find("href=\"#" + one.key + "\"") != std::string::npos);
      CHECK(html.find("id=\"" + one.key + "\"") != std::string::npos);
      CHECK_FALSE(one.rule.en.empty());
    }
  }
  const auto columns =
      std::count(kOfficeReportColumns, kOfficeReportColumns + std::string(kOfficeReportColumns).size(), ',');
  const std::string last = csv.substr(csv.rfind("use,"));
  CHECK(std::count(last.begin(), last.end(), ',') == columns);
}
