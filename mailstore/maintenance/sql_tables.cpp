#include "mailstore/maintenance/sql_tables.h"

#include <algorithm>
#include <array>

namespace mailstore {
namespace {

constexpr std::int64_t kPageRows = 100;  // MySQL reads a page into memory; rows may hold megabytes
constexpr std::size_t kInsertRows = 20;  // rows of one INSERT

constexpr std::array<std::string_view, 6> kOwnTables{"vanthu_schema", "vanthu_unit",     "search_cursor",
                                                     "search_index",  "substring_store", "view_copy"};

bool is_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                              std::string_view::npos;
}

ColumnType column_type(std::string declared) {
  for (char& c : declared) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (declared.find("INT") != std::string::npos) return ColumnType::integer;
  if (declared.find("DOUBLE") != std::string::npos || declared.find("REAL") != std::string::npos ||
      declared.find("FLOAT") != std::string::npos)
    return ColumnType::real;
  if (declared.find("BLOB") != std::string::npos || declared.find("BINARY") != std::string::npos)
    return ColumnType::blob;
  return ColumnType::text;
}

base::Result<void> read_columns(base::SqlReader& reader, SqlTable& table) {
  std::vector<std::pair<std::int64_t, std::size_t>> key;  // place in the key, column
  const bool sqlite = reader.dialect() == base::SqlDialect::sqlite;
  const std::string_view sql =
      sqlite
          ? std::string_view("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid")
          : std::string_view(
                "SELECT c.COLUMN_NAME, c.DATA_TYPE, COALESCE(k.ORDINAL_POSITION, 0) FROM information_schema.COLUMNS c "
                "LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND "
                "k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY' "
                "WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION");
  base::Result<void> read = reader.query(sql, {table.name}, [&](const base::SqlRow& row) {
    if (row.i64(2) > 0) key.emplace_back(row.i64(2), table.columns.size());
    table.columns.push_back({row.str(0), column_type(row.str(1))});
    return true;
  });
  if (!read) return read;
  std::sort(key.begin(), key.end());
  for (const auto& [place, column] : key) table.key.push_back(column);
  if (table.key.empty() || table.columns.empty()) {
    return base::Error::permanent(
        base::ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        "table without a primary key: " + table.name);
  }
  return {};
}

base::SqlParam param_of(const SqlValue& value, ColumnType type) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* bytes = std::get_if<std::string>(&value)) {
    if (type == ColumnType::blob) return base::SqlBlob{*bytes};
    return *bytes;
  }
  return base::SqlNull{};
}

SqlValue value_of(const base::SqlRow& row, int column, ColumnType type) {
  if (row.is_null(column)) return {};
  switch (type) {
    case ColumnType::integer: return row.i64(column);
    case ColumnType::real: return row.real(column);
    default: return row.str(column);
  }
}

std::string column_list(const SqlTable& table) {
  std::string out;
  for (const SqlColumn& column : table.columns) out += (out.empty() ? "" : ", ") + column.name;
  return out;
}

// Keyset paging: rows after the last one seen, in order of the key, spelled out so that both engines use the key's
// index: (a > ?) OR (a = ? AND b > ?) …
std::string page_sql(const SqlTable& table, bool first) {
  std::string sql = "SELECT " + column_list(table) + " FROM " + table.name, order;
  for (std::size_t column : table.key) order += (order.empty() ? "" : ", ") + table.columns[column].name;
  if (!first) {
    sql += " WHERE " + table.columns[table.key[0]].name + " >= ? AND (";
    for (std::size_t i = 0; i < table.key.size(); ++i) {
      sql += i == 0 ? "(" : " OR (";
      for (std::size_t j = 0; j < i; ++j) sql += table.columns[table.key[j]].name + " = ? AND ";
      sql += table.columns[table.key[i]].name + " > ?)";
    }
    sql += ")";
  }
  return sql + " ORDER BY " + order + " LIMIT " + std::to_string(kPageRows);
}

}  // namespace

base::Result<std::vector<std::string>> read_table_names(base::SqlReader& reader) {
  std::vector<std::string> out;
  const bool sqlite = reader.dialect() == base::SqlDialect::sqlite;
  const std::string_view sql =
      sqlite ? std::string_view("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
             : std::string_view(
                   "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() "
                   "AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME");
  base::Result<void> read = reader.query(sql, {}, [&](const base::SqlRow& row) {
    if (is_name(row.text(0))) out.push_back(row.str(0));
    return true;
  });
  if (!read) return std::move(read).error();
  return out;
}

base::Result<std::vector<SqlTable>> read_tables(base::SqlReader& reader) {
  auto names = read_table_names(reader);
  if (!names) return std::move(names).error();
  std::vector<SqlTable> out;
  for (const std::string& name : *names) {
    const bool own = std::find(kOwnTables.begin(), kOwnTables.end(), name) != kOwnTables.end();
    if (!own && !name.starts_with("sqlite_")) out.push_back({name, {}, {}});
  }
  for (SqlTable& table : out) {
    if (base::Result<void> columns = read_columns(reader, table); !columns) return std::move(columns).error();
  }
  return out;
}

base::Result<void> read_rows(base::SqlReader& reader, const SqlTable& table,
                             const std::function<base::Result<void>(const std::vector<SqlValue>&)>& visit) {
  const std::string first_sql = page_sql(table, true), next_sql = page_sql(table, false);
  std::vector<SqlValue> row_values(table.columns.size()), last;
  while (true) {
    std::vector<base::SqlParam> params;
    if (!last.empty()) {
      const auto add = [&](std::size_t k) {
        params.push_back(param_of(last[table.key[k]], table.columns[table.key[k]].type));
      };
      add(0);
      for (std::size_t i = 0; i < table.key.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) add(j);
      }
    }
    std::int64_t count = 0;
    base::Result<void> visited;
    std::vector<SqlValue> newest;
    base::Result<void> read =
        reader.query(last.empty() ? first_sql : next_sql, base::SqlParams(params), [&](const base::SqlRow& row) {
          for (std::size_t i = 0; i < table.columns.size(); ++i)
            row_values[i] = value_of(row, static_cast<int>(i), table.columns[i].type);
          visited = visit(row_values);
          if (++count == kPageRows) newest = row_values;
          return visited.has_value();
        });
    if (!read) return read;
    if (!visited) return visited;
    if (count < kPageRows) return {};
    last = std::move(newest);
  }
}

base::Result<void> insert_rows(base::SqlTransaction& tx, const SqlTable& table,
                               const std::vector<std::vector<SqlValue>>& rows) {
  std::string marks;
  for (std::size_t i = 0; i < table.columns.size(); ++i) marks += i == 0 ? "(?" : ",?";
  marks += ")";
  const std::string one = "INSERT INTO " + table.name + " (" + column_list(table) + ") VALUES " + marks;
  std::string many = one;
  for (std::size_t i = 1; i < kInsertRows; ++i) many += "," + marks;
  for (std::size_t at = 0; at < rows.size();) {
    const std::size_t count = rows.size() - at >= kInsertRows ? kInsertRows : 1;
    std::vector<base::SqlParam> params;
    for (std::size_t i = at; i < at + count; ++i) {
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        params.push_back(param_of(rows[i][c], table.columns[c].type));
    }
    base::Result<std::int64_t> done = tx.execute(count == 1 ? one : many, base::SqlParams(params));
    if (!done) return std::move(done).error();
    at += count;
  }
  return {};
}

}  // namespace mailstore
