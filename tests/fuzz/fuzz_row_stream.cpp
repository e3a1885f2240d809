// Any bytes are the rows of a backup: reading ends, and what was read whole is the same after it was written and read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mailstore/maintenance/row_stream.h"
#include "tests/fuzz/memory_files.h"

namespace {

using mailstore::SqlTable;
using mailstore::SqlValue;
using Rows = std::vector<std::vector<SqlValue>>;

void demand(bool holds) {
  if (!holds) std::abort();
}

// nullopt when the bytes are refused.
std::optional<std::pair<SqlTable, Rows>> read(const std::string& bytes) {
  tests::MemoryFiles files(bytes);
  auto in = mailstore::BackupFileReader::open(files, "d", "rows");
  demand(in.has_value());
  auto table = mailstore::read_table_head(**in);
  if (!table) return std::nullopt;
  Rows rows;
  const auto count = mailstore::read_table_rows(**in, *table, [&](std::vector<SqlValue> row) {
    demand(row.size() == table->columns.size());
    rows.push_back(std::move(row));
    return base::Result<void>{};
  });
  if (!count) return std::nullopt;
  demand(*count == static_cast<std::int64_t>(rows.size()));
  return std::pair(*std::move(table), std::move(rows));
}

std::string written(const SqlTable& table, const Rows& rows) {
  tests::MemoryFiles files;
  auto out = mailstore::BackupFileWriter::create(files, "d", "rows");
  demand(out.has_value() && mailstore::write_table_head(**out, table).has_value());
  for (const auto& row : rows) demand(mailstore::write_row(**out, table, row).has_value());
  demand(mailstore::write_table_end(**out, static_cast<std::int64_t>(rows.size())).has_value() &&
         (*out)->finish().has_value());
  return files.bytes();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto first = read(std::string(reinterpret_cast<const char*>(data), size));
  if (!first) return 0;
  const std::string bytes = written(first->first, first->second);
  const auto second = read(bytes);
  demand(second && second->second.size() == first->second.size());
  demand(written(second->first, second->second) == bytes);
  return 0;
}
