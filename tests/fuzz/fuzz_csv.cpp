// Spreadsheets of any bytes: never a crash; every row as wide as the heading; what was read is written so that it reads
// back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/csv.h"
#include "directory/plans/columns.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = base::parse_csv({reinterpret_cast<const char*>(data), size});
  if (!table) return 0;
  std::string text = base::csv_line(table->heading, false);
  int line = 0;
  std::vector<std::vector<std::string>> rows;
  for (const base::CsvRow& row : table->rows) {
    if (row.fields.size() != table->heading.size() || row.line <= line) std::abort();
    line = row.line;
    // A row with nothing but cells beyond the heading would be a blank line.
    if (std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) { return field.empty(); }))
      continue;
    text += base::csv_line(row.fields, false);
    rows.push_back(row.fields);
  }
  const auto again = base::parse_csv(text);
  // A heading without any separator may be split anew by another one that stands inside its fields.
  if (table->heading.size() > 1 && again && again->heading == table->heading) {
    if (again->rows.size() != rows.size()) std::abort();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (again->rows[i].fields != rows[i]) std::abort();
    }
  }
  const auto staff = [](const std::vector<std::string>& row) {
    return directory::Columns::is_heading(row, directory::staff_columns());
  };
  const auto wanted = base::parse_csv({reinterpret_cast<const char*>(data), size}, staff);
  if (wanted && staff(table->heading) && wanted->heading_line > table->heading_line) std::abort();
  (void)directory::Columns::match(table->heading, directory::staff_columns());
  (void)directory::Columns::match(table->heading, directory::unit_columns());
  return 0;
}
