#include "base/sql/migrations.h"

#include <doctest/doctest.h>

#include "tests/storage_engines.h"

using base::ErrorCode;
using base::Migration;
using base::SqlDialect;

namespace {

const Migration kFour[] = {
    {101, "a: one", "CREATE TABLE one (id BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {102, "a: column", "ALTER TABLE one ADD COLUMN note VARCHAR(20)"},
    {201, "b: two", "CREATE TABLE two (id BIGINT NOT NULL PRIMARY KEY, h VARBINARY(32) NOT NULL)"},
    {202, "b: index", "CREATE INDEX two_h ON two (h)"},
};

}  // namespace

TEST_CASE("sql/migrations: DDL in the words of each engine") {
  CHECK(base::sql::translate_ddl(kFour[0].ddl, SqlDialect::sqlite) ==
        "CREATE TABLE one (id BIGINT NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID");
  CHECK(base::sql::translate_ddl(kFour[0].ddl, SqlDialect::mysql) ==
        "CREATE TABLE one (id BIGINT NOT NULL, PRIMARY KEY (id))  ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 "
        "COLLATE=utf8mb4_bin");
  CHECK(base::sql::translate_ddl(kFour[2].ddl, SqlDialect::sqlite) ==
        "CREATE TABLE two (id INTEGER NOT NULL PRIMARY KEY, h BLOB NOT NULL)");
  CHECK(base::sql::translate_ddl(kFour[3].ddl, SqlDialect::mysql) == kFour[3].ddl);
}

TEST_CASE("sql/migrations: what is missing is applied, in parts, again, and after reopening") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    {
      auto db = engine.open();
      CHECK(db->migrate(std::span(kFour).first(2)));
      CHECK(db->migrate(std::span(kFour).first(2)));
      CHECK(db->migrate(std::span(kFour).last(2)));
    }
    auto db = engine.open();
    CHECK(db->migrate(kFour));
  });
}

TEST_CASE("sql/migrations: one unknown step is fine, two are refused") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    REQUIRE(engine.open()->migrate(kFour));
    CHECK(engine.open()->migrate(std::span(kFour).first(3)));
    base::Result<void> refused = engine.open()->migrate(std::span(kFour).first(2));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported);
  });
}

TEST_CASE("sql/migrations: numbers out of order are a bug") {
  std::set<int> known;
  const Migration wrong[] = {{2, "b", ""}, {1, "a", ""}};
  auto steps = base::sql::missing_steps(wrong, {}, known);
  REQUIRE_FALSE(steps);
  CHECK(steps.error().code == ErrorCode::internal);
}
