#include "base/sql/migrations.h"

#include <doctest/doctest.h>

#include "base/sql/step_ranges.h"
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

TEST_CASE("sql/migrations: a step for SQLite alone has several statements in one transaction") {
  using Statements = std::vector<std::string>;
  CHECK(base::sql::step_statements("{sqlite}CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY);DROP TABLE b",
                                   SqlDialect::sqlite) ==
        Statements{"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)", "DROP TABLE b"});
  CHECK(base::sql::step_statements("{sqlite}DROP TABLE b", SqlDialect::mysql).empty());
  CHECK(base::sql::step_statements(kFour[3].ddl, SqlDialect::mysql) == Statements{std::string(kFour[3].ddl)});
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    const bool sqlite = engine.name == "sqlite";
    const Migration broken[] = {kFour[0],
                                {102, "a: moved", "{sqlite}ALTER TABLE one RENAME TO other;DROP TABLE not_there"}};
    const Migration right[] = {
        kFour[0], {102, "a: moved", "{sqlite}ALTER TABLE one RENAME TO other;CREATE INDEX other_id ON other (id)"}};
    CHECK(engine.open()->migrate(broken).has_value() == !sqlite);
    auto db = engine.open();
    auto asked = [&](const std::string& table) {
      return db
          ->read_blocking([&](base::SqlSnapshot& reader) -> base::Result<void> {
            auto count = reader.query_i64("SELECT COUNT(*) FROM " + table, {});
            if (!count) return count.error();
            return {};
          })
          .has_value();
    };
    CHECK(asked("one"));
    CHECK(db->migrate(right));
    CHECK(asked("other") == sqlite);
    CHECK(asked("one") == !sqlite);
  });
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

TEST_CASE("sql/migrations: one unknown step is let pass when it is marked for older programs, nothing else is") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    const Migration newer[] = {{901, "{compatible} a: more", "ALTER TABLE one ADD COLUMN more VARCHAR(20)"},
                               {902, "{compatible} a: much more", "ALTER TABLE one ADD COLUMN much VARCHAR(20)"}};
    const auto refused = [&](std::size_t known) {
      base::Result<void> outcome = engine.open()->migrate(std::span(kFour).first(known));
      if (!outcome) CHECK(outcome.error().code == ErrorCode::unsupported);
      return !outcome;
    };
    REQUIRE(engine.open()->migrate(kFour));
    CHECK_FALSE(refused(4));
    CHECK(refused(3));
    CHECK(refused(2));
    REQUIRE(
        engine.open()->migrate(base::steps_in_order({std::span<const Migration>(kFour), std::span(newer).first(1)})));
    CHECK_FALSE(refused(4));
    CHECK(refused(3));
    REQUIRE(engine.open()->migrate(base::steps_in_order({std::span<const Migration>(kFour), newer})));
    CHECK(refused(4));
  });
}

TEST_CASE("sql/migrations: a step may be newer than others with greater numbers") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    const Migration later[] = {{103, "a: more", "ALTER TABLE one ADD COLUMN more VARCHAR(20)"}};
    REQUIRE(engine.open()->migrate(kFour));
    auto db = engine.open();
    REQUIRE(db->migrate(base::steps_in_order({std::span<const Migration>(kFour), later})));
    CHECK(db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = tx.execute("INSERT INTO one (id, more) VALUES (1, 'x')", {});
      return done ? base::Result<void>() : done.error();
    }));
  });
}

TEST_CASE("sql/migrations: the ranges of the parts do not meet") {
  for (const base::StepRange& range : base::kStepRanges) {
    CHECK(range.first <= range.last);
    CHECK(base::part_of_step(range.first) == range.part);
    CHECK(base::part_of_step(range.last) == range.part);
    for (const base::StepRange& other : base::kStepRanges)
      CHECK((&range == &other || range.last < other.first || other.last < range.first));
  }
  CHECK(base::part_of_step(99).empty());
  CHECK(base::part_of_step(900).empty());
}

TEST_CASE("sql/migrations: numbers out of order are a bug") {
  std::set<int> known;
  const Migration wrong[] = {{2, "b", ""}, {1, "a", ""}};
  auto steps = base::sql::missing_steps(wrong, {}, known);
  REQUIRE_FALSE(steps);
  CHECK(steps.error().code == ErrorCode::internal);
}
