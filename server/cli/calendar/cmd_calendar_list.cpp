// vanthu calendar list [--all]: the tables of days that count, and with --all those that did.
#include <nlohmann/json.hpp>

#include "server/cli/calendar/calendar_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto view = house.directory->view();
  const auto tables = house.calendars->tables(arguments.has("--all"));
  const auto shipped = calendar::CalendarBook({}).for_office({}).entries();
  if (arguments.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& table : tables) list.push_back(json_of(table, *view));
    print_ordered({{"tables", std::move(list)}, {"shipped", calendar::kShippedVersion}}, io);
    return exit_code::kOk;
  }
  for (const auto& table : tables) {
    io.out(table.version + "\t" + office_name(*view, table.office) + "\t" + years_of(table.days) + "\t" +
           std::to_string(table.days.size()) + " ngày / days\t" + base::office_date_time(table.imported) + " " +
           table.imported_by +
           (table.counts() ? "" : "\tthôi dùng / ended " + base::office_date_time(table.ended) + " " + table.ended_by) +
           "\n");
  }
  io.out(std::string(calendar::kShippedVersion) + "\t" + office_name(*view, {}) + "\t" + years_of(shipped) + "\t" +
         std::to_string(shipped.size()) + " ngày / days\tcó sẵn trong chương trình / shipped with the program\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec calendar_list_command() {
  return {
      "calendar list",
      "Các bảng lịch làm việc: phiên bản, cơ quan, năm, số ngày, nhập khi nào. / The calendar tables: version, office, years, days, when imported.",
      {},
      {{"--all", "", "kể cả bảng đã thôi dùng / also those that no longer count"}},
      Place::house,
      run};
}

}  // namespace server::cli
