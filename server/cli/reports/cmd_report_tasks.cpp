// vanthu report tasks [--from DATE] [--to DATE] [--office CODE] [--people|--late] [--csv|--html]: tasks per unit that
// must give results, or per person, and how many in time; or the list of what is late.
#include <nlohmann/json.hpp>

#include "server/cli/run/command.h"
#include "server/cli/run/csv_output.h"
#include "server/cli/run/report_options.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace tasks = policies::tasks;

nlohmann::ordered_json json_of(const tasks::ReportRow& row) {
  nlohmann::ordered_json json = {{"unit_code", row.unit_code},
                                 {"total", row.total},
                                 {"done_on_time", row.done_on_time},
                                 {"done_late", row.done_late},
                                 {"open_in_time", row.open_in_time},
                                 {"open_near_due", row.open_near_due},
                                 {"open_overdue", row.open_overdue},
                                 {"no_deadline", row.no_deadline},
                                 {"returned", row.returned},
                                 {"extended", row.extended},
                                 {"on_time_pct", nullptr}};
  if (const auto tenths = row.on_time_tenths()) json["on_time_pct"] = *tenths / 10.0;
  json["due_changed"] = row.due_changed;
  json["name"] = row.name;
  if (!row.address.empty()) json["address"] = row.address;
  return json;
}

std::string json_text(const tasks::Report& report, const mailstore::office::Days& days) {
  nlohmann::ordered_json object;
  object["from"] =
      days.from ? nlohmann::ordered_json(policies::calendar::iso_date(*days.from)) : nlohmann::ordered_json();
  object["to"] = days.to ? nlohmann::ordered_json(policies::calendar::iso_date(*days.to)) : nlohmann::ordered_json();
  object["rows"] = nlohmann::ordered_json::array();
  for (const auto& row : report.rows) object["rows"].push_back(json_of(row));
  object["total"] = json_of(report.total);
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string period_text(const mailstore::office::Days& days) {
  std::string out = "Từ ngày " + policies::calendar::slash_date(*days.from);
  if (days.to) out += " đến ngày " + policies::calendar::slash_date(*days.to);
  return out + "\n";
}

std::string json_text(const std::vector<tasks::LateItem>& list) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const tasks::LateItem& item : list) {
    rows.push_back({{"number", item.number},
                    {"title", item.title},
                    {"unit_code", item.unit_code},
                    {"name", item.name},
                    {"people", item.people},
                    {"due", base::iso_date_time(item.due, base::kOfficeOffsetMinutes)},
                    {"days_late", item.days_late},
                    {"state", tasks::to_string(item.state)}});
  }
  return nlohmann::ordered_json{{"rows", rows}}.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

base::Result<int> print_late(House& house, const Arguments& arguments, CommandIo& io, base::UnitId office,
                             const mailstore::office::Days& days, base::Timestamp now) {
  std::vector<tasks::LateItem> list;
  auto read = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto made = mailstore::office::late_report(snapshot, office, days, now);
    if (!made) return made.error();
    list = std::move(*made);
    return {};
  });
  if (!read) return read.error();
  io.out(arguments.json         ? json_text(list)
         : wants_csv(arguments) ? csv_output(arguments, tasks::late_csv(list))
                                : tasks::late_text(list));
  return exit_code::kOk;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const base::Timestamp now = house.clock.now();
  auto days = report_days(arguments, now);
  if (!days) return refuse_usage(days.error(), arguments, io);
  const auto view = house.directory->view();
  auto offices = report_offices(arguments, *view);
  if (!offices) return offices.error();
  const directory::Unit* office = arguments.options.contains("--office") ? offices->front() : nullptr;
  if (arguments.has("--late"))
    return print_late(house, arguments, io, office != nullptr ? office->id : base::UnitId(), *days, now);
  tasks::Report report;
  auto read = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    const base::UnitId of = office != nullptr ? office->id : base::UnitId();
    auto made = arguments.has("--people") ? mailstore::office::people_report(snapshot, of, *days, now)
                                          : mailstore::office::tasks_report(snapshot, of, *days, now);
    if (!made) return made.error();
    report = std::move(*made);
    return {};
  });
  if (!read) return read.error();
  if (arguments.json) {
    io.out(json_text(report, *days));
  } else if (wants_csv(arguments)) {
    io.out(csv_output(arguments, tasks::report_csv(report)));
  } else if (arguments.has("--html")) {
    const directory::Unit* named = office != nullptr ? office : view->root();
    tasks::ReportHeading heading{named != nullptr ? named->name : "", days->from, days->to, now, {}};
    for (const directory::Unit& unit : view->units()) heading.unit_names[unit.code] = unit.name;
    io.out(tasks::report_html(report, heading));
  } else {
    io.out((office != nullptr ? office->name + "\n" : std::string()) + period_text(*days) + "\n" +
           tasks::report_text(report));
  }
  return exit_code::kOk;
}

}  // namespace

CommandSpec report_tasks_command() {
  return {
      "report tasks",
      "Nhiệm vụ được giao trong kỳ theo đơn vị chủ trì và tỷ lệ đúng hạn. / Tasks assigned in the period, per leading unit, and the rate on time.",
      {},
      {{"--from", "DATE",
        "ngày đầu, như 2026-12-18 hoặc 18/12/2026; mặc định 01/01 năm nay / first day, 2026-12-18 or 18/12/2026; default 1 January of this year"},
       {"--to", "DATE",
        "ngày cuối, tính cả ngày đó; mặc định 31/12 năm nay / last day, included; default 31 December of this year"},
       {"--office", "CODE", "chỉ nhiệm vụ của cơ quan này / only the tasks of this office"},
       {"--people", "", "theo từng người / per person"},
       {"--late", "", "danh sách nhiệm vụ quá hạn / the list of what is late"},
       {"--csv", "", "dạng CSV / as CSV"},
       excel_option(),
       {"--html", "", "thành trang để in / as a page to print"}},
      Place::house,
      run};
}

}  // namespace server::cli
