#include "server/cli/calendar/calendar_output.h"

#include <nlohmann/json.hpp>
#include <set>

#include "policies/tasks/texts/task_text.h"
#include "server/cli/run/report_options.h"

namespace server::cli {

namespace calendar = policies::calendar;
namespace tasks = policies::tasks;
using Json = nlohmann::ordered_json;

namespace {

// "18/12/2026", "16:00 18/12/2026".
std::string due_text(base::Timestamp due) {
  const calendar::Date date = calendar::local_date(due);
  const std::string hour =
      due == calendar::end_of_day(date) ? "" : calendar::clock_time(calendar::local_minute(due)) + " ";
  return hour + calendar::slash_date(date);
}

std::string line_of(const mailstore::OfficeDesk::RecountLine& line, bool applied) {
  const tasks::TermRecount& term = line.term;
  std::string out = line.number + "  " + (line.unit_code.empty() ? "" : line.unit_code + " ") + line.name + ": " +
                    due_text(term.old_due);
  if (term.new_due != term.old_due) out += " → " + due_text(term.new_due);
  if (!term.days.empty()) out += "  [" + base::one_line(tasks::describe(term.days)) + "]";
  if (term.verdict != tasks::TermVerdict::moves) out += "  (" + base::one_line(tasks::describe(term.verdict)) + ")";
  else if (applied) out += "  (đã đổi / moved)";
  if (!term.covered) out += "  (lịch chưa có đủ các năm này / the calendar does not cover all these years)";
  return out + "\n";
}

}  // namespace

base::Result<base::UnitId> office_option(const Arguments& arguments, const directory::DirectoryView& view) {
  if (!arguments.options.contains("--office")) return base::UnitId();
  auto offices = report_offices(arguments, view);
  if (!offices) return offices.error();
  return offices->empty() ? base::UnitId() : offices->front()->id;
}

std::string office_name(const directory::DirectoryView& view, base::UnitId office) {
  if (!office) return "mọi cơ quan / all offices";
  const directory::Unit* unit = view.find_unit(office);
  return unit != nullptr ? unit->name : std::to_string(office.value);
}

std::string years_of(const std::vector<calendar::DayEntry>& days) {
  std::set<int> years;
  for (const calendar::DayEntry& day : days) years.insert(day.date.year);
  std::string out;
  for (const int year : years) out += (out.empty() ? "" : ", ") + std::to_string(year);
  return out;
}

Json json_of(const directory::CalendarTable& table, const directory::DirectoryView& view) {
  const directory::Unit* unit = view.find_unit(table.office);
  Json years = Json::array();
  std::set<int> seen;
  for (const calendar::DayEntry& day : table.days) {
    if (seen.insert(day.date.year).second) years.push_back(day.date.year);
  }
  Json out{{"name", table.name},
           {"version", table.version},
           {"office", table.office ? Json(unit != nullptr ? unit->code : "?") : Json()},
           {"days", table.days.size()},
           {"years", std::move(years)},
           {"imported", base::office_date_time(table.imported)},
           {"imported_by", table.imported_by}};
  if (!table.counts()) {
    out["ended"] = base::office_date_time(table.ended);
    out["ended_by"] = table.ended_by;
  }
  return out;
}

Json json_of(const mailstore::OfficeDesk::RecountRound& round, const directory::DirectoryView& view) {
  Json rows = Json::array();
  for (const auto& line : round.lines) {
    const directory::Unit* unit = view.find_unit(line.office);
    Json days = Json::array();
    for (const calendar::DayDifference& day : line.term.days) {
      days.push_back(
          {{"date", calendar::iso_date(day.date)}, {"working", day.after.working}, {"note", day.after.note}});
    }
    rows.push_back({{"number", line.number},
                    {"title", line.title},
                    {"office", unit != nullptr ? unit->code : ""},
                    {"unit_code", line.unit_code},
                    {"name", line.name},
                    {"verdict", tasks::to_string(line.term.verdict)},
                    {"old_due", base::iso_date_time(line.term.old_due, base::kOfficeOffsetMinutes)},
                    {"new_due", base::iso_date_time(line.term.new_due, base::kOfficeOffsetMinutes)},
                    {"covered", line.term.covered},
                    {"days", std::move(days)}});
  }
  return {{"moving", round.moving}, {"rows", std::move(rows)}};
}

std::string text_of(const mailstore::OfficeDesk::RecountRound& round, bool applied) {
  std::string out;
  for (const auto& line : round.lines) out += line_of(line, applied);
  const std::string n = std::to_string(round.moving);
  if (round.moving == 0)
    return out + "Không có thời hạn nào phải tính lại. / No open deadline has to be counted anew.\n";
  if (applied)
    return out + n + " thời hạn đã tính lại; các bên được báo bằng thư. / " + n +
           " deadlines were counted anew; everybody concerned is told by mail.\n";
  return out + n + " thời hạn sẽ được tính lại khi chạy `vanthu calendar recount --apply`; hiện chưa thay đổi gì. / " +
         n + " deadlines would be counted anew by `vanthu calendar recount --apply`. Nothing was changed yet.\n";
}

void print_ordered(const Json& value, CommandIo& io) {
  io.out(value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace server::cli
