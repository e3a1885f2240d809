// The redo log's file: what was appended comes back in order, up to the first record that is not whole.
#include "base/sql/redo/redo_log.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

using base::sql::RedoLog;
using base::sql::RedoRecord;

namespace {

sqlite3_vfs* real_vfs() {
  sqlite3_initialize();
  return sqlite3_vfs_find(nullptr);
}

std::vector<RedoRecord> records(const std::string& path) {
  std::vector<RedoRecord> out;
  REQUIRE(base::sql::read_redo_log(real_vfs(), path, [&](RedoRecord& record) -> base::Result<void> {
    out.push_back(record);
    return {};
  }));
  return out;
}

std::string entries_of(int i) { return std::string(static_cast<std::size_t>(100 * i), static_cast<char>('a' + i)); }

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("sql/redo log: records come back in order, with what they carry") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db-redo";
  std::ofstream(directory / "a.db").flush();  // whose rights the log takes
  CHECK(records(path).empty());
  {
    RedoLog log(real_vfs(), path);
    log.begin(77);
    for (int i = 0; i < 5; ++i) {
      const std::vector<std::string> carried(static_cast<std::size_t>(i), "message " + std::to_string(i));
      REQUIRE(log.append(entries_of(i), carried) == SQLITE_OK);
    }
    REQUIRE(log.sync() == SQLITE_OK);
  }
  const auto all = records(path);
  REQUIRE(all.size() == 5);
  for (int i = 0; i < 5; ++i) {
    const RedoRecord& record = all[static_cast<std::size_t>(i)];
    CHECK(record.entries == entries_of(i));
    CHECK(record.carried == std::vector<std::string>(static_cast<std::size_t>(i), "message " + std::to_string(i)));
  }
}

TEST_CASE("sql/redo log: cut or damaged anywhere, it holds the records before that place") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db-redo";
  std::ofstream(directory / "a.db").flush();  // whose rights the log takes
  std::vector<std::int64_t> ends;
  {
    RedoLog log(real_vfs(), path);
    log.begin(5);
    for (int i = 0; i < 4; ++i) {
      const std::vector<std::string> carried{"carried"};
      REQUIRE(log.append(entries_of(i), carried) == SQLITE_OK);
    }
  }
  for (const RedoRecord& record : records(path)) ends.push_back(record.end);
  const std::string whole = bytes_of(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CAPTURE(at);
    std::size_t before = 0;
    while (before < ends.size() && ends[before] <= static_cast<std::int64_t>(at)) ++before;
    std::ofstream(path, std::ios::binary) << whole.substr(0, at);
    CHECK(records(path).size() == before);
    std::string changed = whole;
    changed[at] ^= 0x10;
    std::ofstream(path, std::ios::binary) << changed;
    CHECK(records(path).size() == before);
  }
}

TEST_CASE("sql/redo log: a new generation hides what is left of the old one") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db-redo";
  std::ofstream(directory / "a.db").flush();  // whose rights the log takes
  {
    RedoLog log(real_vfs(), path);
    log.begin(1);
    for (int i = 0; i < 6; ++i) REQUIRE(log.append(entries_of(2), {}) == SQLITE_OK);
    log.begin(2);
    REQUIRE(log.append(entries_of(2), {}) == SQLITE_OK);  // exactly as long as what lies behind it
  }
  CHECK(records(path).size() == 1);
  CHECK(records(path).front().generation == 2);
}

TEST_CASE("sql/redo log: torn at the first record of a generation, it never has a part of the old one") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const tests::TempDirectory directory, trash;
    const std::string path = directory / "a.db-redo";
    std::ofstream(directory / "a.db").flush();
    tests::FaultPlan plan(trash.path(), seed);
    {
      const tests::FaultVfs vfs("redo-log", plan);
      RedoLog log(sqlite3_vfs_find("redo-log"), path);
      log.begin(1);
      for (int i = 0; i < 12; ++i) {
        const std::vector<std::string> carried{std::string(400, static_cast<char>('a' + i))};
        REQUIRE(log.append(entries_of(2), carried) == SQLITE_OK);
      }
      REQUIRE(log.sync() == SQLITE_OK);
      log.begin(2);
      const std::vector<std::string> carried{std::string(3000, 'z')};
      plan.set({tests::FaultKind::power_cut, plan.operations() + 1 + seed % 4});
      if (log.append(entries_of(1), carried) == SQLITE_OK) static_cast<void>(log.sync());
    }
    REQUIRE(plan.settle(tests::Survival::torn));
    const auto left = records(path);
    const std::size_t whole = !left.empty() && left.front().generation == 1 ? 12 : left.size() % 2;
    CHECK(left.size() == whole);
  }
}
