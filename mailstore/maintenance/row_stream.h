// Rows of one table as bytes, the same for every engine:
//   "vanthu-rows 1 " NAME LF  column ":" type *(" " column ":" type) LF  *("R" value…)  "E" varint(number of rows)
//   value: "n" null, "i" zigzag varint, "d" 8 bytes IEEE 754 little-endian, "t" or "b" varint(length) bytes
// Types: i integer, d real, t text (UTF-8), b bytes.
#pragma once

#include <functional>

#include "mailstore/maintenance/backup_file.h"
#include "mailstore/maintenance/sql_tables.h"

namespace mailstore {

base::Result<void> write_table_head(BackupFileWriter& out, const SqlTable& table);
base::Result<void> write_row(BackupFileWriter& out, const SqlTable& table, const std::vector<SqlValue>& row);
base::Result<void> write_table_end(BackupFileWriter& out, std::int64_t rows);

// The next table of the file. `rows` counts. Errors: corrupt, unsupported (newer version), the visitor's.
base::Result<SqlTable> read_table_head(BackupFileReader& in);
base::Result<std::int64_t> read_table_rows(BackupFileReader& in, const SqlTable& table,
                                           const std::function<base::Result<void>(std::vector<SqlValue>)>& visit);

}  // namespace mailstore
