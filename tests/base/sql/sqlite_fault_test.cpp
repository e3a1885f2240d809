// SQLite over a disk that fails: at every operation of a run of units the power is cut, the disk is full or answers
// EIO. What write() acknowledged must be there afterwards, what it refused must not (unless it said that it does not
// know).
#include <doctest/doctest.h>

#include <map>

#include "base/sql/database.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

using base::Result;
using base::SqlRow;
using base::SqlSnapshot;
using base::SqlTransaction;
using tests::Fault;
using tests::FaultKind;
using tests::FaultPlan;
using tests::Survival;

namespace {

const base::Migration kSchema[] = {
    {1, "item", "CREATE TABLE item (id BIGINT NOT NULL, body VARCHAR(5000) NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {2, "total", "CREATE TABLE total (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)"},
};

constexpr int kUnits = 12;

Result<void> insert(SqlTransaction& tx, int id) {
  const std::string body(static_cast<std::size_t>(500 + id * 300), static_cast<char>('a' + id));
  Result<std::int64_t> done = tx.execute("INSERT INTO item (id, body) VALUES (?, ?)", {id, body});
  if (!done) return std::move(done).error();
  done = tx.execute("UPDATE total SET n = n + 1 WHERE id = 1", {});
  if (!done) return std::move(done).error();
  return {};
}

enum class Said { yes, no, unknown };

struct Outcome {
  bool opened = false;
  std::map<int, Said> units;
  std::int64_t operations = 0;
};

base::DatabaseOptions options_for(const std::string& path, const std::string& vfs) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + path;
  options.sqlite_vfs = vfs;
  options.readers = 1;
  return options;
}

void prepare(const std::string& path) {
  // Made once and copied: hundreds of runs begin with it.
  static const tests::TempDirectory made;
  const std::string original = made / "a.db";
  if (std::filesystem::exists(original)) {
    std::filesystem::copy_file(original, path);
    return;
  }
  {
    auto db = base::Database::open(options_for(original, ""));
    REQUIRE(db);
    REQUIRE((*db)->migrate(kSchema));
    REQUIRE((*db)->write_blocking([](SqlTransaction& tx) -> Result<void> {
      REQUIRE(tx.execute("INSERT INTO total (id, n) VALUES (1, 0)", {}));
      return {};
    }));
  }
  std::filesystem::copy_file(original, path);
}

Outcome run_units(const std::string& path, const std::string& vfs, FaultPlan& plan) {
  Outcome outcome;
  auto db = base::Database::open(options_for(path, vfs));
  outcome.opened = db.has_value();
  if (!db) return outcome;
  for (int id = 0; id < kUnits; ++id) {
    Result<void> done = (*db)->write_blocking([id](SqlTransaction& tx) { return insert(tx, id); });
    outcome.units[id] = done ? Said::yes : (*db)->writable() ? Said::no : Said::unknown;
  }
  outcome.operations = plan.operations();
  return outcome;
}

void check_what_is_left(const std::string& path, const Outcome& outcome) {
  auto db = base::Database::open(options_for(path, ""));
  REQUIRE(db);
  std::map<int, std::string> rows;
  std::int64_t total = -1;
  REQUIRE((*db)->read_blocking([&](SqlSnapshot& s) -> Result<void> {
    Result<void> read = s.query("SELECT id, body FROM item", {}, [&](const SqlRow& row) {
      rows[static_cast<int>(row.i64(0))] = row.str(1);
      return true;
    });
    if (!read) return read;
    CHECK(s.query("PRAGMA integrity_check", {}, [&](const SqlRow& row) {
      CHECK(row.str(0) == "ok");
      return true;
    }));
    Result<std::int64_t> n = s.query_i64("SELECT n FROM total WHERE id = 1", {});
    if (!n) return std::move(n).error();
    total = *n;
    return {};
  }));
  CHECK(total == static_cast<std::int64_t>(rows.size()));
  for (const auto& [id, said] : outcome.units) {
    INFO("unit ", id);
    if (said == Said::yes) CHECK(rows.contains(id));
    if (said == Said::no) CHECK_FALSE(rows.contains(id));
    if (rows.contains(id)) {
      CHECK(rows[id] == std::string(static_cast<std::size_t>(500 + id * 300), static_cast<char>('a' + id)));
    }
  }
}

// Fails operation `at`, then cuts the power if it did not do so already; false when the run had fewer operations.
bool try_fault(Fault fault, Survival survival, unsigned seed) {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  const std::string path = directory / "a.db";
  prepare(path);
  FaultPlan plan(trash.path(), seed);
  Outcome outcome;
  {
    const tests::FaultVfs vfs("fault", plan);
    plan.set(fault);
    outcome = run_units(path, "fault", plan);
  }
  const Result<void> settled = plan.settle(survival);
  const std::string why = settled ? "" : base::describe(settled.error());
  REQUIRE(why == "");
  INFO("fault at operation ", fault.at, ", kind ", static_cast<int>(fault.kind), ", survival ",
       static_cast<int>(survival));
  check_what_is_left(path, outcome);
  return outcome.operations == 0 || fault.at <= outcome.operations;
}

}  // namespace

TEST_CASE("sql/fault: a power cut at every operation loses nothing acknowledged") {
  for (const Survival survival : {Survival::nothing, Survival::everything, Survival::torn}) {
    for (std::int64_t at = 1; try_fault({FaultKind::power_cut, at}, survival, static_cast<unsigned>(at)); ++at) {
      REQUIRE(at < 1000);
    }
  }
}

TEST_CASE("sql/fault: an I/O error at every operation loses nothing acknowledged") {
  for (std::int64_t at = 1; try_fault({FaultKind::io_error, at}, Survival::torn, static_cast<unsigned>(at)); ++at) {
    REQUIRE(at < 1000);
  }
}

TEST_CASE("sql/fault: a full disk at every operation refuses units and stays writable") {
  for (const bool lasting : {false, true}) {
    for (std::int64_t at = 1; try_fault({FaultKind::disk_full, at, lasting}, Survival::torn, static_cast<unsigned>(at));
         ++at) {
      REQUIRE(at < 1000);
    }
  }
}

TEST_CASE("sql/fault: a full disk answers disk_full, and units go on when there is space again") {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  const std::string path = directory / "a.db";
  prepare(path);
  FaultPlan plan(trash.path());
  const tests::FaultVfs vfs("fault", plan);
  auto db = base::Database::open(options_for(path, "fault"));
  REQUIRE(db);
  plan.set({FaultKind::disk_full, plan.operations() + 1, true});
  for (int i = 0; i < 3; ++i) {
    Result<void> full = (*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 1); });
    REQUIRE_FALSE(full);
    CHECK(full.error().code == base::ErrorCode::disk_full);
    CHECK(full.error().temporary);
    CHECK((*db)->writable());
  }
  plan.clear();
  CHECK((*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 1); }));
}

TEST_CASE("sql/fault: a failed fsync stops writing, reads go on") {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  const std::string path = directory / "a.db";
  prepare(path);
  FaultPlan plan(trash.path());
  const tests::FaultVfs vfs("fault", plan);
  auto db = base::Database::open(options_for(path, "fault"));
  REQUIRE(db);
  REQUIRE((*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 1); }));
  const std::int64_t before = plan.operations();
  REQUIRE((*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 2); }));
  const std::int64_t per_unit = plan.operations() - before;
  plan.set({FaultKind::io_error, plan.operations() + per_unit});  // the last operation of a unit is its fsync
  Result<void> failed = (*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 3); });
  REQUIRE_FALSE(failed);
  CHECK_FALSE((*db)->writable());
  failed = (*db)->write_blocking([](SqlTransaction& tx) { return insert(tx, 4); });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == base::ErrorCode::unavailable);
  CHECK(failed.error().temporary);
  std::int64_t total = 0;
  CHECK((*db)->read_blocking([&](SqlSnapshot& s) -> Result<void> {
    total = *s.query_i64("SELECT n FROM total WHERE id = 1", {});
    return {};
  }));
  CHECK(total == 2);
}
