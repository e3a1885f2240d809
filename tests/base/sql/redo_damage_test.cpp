// A redo log that was damaged in its middle is told from one that a crash has torn, and nothing of it is given up
// without a word.
#include "base/sql/redo/redo_damage.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "base/sql/database.h"
#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/redo/redo_record.h"
#include "base/sql/redo/redo_recovery.h"
#include "tests/storage_engines.h"

using base::Result;
using base::sql::RedoDamage;
using base::sql::RedoEnd;
using base::sql::RedoLog;
using base::sql::RedoRecord;

namespace {

sqlite3_vfs* real_vfs() {
  sqlite3_initialize();
  return sqlite3_vfs_find(nullptr);
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

struct Place {
  Place() { std::ofstream(directory / "a.db").flush(); }
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db-redo";

  void fill(std::uint64_t generation, int records, bool synced) {
    RedoLog log(real_vfs(), path);
    log.begin(generation);
    for (int i = 0; i < records; ++i) {
      const std::vector<std::string> carried{std::string(50, static_cast<char>('a' + i))};
      REQUIRE(log.append(std::string(static_cast<std::size_t>(20 + i), 'e'), carried) == SQLITE_OK);
      if (synced) REQUIRE(log.sync() == SQLITE_OK);
    }
  }
  RedoEnd end() const {
    RedoEnd out;
    REQUIRE(base::sql::read_redo_log(real_vfs(), path, [&](RedoRecord& record) -> Result<void> {
      out = {record.number + 1, record.generation, record.end};
      return {};
    }));
    return out;
  }
  std::optional<RedoDamage> damage() const {
    auto found = base::sql::damage_behind(real_vfs(), path, end());
    REQUIRE(found);
    return *found;
  }
};

// A record as programs before the field `behind` wrote it.
std::string old_record(std::uint32_t number, std::uint64_t generation) {
  std::string head = "VRD1";
  base::sql::put_number(head, number, 4);
  base::sql::put_number(head, generation, 8);
  for (const std::uint64_t size : {9u, 0u, 0u, 0u}) base::sql::put_number(head, size, 4);
  const std::string empty("\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00", 9);  // zstd of nothing
  base::sql::put_number(head, base::sql::redo_sum(empty, base::sql::redo_sum(head, 0)), 8);
  return head + empty;
}

base::DatabaseOptions options_for(const std::string& path) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + path;
  options.readers = 1;
  return options;
}

std::int64_t rows_of(base::Database& db) {
  std::int64_t rows = -1;
  REQUIRE(db.read_blocking([&](base::SqlSnapshot& s) -> Result<void> {
    auto counted = s.query_i64("SELECT count(*) FROM item", {});
    if (!counted) return std::move(counted).error();
    rows = *counted;
    return {};
  }));
  return rows;
}

// A database whose process was killed after `units` commits of a row each.
void leave_behind(const std::string& from, const std::string& to, int units) {
  auto opened = base::Database::open(options_for(from));
  REQUIRE(opened);
  static constexpr base::Migration kSteps[] = {{1, "item", "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY)"}};
  REQUIRE((*opened)->migrate(kSteps));
  for (int i = 0; i < units; ++i) {
    REQUIRE((*opened)->write_blocking([i](base::SqlTransaction& tx) -> Result<void> {
      auto done = tx.execute("INSERT INTO item (id) VALUES (?)", {i});
      return done ? Result<void>() : std::move(done).error();
    }));
  }
  for (const char* file : {"", "-redo"}) {
    std::filesystem::copy_file(from + file, to + file, std::filesystem::copy_options::overwrite_existing);
  }
}

}  // namespace

TEST_CASE("sql/redo damage: any octet of any durable record but the last, changed, is told") {
  Place place;
  place.fill(7, 6, true);
  const std::string whole = bytes_of(place.path);
  std::vector<std::int64_t> ends;
  REQUIRE(base::sql::read_redo_log(real_vfs(), place.path, [&](RedoRecord& record) -> Result<void> {
    ends.push_back(record.end);
    return {};
  }));
  REQUIRE(ends.size() == 6);
  CHECK_FALSE(place.damage());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::uint32_t number = 0;
    while (ends[number] <= static_cast<std::int64_t>(at)) ++number;
    for (const char change : {'\x01', '\x10', '\x7f'}) {
      CAPTURE(at);
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ change);
      write(place.path, changed);
      const auto damage = place.damage();
      const bool hidden = at == 3 && changed[3] == 'N';  // that one octet says that nothing is there
      if (number == 5 || hidden) continue;               // nothing behind it says that it was durable
      REQUIRE(damage);
      CHECK(damage->at.records == number);
      CHECK(damage->lost == 6 - number);
    }
  }
}

TEST_CASE("sql/redo damage: a sector of zeros anywhere, also at the beginning, is told") {
  Place place;
  place.fill(7, 40, true);
  const std::string whole = bytes_of(place.path);
  for (std::size_t sector = 0; (sector + 2) * 512 < whole.size(); ++sector) {
    CAPTURE(sector);
    std::string changed = whole;
    changed.replace(sector * 512, 512, 512, '\0');
    write(place.path, changed);
    CHECK(place.damage());
  }
}

TEST_CASE("sql/redo damage: what no fsync had saved may be torn anywhere") {
  Place place;
  place.fill(7, 6, false);
  const std::string whole = bytes_of(place.path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CAPTURE(at);
    std::string changed = whole;
    changed[at] ^= 0x10;
    write(place.path, changed);
    CHECK_FALSE(place.damage());
  }
}

TEST_CASE("sql/redo damage: what an older generation left behind is no loss, wherever the first record is torn") {
  Place place;
  place.fill(1, 12, true);
  const std::string old = bytes_of(place.path);
  std::string marked = old;
  marked.replace(0, base::sql::kRedoHead, base::sql::marker_of(2));
  {
    RedoLog log(real_vfs(), place.path);
    log.begin(2);
    const std::vector<std::string> carried{std::string(300, 'z')};
    REQUIRE(log.append("one", carried) == SQLITE_OK);
  }
  const std::string begun = bytes_of(place.path);
  CHECK(place.end().generation == 2);
  CHECK_FALSE(place.damage());
  for (std::size_t cut = 0; cut < 400; ++cut) {
    CAPTURE(cut);
    // The record over its marker; the marker over the old head.
    const auto torn = [&](const std::string& now, const std::string& before) {
      write(place.path, now.substr(0, cut) + before.substr(cut));
      if (place.end().generation != 1) CHECK_FALSE(place.damage());
    };
    torn(begun, marked);
    torn(marked, old);
  }
}

TEST_CASE("sql/redo damage: a log of the program before this field opens, hidden or torn as that one leaves it") {
  Place place;
  std::string log;
  for (std::uint32_t i = 0; i < 5; ++i) log += old_record(i, 9);
  write(place.path, log);
  CHECK(place.end().records == 5);
  log[60] ^= 1;  // its second record: nothing tells
  write(place.path, log);
  CHECK(place.end().records == 1);
  CHECK_FALSE(place.damage());
  log.replace(0, 40, 40, '\0');
  write(place.path, log);
  CHECK(place.end().records == 0);
  CHECK_FALSE(place.damage());
}

TEST_CASE("sql/redo damage: a database beside it is not opened, until the loss is accepted once; the log is kept") {
  for (int round = 1; round <= 2; ++round) {
    const tests::TempDirectory directory;
    const std::string path = directory / "left.db", redo = base::sql::redo_path(path);
    leave_behind(directory / "a.db", path, 20);
    std::string log = bytes_of(redo);
    std::vector<std::int64_t> ends;
    REQUIRE(base::sql::read_redo_log(real_vfs(), redo, [&](RedoRecord& record) -> Result<void> {
      ends.push_back(record.end);
      return {};
    }));
    REQUIRE(ends.size() > 15);
    if (round == 2) write(redo + ".damaged-1", "of another day");
    const std::string before = bytes_of(path);
    log[static_cast<std::size_t>(ends[ends.size() - 6])] ^= 0x20;  // the fifth last record
    write(redo, log);

    auto refused = base::Database::open(options_for(path));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::ErrorCode::corrupt);
    CHECK(refused.error().text.en.find("at most 5 acknowledged commits") != std::string::npos);
    CHECK(refused.error().text.en.find("--accept-loss") != std::string::npos);
    CHECK(refused.error().text.vi.find("nhiều nhất 5 lần ghi") != std::string::npos);
    CHECK(bytes_of(redo) == log);
    CHECK(bytes_of(path) == before);
    CHECK_FALSE(std::filesystem::exists(path + "-wal"));

    REQUIRE(base::sql::recover_redo_log(path, "", base::sql::Loss::accepted));
    CHECK_FALSE(std::filesystem::exists(redo));
    CHECK(bytes_of(redo + ".damaged-" + std::to_string(round)) == log);
    if (round == 2) CHECK(bytes_of(redo + ".damaged-1") == "of another day");
    auto opened = base::Database::open(options_for(path));
    REQUIRE(opened);
    CHECK(rows_of(**opened) == 15);
  }
}
