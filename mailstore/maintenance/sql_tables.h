// Tables of the database as the engine describes them, and rows of any table as values. For backup and restore only:
// all other code knows its columns. Blocking.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

enum class ColumnType : char { integer = 'i', real = 'd', text = 't', blob = 'b' };

struct SqlColumn {
  std::string name;
  ColumnType type = ColumnType::text;
};
struct SqlTable {
  std::string name;
  std::vector<SqlColumn> columns;
  std::vector<std::size_t> key;  // columns of the primary key, in its order
};

// Of every table whose name is a plain word.
base::Result<std::vector<std::string>> read_table_names(base::SqlReader& reader);
// Everything but what belongs to this database alone: the schema's own tables and the index's cursors.
base::Result<std::vector<SqlTable>> read_tables(base::SqlReader& reader);

// Null, number, number, bytes.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;
// Bytes of a text or blob; "" for anything else.
inline std::string_view bytes_of(const SqlValue& value) {
  const auto* bytes = std::get_if<std::string>(&value);
  return bytes ? std::string_view(*bytes) : std::string_view();
}

// Every row in order of the primary key, read page by page. `visit` stops by an error.
base::Result<void> read_rows(base::SqlReader& reader, const SqlTable& table,
                             const std::function<base::Result<void>(const std::vector<SqlValue>&)>& visit);

// Inserts rows, all of them of `columns`.
base::Result<void> insert_rows(base::SqlTransaction& tx, const SqlTable& table,
                               const std::vector<std::vector<SqlValue>>& rows);

}  // namespace mailstore
