// Group commit on SQLite: what units of one group do to each other. A first unit holds the writer while the others
// queue up behind it, so that they become one group.
#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/async/executor.h"
#include "base/sql/database.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

using base::Co;
using base::Database;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::SqlSnapshot;
using base::SqlTransaction;

namespace {

const base::Migration kSchema[] = {
    {1, "item", "CREATE TABLE item (id BIGINT NOT NULL, name VARCHAR(100) NOT NULL, PRIMARY KEY (id)) {clustered}"},
};

class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

Result<void> insert(SqlTransaction& tx, std::int64_t id) {
  Result<std::int64_t> done = tx.execute("INSERT INTO item (id, name) VALUES (?, 'x')", {id});
  if (!done) return std::move(done).error();
  return {};
}

// Only a named unit can be awaited: what GCC 12 destroys twice does not compile (base/async/co.h).
struct NamedUnit {
  Result<int> operator()(SqlTransaction&) const { return 1; }
  Result<int> operator()(SqlSnapshot&) const { return 1; }
};
template <class F>
concept Writes = requires(Database& db, F&& unit) {
  db.write(std::forward<F>(unit));
};
template <class F>
concept Reads = requires(Database& db, F&& query) {
  db.read(std::forward<F>(query));
};
static_assert(Writes<NamedUnit&> && Writes<const NamedUnit&> && !Writes<NamedUnit>);
static_assert(Reads<NamedUnit&> && !Reads<NamedUnit>);

Co<void> write_and_keep(Database& db, Database::Unit unit, Result<void>& out, int& running) {
  out = co_await db.write_unit(std::move(unit));
  --running;
}

Co<void> open_gate(Gate& gate) {
  gate.open();
  co_return;
}

// Runs all units as one group; their results in order.
std::vector<Result<void>> run_group(Database& db, std::vector<Database::Unit> units) {
  Gate gate;
  std::vector<Result<void>> results(units.size() + 1);
  int running = static_cast<int>(results.size());
  base::ManualExecutor executor;
  base::spawn(executor, write_and_keep(
                            db,
                            [&gate](SqlTransaction&) -> Result<void> {
                              gate.pass();
                              return {};
                            },
                            results[0], running));
  for (std::size_t i = 0; i < units.size(); ++i) {
    base::spawn(executor, write_and_keep(db, std::move(units[i]), results[i + 1], running));
  }
  base::spawn(executor, open_gate(gate));  // spawned work runs in order: all units are queued by now
  executor.run_until([&] { return running == 0; });
  CHECK(results[0]);
  results.erase(results.begin());
  return results;
}

std::int64_t count(Database& db) {
  std::int64_t n = -1;
  CHECK(db.read_blocking([&](SqlSnapshot& s) -> Result<void> {
    n = *s.query_i64("SELECT COUNT(*) FROM item", {});
    return {};
  }));
  return n;
}

}  // namespace

TEST_CASE("sql/group: a failing unit undoes only itself") {
  tests::for_each_engine([](std::unique_ptr<Database> db) {
    REQUIRE(db->migrate(kSchema));
    std::vector<Database::Unit> units;
    for (int i = 0; i < 10; ++i) {
      units.push_back([i](SqlTransaction& tx) -> Result<void> {
        if (Result<void> done = insert(tx, i); !done) return done;
        if (i % 3 == 1) return Error::permanent(ErrorCode::conflict, base::protocol_words("no"));
        if (i % 3 == 2) return insert(tx, i);  // exists
        return {};
      });
    }
    std::vector<Result<void>> results = run_group(*db, std::move(units));
    for (int i = 0; i < 10; ++i) {
      if (i % 3 == 0) CHECK(results[static_cast<std::size_t>(i)]);
      if (i % 3 == 1) CHECK(results[static_cast<std::size_t>(i)].error().code == ErrorCode::conflict);
      if (i % 3 == 2) CHECK(results[static_cast<std::size_t>(i)].error().code == ErrorCode::exists);
    }
    CHECK(count(*db) == 4);
  });
}

TEST_CASE("sql/group: a hook's key runs once for the group; its error hits only those who asked for it") {
  const tests::TempDirectory directory;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + directory / "a.db";
  auto db = engine.open();
  REQUIRE(db->migrate(kSchema));
  int shared = 0;
  std::vector<Database::Unit> units;
  for (int i = 0; i < 6; ++i) {
    units.push_back([i, &shared](SqlTransaction& tx) -> Result<void> {
      tx.before_commit("blob", [&shared]() -> Result<void> {
        ++shared;
        return {};
      });
      return insert(tx, i);
    });
  }
  for (const Result<void>& result : run_group(*db, units)) CHECK(result);
  CHECK(shared == 1);

  units.clear();
  int after = 0;
  for (int i = 10; i < 16; ++i) {
    units.push_back([i, &after](SqlTransaction& tx) -> Result<void> {
      if (i % 2 == 0) {
        tx.before_commit("bad", []() -> Result<void> {
          return Error::transient(ErrorCode::disk_full, base::protocol_words("full"));
        });
      }
      tx.after_commit([&after] { ++after; });
      return insert(tx, i);
    });
  }
  std::vector<Result<void>> results = run_group(*db, units);
  for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i].has_value() == (i % 2 == 1));
  CHECK(after == 3);
  CHECK(count(*db) == 9);
}

TEST_CASE("sql/group: when SQLite drops the whole transaction the other units go alone") {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  tests::FaultPlan plan(trash.path());
  const tests::FaultVfs vfs("group-fault", plan);
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + directory / "a.db";
  engine.options.sqlite_vfs = "group-fault";
  auto db = engine.open();
  REQUIRE(db->migrate(kSchema));
  std::vector<Database::Unit> units;
  for (int i = 0; i < 6; ++i) {
    units.push_back([i](SqlTransaction& tx) -> Result<void> {
      if (Result<void> done = insert(tx, i); !done) return done;
      if (i != 3) return {};
      // What a full disk or an I/O error in the middle of a statement does to the transaction.
      (void)tx.execute("INSERT OR ROLLBACK INTO item (id, name) VALUES (3, 'again')", {});
      Result<void> later = insert(tx, 100);  // must not run outside the transaction
      CHECK_FALSE(later);
      return {};  // and swallowing the error is no success
    });
  }
  std::vector<Result<void>> results = run_group(*db, std::move(units));
  for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i].has_value() == (i != 3));
  CHECK(count(*db) == 5);
}

TEST_CASE("sql/group: a full disk at the commit of a group refuses its units and leaves none of them") {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  tests::FaultPlan plan(trash.path());
  const tests::FaultVfs vfs("group-full", plan);
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + directory / "a.db";
  engine.options.sqlite_vfs = "group-full";
  auto db = engine.open();
  REQUIRE(db->migrate(kSchema));
  std::vector<Database::Unit> units;
  for (int i = 0; i < 4; ++i) {
    units.push_back([i, &plan](SqlTransaction& tx) -> Result<void> {
      tx.before_commit("fill", [&plan]() -> Result<void> {
        plan.set({tests::FaultKind::disk_full, plan.operations() + 1, true});
        return {};
      });
      return insert(tx, i);
    });
  }
  for (const Result<void>& result : run_group(*db, std::move(units))) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::disk_full);
  }
  plan.clear();
  CHECK(db->writable());
  CHECK(count(*db) == 0);
  CHECK(db->write_blocking([](SqlTransaction& tx) { return insert(tx, 1); }));
}

TEST_CASE("sql/group: coroutines get values, and snapshots stay still while units go on") {
  tests::for_each_engine([](std::unique_ptr<Database> db) {
    REQUIRE(db->migrate(kSchema));
    auto unit = [](SqlTransaction& tx) -> Result<int> {
      if (Result<void> done = insert(tx, 1); !done) return std::move(done).error();
      return 7;
    };
    Result<int> seven = base::run_blocking(db->write(unit));
    REQUIRE(seven);
    CHECK(*seven == 7);
    auto query = [&](SqlSnapshot& s) -> Result<std::int64_t> {
      Result<std::int64_t> before = s.query_i64("SELECT COUNT(*) FROM item", {});
      CHECK(db->write_blocking([](SqlTransaction& tx) { return insert(tx, 2); }));
      Result<std::int64_t> after = s.query_i64("SELECT COUNT(*) FROM item", {});
      CHECK(*before == *after);
      return after;
    };
    Result<std::int64_t> seen = base::run_blocking(db->read(query));
    REQUIRE(seen);
    CHECK(*seen == 1);
    CHECK(count(*db) == 2);
  });
}

TEST_CASE("sql/group: checkpoints keep the log short while units and readers go on") {
  const tests::TempDirectory directory;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + directory / "a.db";
  auto db = engine.open();
  const base::Migration schema[] = {
      {1, "big", "CREATE TABLE big (id BIGINT NOT NULL PRIMARY KEY, body LONGBLOB NOT NULL)"}};
  REQUIRE(db->migrate(schema));
  const std::string body(1024 * 1024, 'b');
  // The database file reaches its size by a checkpoint only; the first is due after 32 MiB of log.
  int units = 0;
  for (; units < 2000 && std::filesystem::file_size(directory / "a.db") < 20 * 1024 * 1024; ++units) {
    REQUIRE(db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      Result<std::int64_t> done =
          tx.execute("REPLACE INTO big (id, body) VALUES (?, ?)", {units % 20, base::SqlBlob{body}});
      if (!done) return std::move(done).error();
      return {};
    }));
  }
  CHECK(units >= 20);
  CHECK(units < 2000);
  std::int64_t n = 0;
  CHECK(db->read_blocking([&](SqlSnapshot& s) -> Result<void> {
    n = *s.query_i64("SELECT COUNT(*) FROM big", {});
    return {};
  }));
  CHECK(n == 20);
}
