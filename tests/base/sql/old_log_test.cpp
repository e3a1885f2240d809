// Databases that a program without a redo log left behind when it died: with SQLite's own log on the disk.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>

#include "base/sql/memory_log_vfs.h"
#include "base/sql/redo_recovery.h"
#include "tests/storage_engines.h"

namespace fs = std::filesystem;

using base::Database;
using base::Result;

namespace {

// Runs `statements` over `from` as any program would, and copies what would be there if it died then.
void write_and_die(const std::string& from, const std::string& to, const std::string& statements) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(from.c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, ("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; " + statements).c_str(), nullptr,
                       nullptr, nullptr) == SQLITE_OK);
  for (const char* file : {"", "-wal", "-shm", "-redo"}) {
    if (fs::exists(from + file)) fs::copy_file(from + file, to + file);
  }
  sqlite3_close(db);
}

Result<std::unique_ptr<Database>> open(const std::string& path) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + path;
  return Database::open(options);
}

std::int64_t items(Database& db) {
  std::int64_t count = -1;
  REQUIRE(db.read_blocking([&](base::SqlSnapshot& snapshot) -> Result<void> {
    Result<std::int64_t> found = snapshot.query_i64("SELECT count(*) FROM item", {});
    if (!found) return found.error();
    count = *found;
    return {};
  }));
  return count;
}

constexpr const char* kMade = "CREATE TABLE item (id INTEGER PRIMARY KEY); INSERT INTO item VALUES (1), (2);";

}  // namespace

TEST_CASE("sql/old log: SQLite's own log of a dead program is taken in") {
  const tests::TempDirectory old, here;
  write_and_die(old / "a.db", here / "a.db", kMade);
  REQUIRE(fs::file_size(here / "a.db-wal") > 0);
  for (int times = 0; times < 2; ++times) {
    auto db = open(here / "a.db");
    REQUIRE(db);
    CHECK(items(**db) == 2);
    CHECK_FALSE(fs::exists(here / "a.db-wal"));
  }
}
