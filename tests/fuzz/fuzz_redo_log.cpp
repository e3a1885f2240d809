// Any file is read as a redo log to its end, and what lies behind that is looked at: nothing of it is trusted.
#include <sqlite3.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/sql/redo/redo_damage.h"
#include "base/sql/redo/redo_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace base::sql;
  static const std::string path = [] {
    sqlite3_initialize();
    std::string name = (std::filesystem::temp_directory_path() / "fuzz-redo-log-XXXXXX").string();
    const int fd = ::mkstemp(name.data());
    if (fd < 0) std::abort();
    ::close(fd);
    return name + "-redo";  // beside a database: SQLite asks for the rights of that
  }();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(data, 1, size, file) != size) std::abort();
  std::fclose(file);
  RedoEnd end;
  const auto read = read_redo_log(sqlite3_vfs_find(nullptr), path, [&](RedoRecord& record) -> base::Result<void> {
    if (record.number != end.records || record.end <= end.place) std::abort();
    end = {record.number + 1, record.generation, record.end};
    return {};
  });
  const auto damage = damage_behind(sqlite3_vfs_find(nullptr), path, end);
  if (!damage) std::abort();
  if (*damage && ((*damage)->lost == 0 || (*damage)->at.place != end.place)) std::abort();
  if (read && static_cast<std::size_t>(end.place) == size && *damage) std::abort();
  return 0;
}
