// Spreadsheets of any bytes: never a crash; every row as wide as the heading; what was read is written so that it reads back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "directory/columns.h"
#include "directory/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = directory::parse_csv({reinterpret_cast<const char*>(data), size});
  if (!table) return 0;
  std::string text = directory::csv_line(table->heading, false);
  int line = 0;
  for (const directory::CsvRow& row : table->rows) {
    if (row.fields.size() != table->heading.size() || row.line <= line) std::abort();
    line = row.line;
    text += directory::csv_line(row.fields, false);
  }
  const auto again = directory::parse_csv(text);
  // A heading without any separator may be split anew by another one that stands inside its fields.
  if (table->heading.size() > 1 && again && again->heading == table->heading) {
    if (again->rows.size() != table->rows.size()) std::abort();
    for (std::size_t i = 0; i < again->rows.size(); ++i) {
      if (again->rows[i].fields != table->rows[i].fields) std::abort();
    }
  }
  (void)directory::Columns::match(table->heading, directory::staff_columns());
  (void)directory::Columns::match(table->heading, directory::unit_columns());
  return 0;
}
