#include "base/sql/database.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/storage_engines.h"

using base::Error;
using base::ErrorCode;
using base::Migration;
using base::Result;
using base::SqlBlob;
using base::SqlNull;
using base::SqlRow;
using base::SqlSnapshot;
using base::SqlTransaction;

namespace {

const Migration kSchema[] = {
    {1, "test: item",
     "CREATE TABLE item (id BIGINT NOT NULL, name VARCHAR(100) NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {2, "test: item by name", "CREATE UNIQUE INDEX item_name ON item (name)"},
    {3, "test: types",
     "CREATE TABLE kind (id BIGINT NOT NULL PRIMARY KEY, n BIGINT, d DOUBLE, t VARCHAR(200), b VARBINARY(64), "
     "lt LONGTEXT, lb LONGBLOB)"},
};

std::int64_t count_items(base::Database& db) {
  std::int64_t n = -1;
  Result<void> done = db.read_blocking([&](SqlSnapshot& snapshot) -> Result<void> {
    Result<std::int64_t> r = snapshot.query_i64("SELECT COUNT(*) FROM item", {});
    if (!r) return std::move(r).error();
    n = *r;
    return {};
  });
  CHECK(done);
  return n;
}

Result<void> insert_item(SqlTransaction& tx, std::int64_t id, const std::string& name) {
  Result<std::int64_t> n = tx.execute("INSERT INTO item (id, name) VALUES (?, ?)", {id, name});
  if (!n) return std::move(n).error();
  return {};
}

}  // namespace

TEST_CASE("sql/database: a committed unit is read by the next snapshot, a failed one leaves nothing") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    REQUIRE(db->write_blocking([](SqlTransaction& tx) { return insert_item(tx, 1, "một"); }));
    Result<void> failed = db->write_blocking([](SqlTransaction& tx) -> Result<void> {
      REQUIRE(insert_item(tx, 2, "hai"));
      return Error::permanent(ErrorCode::over_quota, base::protocol_words("no"));
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::over_quota);
    CHECK(count_items(*db) == 1);
  });
}

TEST_CASE("sql/database: a double key answers exists and the unit may go on") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    REQUIRE(db->write_blocking([](SqlTransaction& tx) -> Result<void> {
      REQUIRE(insert_item(tx, 1, "a"));
      Result<void> again = insert_item(tx, 1, "b");
      REQUIRE_FALSE(again);
      CHECK(again.error().code == ErrorCode::exists);
      CHECK_FALSE(again.error().temporary);
      again = insert_item(tx, 2, "a");
      REQUIRE_FALSE(again);
      CHECK(again.error().code == ErrorCode::exists);
      return insert_item(tx, 3, "c");
    }));
    CHECK(count_items(*db) == 2);
  });
}

TEST_CASE("sql/database: every type comes back as it went in") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    std::string bytes;
    for (int i = 0; i < 64; ++i) bytes += static_cast<char>(i * 5);
    std::string large(3 * 1024 * 1024, 'x');
    for (std::size_t i = 0; i < large.size(); i += 7) large[i] = static_cast<char>(i);
    const std::string text = "Ủy ban nhân dân thị xã Bỉm Sơn 😀";
    const std::int64_t big = 0x7fffffffffffffff;
    REQUIRE(db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      CHECK(tx.execute("INSERT INTO kind (id, n, d, t, b, lt, lb) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       {1, big, 2.5, text, SqlBlob{bytes}, text, SqlBlob{large}}));
      CHECK(tx.execute("INSERT INTO kind (id, n, d, t, b, lt, lb) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       {2, SqlNull{}, SqlNull{}, SqlNull{}, SqlNull{}, SqlNull{}, SqlNull{}}));
      CHECK(tx.execute("INSERT INTO kind (id, n, d, t, b, lt, lb) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       {3, -1, -0.0, "", SqlBlob{""}, "007", SqlBlob{"\0\0"}}));
      return {};
    }));
    int rows = 0;
    REQUIRE(db->read_blocking([&](SqlSnapshot& s) {
      return s.query("SELECT id, n, d, t, b, lt, lb FROM kind ORDER BY id", {}, [&](const SqlRow& row) {
        ++rows;
        if (row.i64(0) == 1) {
          CHECK(row.i64(1) == big);
          CHECK(row.real(2) == 2.5);
          CHECK(row.str(3) == text);
          CHECK(row.text(4) == bytes);
          CHECK(row.str(5) == text);
          CHECK(row.text(6) == large);
        } else if (row.i64(0) == 2) {
          for (int c = 1; c <= 6; ++c) CHECK(row.is_null(c));
          CHECK(row.i64(1) == 0);
          CHECK(row.text(4).empty());
        } else {
          CHECK(row.i64(1) == -1);
          CHECK(row.str(5) == "007");
          CHECK_FALSE(row.is_null(4));
        }
        return true;
      });
    }));
    CHECK(rows == 3);
    REQUIRE(db->read_blocking([&](SqlSnapshot& s) -> Result<void> {
      Result<std::int64_t> id = s.query_i64("SELECT id FROM kind WHERE b = ?", {SqlBlob{bytes}}, -1);
      REQUIRE(id);
      CHECK(*id == 1);
      return {};
    }));
  });
}

TEST_CASE("sql/database: execute counts the rows matched, also when nothing changes") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    REQUIRE(db->write_blocking([](SqlTransaction& tx) -> Result<void> {
      for (int i = 0; i < 5; ++i) REQUIRE(insert_item(tx, i, "n" + std::to_string(i)));
      CHECK(*tx.execute("UPDATE item SET name = ? WHERE id = ?", {"n1", 1}) == 1);
      CHECK(*tx.execute("UPDATE item SET name = ? WHERE id = ?", {"x", 77}) == 0);
      CHECK(*tx.execute("DELETE FROM item WHERE id >= ?", {3}) == 2);
      const std::string ignore = std::string(tx.insert_or_ignore()) + " INTO item (id, name) VALUES (?, ?)";
      CHECK(*tx.execute(ignore, {1, "other"}) == 0);
      CHECK(*tx.execute(ignore, {9, "nine"}) == 1);
      return {};
    }));
  });
}

TEST_CASE("sql/database: a query inside the rows of the same query has its own cursor") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    int pairs = 0;
    REQUIRE(db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      for (int i = 0; i < 3; ++i) REQUIRE(insert_item(tx, i, std::string(1, static_cast<char>('a' + i))));
      pairs = 0;
      return tx.query("SELECT id FROM item", {}, [&](const SqlRow&) {
        CHECK(tx.query("SELECT id FROM item", {}, [&](const SqlRow&) {
          ++pairs;
          return true;
        }));
        return true;
      });
    }));
    CHECK(pairs == 9);
  });
}

TEST_CASE("sql/database: before_commit runs once per key and its error undoes the unit") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    std::atomic<int> before{0};
    std::atomic<int> after{0};
    REQUIRE(db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      for (int i = 0; i < 3; ++i) {
        tx.before_commit("blob", [&]() -> Result<void> {
          ++before;
          return {};
        });
      }
      tx.after_commit([&] { ++after; });
      return insert_item(tx, 1, "a");
    }));
    CHECK(before == 1);
    CHECK(after == 1);
    Result<void> failed = db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      tx.before_commit("blob",
                       []() -> Result<void> { return Error::transient(ErrorCode::io, base::protocol_words("no")); });
      tx.after_commit([&] { ++after; });
      return insert_item(tx, 2, "b");
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::io);
    CHECK(after == 1);
    CHECK(count_items(*db) == 1);
    CHECK(db->writable());
  });
}

TEST_CASE("sql/database: a unit that throws fails alone and the writer lives") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    Result<void> failed = db->write_blocking([](SqlTransaction& tx) -> Result<void> {
      REQUIRE(insert_item(tx, 1, "a"));
      throw std::runtime_error("bug");
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::internal);
    CHECK(db->write_blocking([](SqlTransaction& tx) { return insert_item(tx, 2, "b"); }));
    CHECK(count_items(*db) == 1);
  });
}

TEST_CASE("sql/database: many threads, every acknowledged unit is there exactly once") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    constexpr int kThreads = 8;
    constexpr int kUnits = 50;
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kUnits; ++i) {
          const std::int64_t id = t * 1000 + i;
          Result<void> done = db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
            if (Result<void> r = insert_item(tx, id, "n" + std::to_string(id)); !r) return r;
            if (i % 10 == 9) return Error::permanent(ErrorCode::bad_input, base::protocol_words("every tenth fails"));
            return {};
          });
          if (done.has_value() == (i % 10 == 9)) ++failures;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(failures == 0);
    CHECK(count_items(*db) == kThreads * kUnits * 9 / 10);
  });
}

TEST_CASE("sql/database: wrong SQL and a wrong number of parameters are internal errors") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    REQUIRE(db->migrate(kSchema));
    Result<void> failed = db->write_blocking([](SqlTransaction& tx) -> Result<void> {
      Result<std::int64_t> n = tx.execute("INSERT INTO nowhere (id) VALUES (1)", {});
      REQUIRE_FALSE(n);
      CHECK(n.error().code == ErrorCode::internal);
      n = tx.execute("DELETE FROM item WHERE id = ?", {});
      REQUIRE_FALSE(n);
      return std::move(n).error();
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::internal);
  });
}

TEST_CASE("sql/database: a reserve larger than the disk refuses units with disk_full and reads go on") {
  const tests::TempDirectory directory;
  base::DatabaseOptions options;
  options.url = "sqlite:" + directory / "a.db";
  {
    auto db = base::Database::open(options);
    REQUIRE(db);
    REQUIRE((*db)->migrate(kSchema));
  }
  options.disk_reserve = std::int64_t{1} << 60;
  auto db = base::Database::open(options);
  REQUIRE(db);
  Result<void> failed = (*db)->write_blocking([](SqlTransaction& tx) { return insert_item(tx, 1, "a"); });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::disk_full);
  CHECK(failed.error().temporary);
  CHECK((*db)->writable());
  CHECK(count_items(**db) == 0);
}
