// What only MySQL and MariaDB do: connections get lost, transactions deadlock. Skipped without VANTHU_TEST_MYSQL_URL.
#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/sql/database.h"
#include "base/sql/mysql/mysql_url.h"
#include "tests/storage_engines.h"

using base::ErrorCode;
using base::Result;
using base::SqlSnapshot;
using base::SqlTransaction;

namespace {

const base::Migration kSchema[] = {
    {1, "counter", "CREATE TABLE counter (id BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
};

void on_mysql(const std::function<void(const tests::StorageEngine&)>& body) {
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    if (engine.name == "mysql") body(engine);
  });
}

Result<void> add(SqlTransaction& tx, std::int64_t id) {
  Result<std::int64_t> done = tx.execute("UPDATE counter SET n = n + 1 WHERE id = ?", {id});
  if (!done) return std::move(done).error();
  return {};
}

std::int64_t value(base::Database& db, std::int64_t id) {
  std::int64_t n = -1;
  CHECK(db.read_blocking([&](SqlSnapshot& s) -> Result<void> {
    Result<std::int64_t> read = s.query_i64("SELECT n FROM counter WHERE id = ?", {id}, -1);
    if (!read) return std::move(read).error();
    n = *read;
    return {};
  }));
  return n;
}

void make_counters(base::Database& db) {
  REQUIRE(db.migrate(kSchema));
  REQUIRE(db.write_blocking([](SqlTransaction& tx) -> Result<void> {
    for (int id = 1; id <= 2; ++id) REQUIRE(tx.execute("INSERT INTO counter (id, n) VALUES (?, 0)", {id}));
    return {};
  }));
}

// From another connection, as an administrator would.
void kill_connection(base::Database& other, std::int64_t id) {
  const std::string kill = "KILL " + std::to_string(id);
  CHECK(other.write_blocking([&](SqlTransaction& tx) -> Result<void> {
    (void)tx.execute(kill, {});
    return {};
  }));
}

}  // namespace

TEST_CASE("sql/mysql: a unit whose connection is killed is run again, and counts once") {
  on_mysql([](const tests::StorageEngine& engine) {
    auto db = engine.open();
    auto other = engine.open();
    make_counters(*db);
    int runs = 0;
    Result<void> done = db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      ++runs;
      if (Result<void> added = add(tx, 1); !added) return added;
      Result<std::int64_t> connection = tx.query_i64("SELECT CONNECTION_ID()", {});
      if (!connection) return std::move(connection).error();
      if (runs == 1) kill_connection(*other, *connection);
      return add(tx, 2);
    });
    REQUIRE(done);
    CHECK(runs == 2);
    CHECK(value(*db, 1) == 1);
    CHECK(value(*db, 2) == 1);
  });
}

TEST_CASE("sql/mysql: a connection killed before its COMMIT leads to one more run, not to two counts") {
  on_mysql([](const tests::StorageEngine& engine) {
    auto db = engine.open();
    auto other = engine.open();
    make_counters(*db);
    int runs = 0;
    int after = 0;
    Result<void> done = db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
      ++runs;
      if (Result<void> added = add(tx, 1); !added) return added;
      Result<std::int64_t> connection = tx.query_i64("SELECT CONNECTION_ID()", {});
      if (!connection) return std::move(connection).error();
      tx.before_commit("kill", [&, id = *connection]() -> Result<void> {
        if (runs == 1) kill_connection(*other, id);
        return {};
      });
      tx.after_commit([&] { ++after; });
      return {};
    });
    REQUIRE(done);
    CHECK(after == 1);
    CHECK(value(*db, 1) == 1);
  });
}

TEST_CASE("sql/mysql: deadlocks are resolved by running one unit again") {
  on_mysql([](const tests::StorageEngine& engine) {
    auto db = engine.open();
    make_counters(*db);
    std::atomic<int> runs{0};
    std::mutex mutex;
    std::condition_variable changed;
    int first_done = 0;
    auto worker = [&](std::int64_t first, std::int64_t second) {
      CHECK(db->write_blocking([&](SqlTransaction& tx) -> Result<void> {
        ++runs;
        if (Result<void> done = add(tx, first); !done) return done;
        if (runs <= 2) {  // both hold their first row before either asks for its second
          std::unique_lock lock(mutex);
          ++first_done;
          changed.notify_all();
          changed.wait_for(lock, std::chrono::seconds(10), [&] { return first_done >= 2; });
        }
        return add(tx, second);
      }));
    };
    std::thread a([&] { worker(1, 2); });
    std::thread b([&] { worker(2, 1); });
    a.join();
    b.join();
    CHECK(runs >= 3);
    CHECK(value(*db, 1) == 2);
    CHECK(value(*db, 2) == 2);
  });
}

TEST_CASE("sql/mysql: what is not there answers clear errors") {
  const tests::TempDirectory directory;
  base::DatabaseOptions options;
  options.url = "mysql://u:p@localhost/vanthu?socket=" + directory / "none.sock";
  auto db = base::Database::open(options);
  REQUIRE_FALSE(db);
  CHECK(db.error().code == ErrorCode::unavailable);
  CHECK(db.error().temporary);
  on_mysql([](const tests::StorageEngine& engine) {
    base::DatabaseOptions wrong = engine.options;
    wrong.url.replace(wrong.url.find("://") + 3, 6, "nobody");
    auto refused = base::Database::open(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::no_permission);
  });
}

TEST_CASE("sql/mysql: the URL is read with its escapes, and wrong ones are refused") {
  auto address = base::sql::parse_mysql_url("mysql://ng%40n:p%3Aw%2F@db.example:3307/van-thu_1?socket=/run/my.sock");
  REQUIRE(address);
  CHECK(address->user == "ng@n");
  CHECK(address->password == "p:w/");
  CHECK(address->host == "db.example");
  CHECK(address->port == 3307);
  CHECK(address->database == "van-thu_1");
  CHECK(address->socket == "/run/my.sock");
  // Another machine's database is talked to under TLS, or unprotected in so many words; a name that only looks like
  // ours is another machine.
  for (const char* here :
       {"mysql://u@localhost/n", "mysql://u@127.0.0.2/n", "mysql://u@[::1]/n", "mysql://u@db.example/n?socket=/s",
        "mysql://u@db.example/n?ssl_ca=/ca.pem", "mysql://u@db.example/n?plaintext=yes"}) {
    CAPTURE(here);
    CHECK(base::sql::parse_mysql_url(here));
  }
  for (const char* elsewhere : {"mysql://u:secret@db.example/n", "mysql://u:secret@192.0.2.1/n",
                                "mysql://u:secret@127.0.0.1.example/n", "mysql://u:secret@db.example/n?plaintext=no"}) {
    CAPTURE(elsewhere);
    auto refused = base::sql::parse_mysql_url(elsewhere);
    REQUIRE(!refused);
    CHECK(refused.error().text.vi.find("ssl_ca") != std::string::npos);
    CHECK(base::one_line(refused.error().text).find("secret") == std::string::npos);
  }
  for (const char* wrong : {"mysql://u@h", "mysql://u@h/", "mysql://h/name", "mysql://u@h/na`me", "mysql://u@h/n?x=1",
                            "mysql://u:secret@h:port/n"}) {
    INFO(wrong);
    auto refused = base::sql::parse_mysql_url(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_input);
    CHECK(base::describe(refused.error()).find("secret") == std::string::npos);
  }
}
