// What a commit carries: durable with it, settled before the log that has it goes away, given back after a crash.
#include "base/sql/redo/carried_bytes.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <atomic>
#include <set>

#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/redo/redo_recovery.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

using base::Database;
using base::Result;
using base::SqlTransaction;
using tests::FaultKind;
using tests::FaultPlan;
using tests::Survival;

namespace {

const base::Migration kSchema[] = {
    {1, "item", "CREATE TABLE item (id BIGINT NOT NULL, body VARCHAR(5000) NOT NULL, PRIMARY KEY (id)) {clustered}"},
};

Result<void> put(Database& db, int id, std::atomic<int>& settled, bool fails = false, std::size_t size = 100) {
  return db.write_blocking([&, id](SqlTransaction& tx) -> Result<void> {
    auto done = tx.execute("INSERT INTO item (id, body) VALUES (?, ?)", {id, std::string(300, 'x')});
    if (!done) return done.error();
    base::carry_with_commit(tx, "blob", std::to_string(id) + ":" + std::string(size, 'b'),
                            [&settled]() -> Result<void> {
                              ++settled;
                              return {};
                            });
    if (fails) return base::Error::permanent(base::ErrorCode::limit, {"không", "no"});
    return {};
  });
}

std::multiset<int> given_back(Database& db) {
  std::multiset<int> out;
  REQUIRE(base::restore_carried(db, [&](base::CarriedBytes bytes) -> Result<void> {
    for (const std::string& one : bytes) out.insert(std::stoi(one));
    return {};
  }));
  return out;
}

std::set<int> rows(Database& db) {
  std::set<int> out;
  REQUIRE(db.read_blocking([&](base::SqlSnapshot& snapshot) {
    return snapshot.query("SELECT id FROM item", {}, [&](const base::SqlRow& row) {
      out.insert(static_cast<int>(row.i64(0)));
      return true;
    });
  }));
  return out;
}

base::DatabaseOptions options_for(const std::string& path, const std::string& vfs) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + path;
  options.sqlite_vfs = vfs;
  options.readers = 1;
  return options;
}

struct Played {
  std::set<int> acknowledged;
  std::int64_t operations = 0;
};

Played play(const std::string& path, const std::string& vfs, FaultPlan& plan, std::int64_t cut_at) {
  Played out;
  auto db = Database::open(options_for(path, vfs));
  REQUIRE(db);
  REQUIRE((*db)->migrate(kSchema));
  plan.set({FaultKind::power_cut, plan.operations() + cut_at});
  std::atomic<int> settled = 0;
  for (int id = 0; id < 6; ++id) {
    if (put(**db, id, settled)) out.acknowledged.insert(id);
  }
  out.operations = plan.operations();
  return out;
}

}  // namespace

TEST_CASE("sql/carried: a power cut at every operation gives back what every row that is there carried") {
  std::int64_t cut = 1;
  for (bool reached = true; reached; ++cut) {
    CAPTURE(cut);
    REQUIRE(cut < 200);
    const tests::TempDirectory directory;
    const tests::TempDirectory trash;
    const std::string path = directory / "a.db";
    FaultPlan plan(trash.path(), static_cast<unsigned>(cut));
    Played played;
    std::int64_t before = 0;
    {
      const tests::FaultVfs vfs("carried", plan);
      played = play(path, "carried", plan, cut);
      before = plan.operations();
    }
    reached = plan.power_is_off();
    REQUIRE(before > 0);
    REQUIRE(plan.settle(static_cast<Survival>(cut % 3)));
    auto db = Database::open(options_for(path, ""));
    REQUIRE(db);
    const std::set<int> there = rows(**db);
    const std::multiset<int> carried = given_back(**db);
    for (const int id : played.acknowledged) CHECK(there.contains(id));
    // The row may be in the database file and the log gone only after all was settled.
    if (reached && played.acknowledged.size() < 6) {
      for (const int id : there) CHECK(carried.contains(id));
    }
    CHECK(given_back(**db).empty());
  }
}

TEST_CASE("sql/carried: what is not asked for stays, also when the process dies again and again") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db";
  for (int round = 0; round < 3; ++round) {
    const tests::TempDirectory trash;
    FaultPlan plan(trash.path());
    {
      const tests::FaultVfs vfs("carried", plan);
      auto db = Database::open(options_for(path, "carried"));
      REQUIRE(db);
      REQUIRE((*db)->migrate(kSchema));
      std::atomic<int> settled = 0;
      REQUIRE(put(**db, round, settled));
      plan.set({FaultKind::power_cut, plan.operations() + 1});
    }
    REQUIRE(plan.settle(Survival::nothing));
  }
  auto db = Database::open(options_for(path, ""));
  REQUIRE(db);
  CHECK(rows(**db) == std::set<int>{0, 1, 2});
  const std::multiset<int> carried = given_back(**db);
  for (const int id : {0, 1, 2}) CHECK(carried.contains(id));
}

TEST_CASE("sql/carried: settled before the commit where the log cannot carry, and on closing where it does") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    std::atomic<int> settled = 0;
    {
      auto db = engine.open();
      REQUIRE(db->migrate(kSchema));
      const bool carries = db->dialect() == base::SqlDialect::sqlite;
      REQUIRE(put(*db, 1, settled));
      CHECK(settled == (carries ? 0 : 1));
      CHECK_FALSE(put(*db, 2, settled, true));  // failed: nothing is carried
      CHECK(settled == (carries ? 0 : 1));
      settled = 0;
      REQUIRE(put(*db, 3, settled, false, 2u << 20));  // too much to be carried
      CHECK(settled == 1);
      REQUIRE(put(*db, 4, settled));
      settled = 0;
      if (!carries) settled = 1;
    }
    CHECK(settled == 1);
    auto db = engine.open();
    CHECK(given_back(*db).empty());
    CHECK(rows(*db) == std::set<int>{1, 3, 4});
  });
}

TEST_CASE("sql/carried: settled before the log begins anew") {
  const tests::TempDirectory directory;
  auto db = Database::open(options_for(directory / "a.db", ""));
  REQUIRE(db);
  REQUIRE((*db)->migrate(kSchema));
  std::atomic<int> settled = 0;
  REQUIRE(put(**db, 0, settled));
  for (int id = 1; id < 3000 && settled == 0; ++id) {
    REQUIRE((*db)->write_blocking([id](SqlTransaction& tx) -> Result<void> {
      for (int k = 0; k < 30; ++k) {
        auto done = tx.execute("INSERT INTO item (id, body) VALUES (?, ?)", {id * 100 + k, std::string(4000, 'y')});
        if (!done) return done.error();
      }
      return {};
    }));
  }
  CHECK(settled > 0);
}

TEST_CASE("sql/carried: a database that another program uses is not opened, and an open one is kept from others") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db";
  {
    auto db = Database::open(options_for(path, ""));
    REQUIRE(db);
    REQUIRE((*db)->migrate(kSchema));
    const std::string question = "timeout 20 python3 -c \"import sqlite3; sqlite3.connect('" + path +
                                 "', timeout=0.2).execute('SELECT * FROM item').fetchall()\" 2>/dev/null";
    CHECK(std::system(question.c_str()) != 0);  // NOLINT(cert-env33-c)
    auto twice = Database::open(options_for(path, ""));
    REQUIRE_FALSE(twice);
    CHECK(twice.error().code == base::ErrorCode::busy);
  }
  CHECK(Database::open(options_for(path, "")).has_value());
}

TEST_CASE("sql/carried: a large commit that had no room for what it carries leaves nothing behind") {
  int refused = 0;
  for (int run = 0; run < 32; ++run) {
    const int items = 885 + run % 4 * 3;  // with the last ones its pages are as many as a record takes
    const std::int64_t at = 1 + run / 4;
    CAPTURE(items);
    CAPTURE(at);
    const tests::TempDirectory directory, trash;
    const std::string path = directory / "a.db";
    FaultPlan plan(trash.path(), static_cast<unsigned>(run));
    bool done = false;
    {
      const tests::FaultVfs vfs("carried", plan);
      auto db = Database::open(options_for(path, "carried"));
      REQUIRE(db);
      REQUIRE((*db)->migrate(kSchema));
      plan.set({FaultKind::disk_full, plan.operations() + at, true});
      done = (*db)
                 ->write_blocking([&](SqlTransaction& tx) -> Result<void> {
                   for (int id = 0; id < items; ++id) {
                     auto put = tx.execute("INSERT INTO item (id, body) VALUES (?, ?)", {id, std::string(4000, 'y')});
                     if (!put) return put.error();
                   }
                   base::carry_with_commit(tx, "blob", "0:" + std::string(900000, 'b'), [] { return Result<void>(); });
                   return {};
                 })
                 .has_value();
      plan.clear();
      plan.set({FaultKind::power_cut, plan.operations() + 1});
    }
    REQUIRE(plan.settle(Survival::everything));
    auto db = Database::open(options_for(path, ""));
    REQUIRE(db);
    const std::size_t there = rows(**db).size(), carried = given_back(**db).size();
    CHECK(there == static_cast<std::size_t>(done ? items : 0));
    if (there > 0) CHECK(carried > 0);
    refused += done ? 0 : 1;
  }
  CHECK(refused > 10);
}

TEST_CASE("sql/carried: a log that carried more than fits into memory at once is taken in piece by piece") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db";
  REQUIRE(Database::open(options_for(path, "")));
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  {
    base::sql::RedoLog log(vfs, base::sql::redo_path(path));
    log.begin(9);
    for (int i = 0; i < 24; ++i) {
      const std::vector<std::string> carried{std::to_string(i) + ":" + std::string(1u << 20, 'c')};
      REQUIRE(log.append({}, carried) == SQLITE_OK);
    }
    REQUIRE(log.sync() == SQLITE_OK);
  }
  REQUIRE(base::sql::recover_redo_log(path, ""));
  std::size_t largest = 0;
  int next = 0;
  REQUIRE(base::sql::read_redo_log(vfs, base::sql::carried_path(path), [&](base::sql::RedoRecord& record) {
    std::size_t octets = 0;
    for (const std::string& one : record.carried) {
      octets += one.size();
      CHECK(std::stoi(one) == next++);
    }
    largest = std::max(largest, octets);
    return Result<void>();
  }));
  CHECK(next == 24);
  CHECK(largest < (6u << 20));
}
