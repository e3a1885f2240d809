// The redo log against a model: random units over a disk that loses any sectors which no fsync has saved, crashed at a
// random operation, recovered (and crashed again in that), through several lives of the same files. Afterwards the
// database is exactly what some unit left, none acknowledged is missing, and what its unit carried stands at its place.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>

#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/redo/redo_record.h"
#include "base/sql/redo/redo_recovery.h"
#include "tests/faults/fault_file_system.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

using base::Result;
using base::sql::Loss;
using base::sql::MemoryLogVfs;
using tests::FaultKind;
using tests::FaultPlan;
using tests::FaultVfs;
using tests::Survival;

namespace {

using Rows = std::map<int, std::string>;

struct Carried {
  std::int64_t offset = 0;
  std::string bytes;
};

class Connection {
 public:
  Connection(const std::string& path, const std::string& vfs) {
    code_ = sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            vfs.empty() ? nullptr : vfs.c_str());
    if (code_ == SQLITE_OK) sqlite3_extended_result_codes(db_, 1);
  }
  ~Connection() { sqlite3_close_v2(db_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* handle() const { return db_; }
  bool is_open() const { return code_ == SQLITE_OK; }
  int run(const std::string& sql) { return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr); }
  int put(int id, const std::string& body) {
    sqlite3_stmt* stmt = nullptr;
    int code = sqlite3_prepare_v2(db_, "REPLACE INTO item (id, body) VALUES (?, ?)", -1, &stmt, nullptr);
    if (code != SQLITE_OK) return code;
    sqlite3_bind_int(stmt, 1, id);
    sqlite3_bind_text(stmt, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
    code = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }
  bool set_up(int cache) {
    return run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; "
               "PRAGMA journal_size_limit=20000; PRAGMA cache_size=" +
               std::to_string(cache)) == SQLITE_OK;
  }
  void forbid_checkpoint() { sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

 private:
  sqlite3* db_ = nullptr;
  int code_ = SQLITE_OK;
};

class Story {
 public:
  explicit Story(unsigned seed) : random_(seed), path_(directory_ / "a.db"), place_(directory_ / "segment") {
    static constexpr int kPages[] = {512, 1024, 4096, 65536};
    Connection made(path_, "");
    REQUIRE(made.run("PRAGMA page_size=" + std::to_string(kPages[random_() % 4]) +
                     "; CREATE TABLE item (id INTEGER PRIMARY KEY, body TEXT NOT NULL); "
                     "CREATE INDEX item_body ON item (body)") == SQLITE_OK);
    states_.emplace_back();
    carried_.emplace_back();
    base::make_file_system()->open(place_, base::OpenMode::create_new).value();
  }

  void play() {
    const int lives = 1 + static_cast<int>(random_() % 4);
    for (int life = 0; life < lives; ++life) {
      live();
      const bool ask = life + 1 == lives || below(2) == 0;
      if (below(3) == 0 && !damage()) return;
      if (below(4) == 0) bad_sector();
      if (!recover(ask)) return;
      look(ask);
    }
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::string body() {
    std::string out(static_cast<std::size_t>(below(8) == 0 ? below(30000) : below(900)),
                    static_cast<char>('a' + below(26)));
    const bool noisy = below(2) == 0;
    for (std::size_t i = 0; i < out.size(); i += noisy ? 1 : 97) out[i] = static_cast<char>('A' + below(50));
    return out;
  }

  // One life of a process, until the power goes or it ends by itself.
  void live() {
    const tests::TempDirectory trash;
    FaultPlan plan(trash.path(), static_cast<unsigned>(random_()));
    {
      const FaultVfs vfs("redo-model", plan);
      auto file_system = tests::make_fault_file_system(plan);
      auto segment = file_system->open(place_, base::OpenMode::read_write);
      REQUIRE(segment);
      MemoryLogVfs log("redo-model", path_);
      bool stopped = false;
      {
        Connection writer(path_, log.name()), checkpointer(path_, log.name()), reader(path_, log.name());
        REQUIRE(writer.set_up(below(2) == 0 ? 10 : 2000));
        REQUIRE(checkpointer.set_up(100));
        REQUIRE(reader.set_up(100));
        REQUIRE(log.hold_others_off());
        log.set_settle([&]() -> Result<void> { return (*segment)->sync(); });
        if (below(8) != 0) plan.set({FaultKind::power_cut, plan.operations() + 1 + below(below(3) == 0 ? 30 : 400)});
        const bool troubled = below(3) == 0;
        troubled_ = troubled_ || troubled;
        for (int i = 0; i < 60 && !stopped && !plan.power_is_off(); ++i) {
          if (troubled && below(6) == 0) {
            const FaultKind kind = below(4) == 0 ? FaultKind::io_error : FaultKind::disk_full;
            plan.set({kind, plan.operations() + 1 + below(12)});
          }
          stopped = !unit(writer, log, **segment);
          if (below(10) == 0) reader.run("BEGIN; SELECT count(*) FROM item");
          if (below(5) == 0) reader.run("COMMIT");
          if (!stopped && below(4) == 0) stopped = !checkpoint(checkpointer, log);
        }
        plan.clear();
        if (!stopped && !plan.power_is_off() && below(2) == 0) {  // killed: no page of the cache is lost
          plan.set({FaultKind::power_cut, plan.operations() + 1});
        }
        reader.run("COMMIT");
        if (!stopped && !log.settle()) stopped = true;
        if (stopped) {
          for (Connection* one : {&writer, &checkpointer, &reader}) one->forbid_checkpoint();
        }
        log.let_others_in();
      }
    }
    REQUIRE(plan.settle(static_cast<Survival>(below(4) == 0 ? below(2) : 2)));
  }

  // False: nobody knows what the disk has, and nothing is written any more.
  bool unit(Connection& writer, MemoryLogVfs& log, base::File& segment) {
    Rows rows = states_.back();
    if (writer.run("BEGIN IMMEDIATE") != SQLITE_OK) return true;
    int code = SQLITE_OK;
    const int steps = 1 + below(below(6) == 0 ? 60 : 6);
    for (int i = 0; i < steps && code == SQLITE_OK; ++i) code = step(writer, rows);
    if (code == SQLITE_OK && below(4) == 0) {
      Rows dropped = rows;
      code = writer.run("SAVEPOINT unit");
      for (int i = below(20); i > 0 && code == SQLITE_OK; --i) code = step(writer, dropped);
      if (code == SQLITE_OK) code = writer.run("ROLLBACK TO unit; RELEASE unit");
      if (code == SQLITE_OK) code = step(writer, rows);
    }
    std::vector<Carried> carried;
    const bool writes = rows != states_.back();  // or SQLite has nothing to commit, and nothing is carried
    for (int i = writes && below(3) == 0 ? 1 + below(3) : 0; i > 0 && code == SQLITE_OK; --i) {
      Carried one{end_, body() + "."};
      if (!segment.pwrite(one.bytes, end_)) code = SQLITE_IOERR_WRITE;
      end_ += static_cast<std::int64_t>(one.bytes.size());
      carried.push_back(std::move(one));
    }
    if (code != SQLITE_OK || below(6) == 0) {
      if (sqlite3_get_autocommit(writer.handle()) == 0 && writer.run("ROLLBACK") != SQLITE_OK) return false;
      return (code & 0xff) != SQLITE_IOERR || code == SQLITE_IOERR_WRITE;
    }
    std::vector<std::string> loaded;
    for (const Carried& one : carried) loaded.push_back(std::to_string(one.offset) + ":" + one.bytes);
    log.carry(std::move(loaded));
    code = writer.run("COMMIT");
    log.carry({});
    if (code == SQLITE_OK) {
      states_.push_back(std::move(rows));
      carried_.push_back(std::move(carried));
      return true;
    }
    if (sqlite3_get_autocommit(writer.handle()) == 0) writer.run("ROLLBACK");
    if (code == SQLITE_FULL) return true;
    unknown_ = std::move(rows);
    unknown_carried_ = std::move(carried);
    return false;
  }

  int step(Connection& writer, Rows& rows) {
    const int id = below(80);
    if (below(12) == 0) {
      rows.erase(rows.lower_bound(id), rows.lower_bound(id + 30));
      return writer.run("DELETE FROM item WHERE id >= " + std::to_string(id) + " AND id < " + std::to_string(id + 30));
    }
    std::string text = rows.contains(id) && below(2) == 0 ? rows[id] + "+" : body();
    const int code = writer.put(id, text);
    rows[id] = std::move(text);
    return code;
  }

  bool checkpoint(Connection& checkpointer, MemoryLogVfs& log) {
    if (below(2) == 0 && !log.settle()) return false;
    const int code =
        sqlite3_wal_checkpoint_v2(checkpointer.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return code != SQLITE_IOERR_FSYNC;
  }

  // An octet or a sector of the log goes wrong. Either that is told, nothing has changed, and the story goes on with
  // the log as it was; or it was of the newest commit or of nothing that counts. False: the story ends here.
  bool damage() {
    const std::string redo = base::sql::redo_path(path_), aside = directory_ / "aside.db";
    std::string log = bytes_of(redo);
    if (log.empty()) return true;
    const std::string whole = log;
    // Up to there later records say that all was durable.
    std::int64_t told = 0, end = 0;
    std::vector<std::int64_t> begins;
    REQUIRE(
        base::sql::read_redo_log(sqlite3_vfs_find(nullptr), redo, [&](base::sql::RedoRecord& record) -> Result<void> {
          begins.push_back(end);
          told = begins[base::sql::head_of(log.substr(static_cast<std::size_t>(end), base::sql::kRedoHead)).durable];
          end = record.end;
          return {};
        }));
    const auto at = static_cast<std::size_t>(random_()) % log.size();
    std::size_t last = at;  // octet that changes
    if (below(2) == 0) {
      const char change = static_cast<char>(1 << below(8));
      log[at] = static_cast<char>(log[at] ^ change);
    } else {
      const std::size_t sector = at / 512 * 512, size = std::min<std::size_t>(512, log.size() - sector);
      log.replace(sector, size, size, '\0');
      last = sector + size - 1;
    }
    if (log == whole) return true;
    write_all(redo, log);
    for (const char* file : {"", "-redo"}) write_all(aside + file, bytes_of(path_ + file));
    const Result<void> recovered = base::sql::recover_redo_log(path_, "");
    if (recovered) {
      const bool told_by_nothing = static_cast<std::int64_t>(last) >= told;
      REQUIRE(told_by_nothing);
      CHECK(is_some_moment(rows_now(path_)));  // no page of what is gone had been moved
      return false;
    }
    REQUIRE(recovered.error().code == base::ErrorCode::corrupt);
    const bool untouched = bytes_of(redo) == log && bytes_of(path_) == bytes_of(aside);
    CHECK(untouched);
    accept(aside, "", log);
    write_all(redo, whole);
    return true;
  }

  // The disk does not give back a sector of the log. That is told, or it was of nothing that counts: look() will see.
  void bad_sector() {
    const std::string redo = base::sql::redo_path(path_), aside = directory_ / "aside.db";
    const std::string log = bytes_of(redo), database = bytes_of(path_);
    if (log.empty()) return;
    const tests::TempDirectory trash;
    FaultPlan plan(trash.path(), 1);
    const FaultVfs vfs("redo-model", plan);
    const std::int64_t sector = below(static_cast<int>(log.size())) / 512 * 512;
    for (const std::string& of : {path_, aside}) plan.make_unreadable(base::sql::redo_path(of), sector, 512);
    const Result<void> refused = base::sql::recover_redo_log(path_, "redo-model");
    if (refused) return;
    CHECK(refused.error().text.en.find("--accept-loss") != std::string::npos);
    const bool untouched = bytes_of(redo) == log && bytes_of(path_) == database;
    CHECK(untouched);
    for (const char* file : {"", "-redo"}) write_all(aside + file, bytes_of(path_ + file));
    accept(aside, "redo-model", log);
  }

  // Of a copy. What cannot be taken in changes nothing; by itself the database may be what a checkpoint had just begun
  // to change, so only its form can be asked for.
  void accept(const std::string& copy, const std::string& vfs, const std::string& log) {
    const std::string before = bytes_of(copy), redo = base::sql::redo_path(copy);
    if (base::sql::recover_redo_log(copy, vfs, Loss::accepted)) {
      CHECK(bytes_of(redo + ".damaged-1") == log);
      CHECK(is_some_moment(rows_now(copy)));
    } else {
      const bool untouched = bytes_of(redo) == log && bytes_of(copy) == before;
      CHECK(untouched);
      CHECK_FALSE(std::filesystem::exists(copy + "-wal"));
      if (base::sql::recover_redo_log(copy, vfs, Loss::without_log)) {
        CHECK(bytes_of(redo + ".damaged-1") == log);
        CHECK(bytes_of(copy) == before);
        rows_now(copy);
      }
    }
    for (const char* file : {"", "-redo", "-wal", "-shm", "-carried", "-lost", "-redo.damaged-1"})
      std::filesystem::remove(copy + file);
  }

  // A disk that fails takes no note either (redo_log.h); then nothing is promised.
  bool is_some_moment(const Rows& rows) const {
    return troubled_ || std::find(states_.begin(), states_.end(), rows) != states_.end() ||
           (unknown_ && rows == *unknown_);
  }

  static std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write_all(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  // What the file holds, which is whole.
  static Rows rows_now(const std::string& path) {
    Rows rows;
    Connection db(path, "");
    sqlite3_stmt* stmt = nullptr;
    REQUIRE(sqlite3_prepare_v2(db.handle(), "SELECT id, body FROM item NOT INDEXED", -1, &stmt, nullptr) == SQLITE_OK);
    int code = sqlite3_step(stmt);
    for (; code == SQLITE_ROW; code = sqlite3_step(stmt)) {
      rows[sqlite3_column_int(stmt, 0)] = reinterpret_cast<const char*>(sqlite3_column_text(stmt, 1));
    }
    CHECK(code == SQLITE_DONE);
    sqlite3_finalize(stmt);
    REQUIRE(sqlite3_prepare_v2(db.handle(), "PRAGMA integrity_check", -1, &stmt, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(stmt) == SQLITE_ROW);
    CHECK(std::string(reinterpret_cast<const char*>(sqlite3_column_text(stmt, 0))) == "ok");
    sqlite3_finalize(stmt);
    return rows;
  }

  // False: the log was damaged between two recoveries, and the story ends here.
  bool recover(bool ask) {
    for (int crashes = below(3); crashes > 0; --crashes) {
      const tests::TempDirectory trash;
      FaultPlan plan(trash.path(), static_cast<unsigned>(random_()));
      {
        const FaultVfs vfs("redo-model", plan);
        auto file_system = tests::make_fault_file_system(plan);
        static constexpr FaultKind kKinds[] = {FaultKind::power_cut, FaultKind::power_cut, FaultKind::disk_full,
                                               FaultKind::io_error};
        const FaultKind kind = kKinds[below(4)];
        troubled_ = troubled_ || kind != FaultKind::power_cut;
        plan.set({kind, 1 + below(below(2) == 0 ? 12 : 100)});
        if (base::sql::recover_redo_log(path_, "redo-model") && ask)
          static_cast<void>(restore("redo-model", *file_system));
        plan.set({FaultKind::power_cut, plan.operations() + 1});
      }
      REQUIRE(plan.settle(Survival::torn));
      if (below(4) == 0 && !damage()) return false;
    }
    const Result<void> recovered = base::sql::recover_redo_log(path_, "");
    const std::string why = recovered ? "" : describe(recovered.error());
    REQUIRE(why == "");
    for (const char* file : {"-redo", "-wal"}) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(path_ + file, missing);
      CHECK((missing || size == 0));
    }
    if (ask) REQUIRE(restore("", *base::make_file_system()));
    return true;
  }

  Result<void> restore(const std::string& vfs, base::FileSystem& file_system) {
    return base::sql::restore_carried_file(path_, vfs, [&](std::span<const std::string> all) -> Result<void> {
      auto segment = file_system.open(place_, base::OpenMode::read_write);
      if (!segment) return std::move(segment).error();
      for (const std::string& one : all) {
        const std::size_t colon = one.find(':');
        Result<void> written = (*segment)->pwrite(one.substr(colon + 1), std::stoll(one.substr(0, colon)));
        if (!written) return written;
      }
      return (*segment)->sync();
    });
  }

  void look(bool asked) {
    const Rows rows = rows_now(path_);
    if (unknown_ && rows == *unknown_) {
      states_.push_back(rows);
      carried_.push_back(unknown_carried_);
    }
    unknown_.reset();
    const bool exactly_what_was_acknowledged = rows == states_.back();
    REQUIRE(exactly_what_was_acknowledged);
    if (!asked) return;
    auto segment = base::make_file_system()->open(place_, base::OpenMode::read_write).value();
    for (const auto& of_unit : carried_) {
      for (const Carried& one : of_unit) {
        std::string there(one.bytes.size(), '\0');
        Result<std::size_t> got = segment->pread(there.data(), there.size(), one.offset);
        const bool at_its_place = got && *got == there.size() && there == one.bytes;
        REQUIRE(at_its_place);
      }
    }
  }

  std::mt19937 random_;
  const tests::TempDirectory directory_;
  const std::string path_, place_;
  std::vector<Rows> states_;  // after each acknowledged unit
  std::vector<std::vector<Carried>> carried_;
  std::optional<Rows> unknown_;
  std::vector<Carried> unknown_carried_;
  std::int64_t end_ = 0;   // of the segment
  bool troubled_ = false;  // writes failed in some life
};

unsigned number_of(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::atoi(text));
}

}  // namespace

// VANTHU_REDO_SEED=n VANTHU_REDO_STORIES=1 plays one again.
TEST_CASE("sql/redo model: whatever a crash takes, what was acknowledged is there and nothing else") {
  const unsigned first = number_of("VANTHU_REDO_SEED", 1), stories = number_of("VANTHU_REDO_STORIES", 60);
  for (unsigned seed = first; seed < first + stories; ++seed) {
    INFO("VANTHU_REDO_SEED=", seed);
    Story(seed).play();
  }
}
