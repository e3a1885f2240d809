#include "base/sql/database.h"

#include "base/sql/mysql/mysql_database.h"
#include "base/sql/sqlite/sqlite_database.h"

namespace base {

Result<std::int64_t> SqlReader::query_i64(std::string_view sql, std::initializer_list<SqlParam> params,
                                          std::int64_t fallback) {
  std::int64_t value = fallback;
  Result<void> done = query(sql, params, [&](const SqlRow& row) {
    value = row.i64(0);
    return false;
  });
  if (!done) return std::move(done).error();
  return value;
}

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
  if (options.url.starts_with("sqlite:")) return sql::open_sqlite(std::move(options));
  if (options.url.starts_with("mysql:")) return sql::open_mysql(std::move(options));
  return Error::permanent(
      ErrorCode::bad_input,
      {"database.url phải bắt đầu bằng sqlite: hoặc mysql://.", "database.url must begin with sqlite: or mysql://."},
      "");
}

}  // namespace base
