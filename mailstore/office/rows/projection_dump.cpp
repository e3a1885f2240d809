#include "mailstore/office/rows/projection_dump.h"

#include <algorithm>

#include "base/text/encoding.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace {

// "a BIGINT NOT NULL, PRIMARY KEY (a, b)" → its parts; commas inside parentheses do not part.
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : list) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else if (c != ' ' || !parts.back().empty()) {
      parts.back() += c;
    }
  }
  return parts;
}

void add_column(ProjectionTable& table, const std::string& part) {
  const std::size_t name = part.find(' ');
  const std::string type = part.substr(name + 1);
  if (type.find("PRIMARY KEY") != std::string::npos) table.key.push_back(table.columns.size());
  table.columns.push_back(part.substr(0, name));
  table.is_bytes.push_back(type.starts_with("VARBINARY") || type.starts_with("LONGBLOB"));
}

void add_part(ProjectionTable& table, const std::string& part) {
  constexpr std::string_view kKey = "PRIMARY KEY (";
  if (!part.starts_with(kKey)) return add_column(table, part);
  for (const std::string& column : split(std::string_view(part).substr(kKey.size(), part.size() - kKey.size() - 1))) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    table.key.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
}

std::string value_of(const ProjectionTable& table, const base::SqlRow& row, std::size_t column) {
  const int index = static_cast<int>(column);
  // Numbers too: SQLite keeps whatever was put into a column, and a word read as a number is 0.
  return table.is_bytes[column] ? base::hex_encode(row.text(index)) : row.str(index);
}

}  // namespace

std::vector<ProjectionTable> projection_layout() {
  std::vector<ProjectionTable> layout;
  for (const std::string_view name : projection_tables()) {
    ProjectionTable table;
    table.name = name;
    const std::string create = "CREATE TABLE " + table.name + " (",
                      alter = "ALTER TABLE " + table.name + " ADD COLUMN ";
    for (const base::Migration& step : office_migrations()) {
      if (step.ddl.starts_with(alter)) add_column(table, std::string(step.ddl.substr(alter.size())));
      if (!step.ddl.starts_with(create)) continue;
      const std::size_t end = step.ddl.rfind(')');
      for (const std::string& part : split(step.ddl.substr(create.size(), end - create.size()))) add_part(table, part);
    }
    layout.push_back(std::move(table));
  }
  return layout;
}

base::Result<TableRows> dump_table(base::SqlReader& reader, const ProjectionTable& table) {
  std::string sql = "SELECT ";
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql += (i == 0 ? "" : ", ") + table.columns[i];
  sql += " FROM " + table.name;
  TableRows rows;
  auto read = reader.query(sql, {}, [&](const base::SqlRow& row) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < table.columns.size(); ++i) values.push_back(value_of(table, row, i));
    std::string key;
    for (const std::size_t i : table.key) key += (key.empty() ? "" : ", ") + table.columns[i] + "=" + values[i];
    rows.emplace(std::move(key), std::move(values));
    return true;
  });
  if (!read) return read.error();
  return rows;
}

}  // namespace mailstore::office
