// Databases that a program without a redo log left behind when it died: with SQLite's own log on the disk.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>

#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_recovery.h"
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

Result<void> insert(Database& db, int id) {
  return db.write_blocking([id](base::SqlTransaction& tx) -> Result<void> {
    auto done = tx.execute("INSERT INTO item VALUES (?)", {id});
    return done ? Result<void>() : done.error();
  });
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

TEST_CASE("sql/old log: a redo log of another moment, or of another database, is not applied, and neither is touched") {
  const tests::TempDirectory old, here;
  const std::string path = here / "a.db";
  write_and_die(old / "a.db", path, kMade);
  const auto life = [&](const std::string& copy, int from) {  // copies what a kill in its middle would leave
    auto db = open(path);
    REQUIRE(db);
    for (int i = 0; i < 300; ++i) REQUIRE(insert(**db, from + i));
    if (!copy.empty()) {
      for (const char* file : {"", "-redo"}) fs::copy_file(path + file, here / (copy + file));
    }
    for (int i = 300; i < 600; ++i) REQUIRE(insert(**db, from + i));
  };
  life("first", 1000);
  life("second", 2000);
  life("", 3000);
  const auto refuse = [&](const std::string& database, const std::string& redo) {
    const tests::TempDirectory place;
    if (!database.empty()) fs::copy_file(database, place / "a.db");
    fs::copy_file(redo, place / "a.db-redo");
    const auto size = database.empty() ? 0 : fs::file_size(database);
    auto opened = open(place / "a.db");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == base::ErrorCode::corrupt);
    CHECK((database.empty() || fs::file_size(place / "a.db") == size));
    CHECK(fs::file_size(place / "a.db-redo") == fs::file_size(redo));
    for (const char* file : {"a.db-wal", "a.db-carried"}) CHECK_FALSE(fs::exists(place / file));
    if (database.empty()) return;
    fs::rename(place / "a.db-redo", place / "kept");
    CHECK(open(place / "a.db"));
  };
  refuse(path, here / "first-redo");             // an older one beside a newer database
  refuse(here / "first", here / "second-redo");  // a copy that took too long
  refuse("", here / "first-redo");
  for (const char* copy : {"first", "second"}) {  // together they are what was there
    auto db = open(here / copy);
    REQUIRE(db);
    CHECK(items(**db) == (copy[0] == 'f' ? 302 : 902));
  }
}
