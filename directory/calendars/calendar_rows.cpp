#include "directory/calendars/calendar_rows.h"

namespace directory {

base::Result<std::vector<CalendarTable>> read_calendar_tables(base::SqlReader& reader) {
  std::vector<CalendarTable> out;
  base::Result<void> bad;
  auto done = reader.query(
      "SELECT id, name, edition, version, office, imported_us, imported_by, ended_us, ended_by, days FROM calendar_table "
      "ORDER BY name, edition, id",
      {}, [&](const base::SqlRow& row) {
        CalendarTable table;
        table.id = row.i64(0);
        table.name = row.str(1);
        table.edition = static_cast<int>(row.i64(2));
        table.version = row.str(3);
        table.office = base::UnitId(row.i64(4));
        table.imported = base::Timestamp(row.i64(5));
        table.imported_by = row.str(6);
        table.ended = base::Timestamp(row.i64(7));
        table.ended_by = row.str(8);
        auto days = policies::calendar::parse_table(row.text(9));
        if (!days) {
          bad = base::Error::permanent(base::ErrorCode::corrupt,
                                       {"Bảng lịch làm việc “" + table.name + "” trong cơ sở dữ liệu bị hỏng.",
                                        "The calendar table “" + table.name + "” in the database is damaged."},
                                       base::describe(days.error()));
          return false;
        }
        table.days = std::move(*days);
        out.push_back(std::move(table));
        return true;
      });
  if (!done) return std::move(done).error();
  if (!bad) return bad.error();
  return out;
}

base::Result<void> insert_calendar_table(base::SqlTransaction& tx, const CalendarTable& table) {
  const std::string days = policies::calendar::format_table(table.days);
  auto done = tx.execute(
      "INSERT INTO calendar_table (id, name, edition, version, office, imported_us, imported_by, ended_us, ended_by, days) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?)",
      {table.id, table.name, table.edition, table.version, table.office, table.imported.us, table.imported_by, days});
  return done ? base::Result<void>() : std::move(done).error();
}

base::Result<void> end_calendar_table(base::SqlTransaction& tx, std::int64_t id, base::Timestamp at,
                                      std::string_view by) {
  auto done =
      tx.execute("UPDATE calendar_table SET ended_us = ?, ended_by = ? WHERE id = ? AND ended_us = 0", {at.us, by, id});
  return done ? base::Result<void>() : std::move(done).error();
}

}  // namespace directory
