// What the commands of the calendar share: whose calendar is meant, and what a change of it does to open deadlines, as
// text and as JSON. Thread-safe.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "directory/calendars/calendars.h"
#include "mailstore/delivery/desk/office_desk.h"
#include "server/cli/run/command.h"

namespace server::cli {

// The office of --office; none without it: all. Errors: those of office_by_code.
base::Result<base::UnitId> office_option(const Arguments& arguments, const directory::DirectoryView& view);
// "UBND phường Bắc Sơn", "mọi cơ quan / all offices".
std::string office_name(const directory::DirectoryView& view, base::UnitId office);
// "2026, 2027".
std::string years_of(const std::vector<policies::calendar::DayEntry>& days);

nlohmann::ordered_json json_of(const directory::CalendarTable& table, const directory::DirectoryView& view);
nlohmann::ordered_json json_of(const mailstore::OfficeDesk::RecountRound& round, const directory::DirectoryView& view);
// A line per deadline, then how many. `applied`: they were moved.
std::string text_of(const mailstore::OfficeDesk::RecountRound& round, bool applied);
void print_ordered(const nlohmann::ordered_json& value, CommandIo& io);

}  // namespace server::cli
