// Rows of calendar_table: reading into values, writing inside a transaction of change_directory(). Internal to
// directory/.
#pragma once

#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "directory/calendars/calendars.h"

namespace directory {

// Ended ones too, by name and edition. Errors: corrupt: days that cannot be read.
base::Result<std::vector<CalendarTable>> read_calendar_tables(base::SqlReader& reader);
base::Result<void> insert_calendar_table(base::SqlTransaction& tx, const CalendarTable& table);
base::Result<void> end_calendar_table(base::SqlTransaction& tx, std::int64_t id, base::Timestamp at,
                                      std::string_view by);

}  // namespace directory
