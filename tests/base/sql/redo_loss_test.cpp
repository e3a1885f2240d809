// A redo log that was damaged where a checkpoint had already moved pages, that the disk does not give back, or that
// lies on a file system with few rights: nothing is written over before it is known to be better, and there is always a
// way on.
#include <doctest/doctest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>

#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_damage.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/redo/redo_recovery.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

namespace fs = std::filesystem;
using base::Result;
using base::sql::Loss;
using base::sql::recover_redo_log;
using base::sql::RedoRecord;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

struct Connection {
  Connection(const std::string& path, const std::string& vfs) {
    REQUIRE(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            vfs.empty() ? nullptr : vfs.c_str()) == SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
  }
  ~Connection() { sqlite3_close(db); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  void run(const std::string& sql) {
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    CAPTURE(sqlite3_errmsg(db));
    REQUIRE(code == SQLITE_OK);
  }
  sqlite3* db = nullptr;
};

struct Record {
  std::int64_t begin = 0, end = 0;
};

// What a killed process leaves: 800 rows from before and 40 commits that change 20 of them each, and with them pages of
// an index all over the file. A checkpoint moves what was there after so many commits.
struct Left {
  explicit Left(int commits_before_checkpoint) {
    const std::string from = directory / "a.db";
    {
      sqlite3* made = nullptr;
      REQUIRE(sqlite3_open(from.c_str(), &made) == SQLITE_OK);
      REQUIRE(sqlite3_exec(made,
                           "PRAGMA journal_mode=WAL; "
                           "CREATE TABLE item (id INTEGER PRIMARY KEY, body TEXT NOT NULL, changed INTEGER NOT NULL); "
                           "CREATE INDEX item_body ON item (body); "
                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800) "
                           "INSERT INTO item SELECT i, hex(randomblob(100)), 0 FROM n",
                           nullptr, nullptr, nullptr) == SQLITE_OK);
      sqlite3_close(made);
    }
    base::sql::MemoryLogVfs log("", from);
    Connection writer(from, log.name()), checkpointer(from, log.name());
    checkpointer.run("SELECT count(*) FROM item");
    REQUIRE(log.hold_others_off());
    for (int i = 0; i < 40; ++i) {
      writer.run("UPDATE item SET body = hex(randomblob(100)), changed = 1 WHERE (id - 1) / 20 = " + std::to_string(i));
      if (i + 1 == commits_before_checkpoint)
        REQUIRE(sqlite3_wal_checkpoint_v2(checkpointer.db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) ==
                SQLITE_OK);
    }
    for (const char* file : {"", "-redo"}) fs::copy_file(from + file, path + file);
    log.let_others_in();
    REQUIRE(base::sql::read_redo_log(sqlite3_vfs_find(nullptr), redo, [&](RedoRecord& record) -> Result<void> {
      records.push_back({records.empty() ? 0 : records.back().end, record.end});
      return {};
    }));
    whole = bytes_of(redo);
    database = bytes_of(path);
  }
  std::string damage(std::size_t record) {
    std::string log = whole;
    log[static_cast<std::size_t>(records.at(record).begin) + 50] ^= 0x20;
    write(redo, log);
    return log;
  }
  std::int64_t changed() const {
    const Connection db(path, "");
    std::int64_t out = -1;
    sqlite3_exec(
        db.db, "SELECT count(*) FROM item WHERE changed = 1",
        [](void* to, int, char** values, char**) {
          *static_cast<std::int64_t*>(to) = std::atoll(values[0]);
          return 0;
        },
        &out, nullptr);
    return out;
  }
  void check_untouched(const std::string& log) const {
    const bool untouched = bytes_of(redo) == log && bytes_of(path) == database;
    CHECK(untouched);
    CHECK_FALSE(fs::exists(path + "-wal"));
    CHECK_FALSE(fs::exists(path + "-lost"));
  }

  const tests::TempDirectory directory;
  const std::string path = directory / "left.db", redo = base::sql::redo_path(path);
  std::vector<Record> records;
  std::string whole, database;
};

bool says(const Result<void>& result, const std::string& words) {
  return !result && result.error().text.en.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "sql/redo loss: pages of lost commits that a checkpoint had moved are not written over; the file alone is whole") {
  for (const bool with_note : {true, false}) {
    CAPTURE(with_note);
    Left left(40);
    REQUIRE(left.records.size() > 30);
    std::string log = left.damage(12);
    if (!with_note) {  // as a program before the notes leaves it
      std::int64_t end = 0;
      REQUIRE(base::sql::read_redo_log(sqlite3_vfs_find(nullptr), left.redo,
                                       [&](RedoRecord&) -> Result<void> { return {}; }));
      for (const Record& record : left.records) {
        const std::int64_t size = record.end - record.begin;
        if (size > 8192 && left.records.back().begin == record.end) break;  // the distance before a note
        end = record.end;
      }
      log.resize(static_cast<std::size_t>(end));
      write(left.redo, log);
    }
    CHECK(says(recover_redo_log(left.path, ""), "--accept-loss"));
    left.check_untouched(log);
    const Result<void> refused = recover_redo_log(left.path, "", Loss::accepted);
    CHECK(says(refused, "Nothing was changed"));
    CHECK(says(refused, "--without-log"));
    left.check_untouched(log);
    REQUIRE(recover_redo_log(left.path, "", Loss::without_log));
    CHECK(bytes_of(left.redo + ".damaged-1") == log);
    CHECK(fs::exists(left.path + "-lost"));
    CHECK(left.changed() == 800);
  }
}

TEST_CASE("sql/redo loss: damage of the newest commit is told when a checkpoint may have moved it") {
  Left left(40);
  const std::string log = left.damage(left.records.size() - 3);  // behind it: a distance and the note
  CHECK(says(recover_redo_log(left.path, ""), "at most 3 acknowledged commits"));
  left.check_untouched(log);
}

TEST_CASE("sql/redo loss: damage behind what a checkpoint moved is accepted as ever") {
  Left left(20);
  left.damage(left.records.size() - 4);
  CHECK(says(recover_redo_log(left.path, ""), "at most 4 acknowledged commits"));
  REQUIRE(recover_redo_log(left.path, "", Loss::accepted));
  CHECK(left.changed() == 720);
}

TEST_CASE("sql/redo loss: a database that is whole neither with the log nor without it stays as it is") {
  Left left(40);
  const std::string log = left.damage(12);
  std::string& mixed = left.database;
  mixed.replace(mixed.size() / 2 / 4096 * 4096, 4096, 4096, '\x05');
  write(left.path, mixed);
  for (const Loss loss : {Loss::accepted, Loss::without_log}) {
    const Result<void> refused = recover_redo_log(left.path, "", loss);
    CHECK(says(refused, "Nothing was changed"));
    CHECK(says(refused, "restore a backup"));
    CHECK_FALSE(says(refused, "--without-log"));
    left.check_untouched(log);
  }
}

TEST_CASE("sql/redo loss: sectors that the disk does not give back are told, and there is a way on") {
  for (const std::size_t record : {std::size_t{0}, std::size_t{25}, std::size_t{39}}) {
    CAPTURE(record);
    Left left(0);
    const tests::TempDirectory trash;
    tests::FaultPlan plan(trash.path());
    const tests::FaultVfs vfs("redo-sectors", plan);
    const std::int64_t sector = (left.records.at(record).begin + 60) / 512 * 512;
    plan.make_unreadable(left.redo, sector, 512);
    std::int64_t whole_before = 0;
    while (left.records[static_cast<std::size_t>(whole_before)].end <= sector) ++whole_before;
    const Result<void> refused = recover_redo_log(left.path, "redo-sectors");
    CHECK(says(refused, "the disk cannot read"));
    CHECK(says(refused, "vanthu verify --accept-loss"));
    left.check_untouched(left.whole);
    REQUIRE(recover_redo_log(left.path, "redo-sectors", Loss::accepted));
    CHECK(bytes_of(left.redo + ".damaged-1") == left.whole);
    const std::int64_t header = 1;  // the first record holds no commit
    CHECK(left.changed() == 20 * std::max<std::int64_t>(0, whole_before - header));
  }
}

TEST_CASE("sql/redo loss: what older logs carried and the disk does not give back whole has a way on too") {
  for (const bool with_log : {true, false}) {
    CAPTURE(with_log);
    Left left(0);
    if (!with_log) fs::remove(left.redo);
    const std::string carried = base::sql::carried_path(left.path);
    {
      base::sql::RedoLog log(sqlite3_vfs_find(nullptr), carried);
      log.begin(1);
      for (const char c : {'a', 'b', 'c'}) {
        const std::vector<std::string> one{std::string(3000, c)};
        REQUIRE(log.append({}, one) == SQLITE_OK);
      }
    }
    const tests::TempDirectory trash;
    tests::FaultPlan plan(trash.path());
    const tests::FaultVfs vfs("redo-sectors", plan);
    plan.make_unreadable(carried, 4096, 512);
    std::string given;
    const auto restore = [&](std::span<const std::string> all) -> Result<void> {
      for (const std::string& one : all) given += one.front();
      return {};
    };
    const Result<void> refused = base::sql::restore_carried_file(left.path, "redo-sectors", restore);
    CHECK(says(refused, "vanthu verify --accept-loss"));
    CHECK(fs::exists(carried));
    REQUIRE(recover_redo_log(left.path, "redo-sectors", Loss::accepted));
    CHECK(fs::exists(carried + ".damaged-1"));
    CHECK(left.changed() == (with_log ? 800 : 0));
    given.clear();
    REQUIRE(base::sql::restore_carried_file(left.path, "", restore));  // the new file has other sectors
    CHECK(given == "a");
    CHECK_FALSE(fs::exists(carried));
  }
}

TEST_CASE("sql/redo loss: it is noted until somebody has succeeded in taking note of it") {
  Left left(0);
  left.damage(30);
  int calls = 0;
  const auto count = [&]() -> Result<void> {
    ++calls;
    return calls == 1 ? Result<void>(base::Error::transient(base::ErrorCode::io, {"", "not yet"})) : Result<void>();
  };
  CHECK(base::sql::take_note_of_loss(left.path, "", count));
  CHECK(calls == 0);
  REQUIRE(recover_redo_log(left.path, "", Loss::accepted));
  CHECK_FALSE(base::sql::take_note_of_loss(left.path, "", count));
  CHECK(base::sql::take_note_of_loss(left.path, "", count));
  CHECK(calls == 2);
  CHECK(base::sql::take_note_of_loss(left.path, "", count));
  CHECK(calls == 2);
}

TEST_CASE("sql/redo loss: the log is kept also where renaming cannot refuse to replace a file (NFS, 9p, FUSE)") {
  const tests::TempDirectory directory;
  const std::string path = directory / "a.db-redo";
  write(path, "the log");
  write(path + ".damaged-1", "of another day");
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{static_cast<unsigned short>(std::size(program)), program};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
      ::_exit(2);
    ::_exit(base::sql::set_aside(path) ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 2) return;  // nobody may filter here
  CHECK(WEXITSTATUS(status) == 0);
  CHECK_FALSE(fs::exists(path));
  CHECK(bytes_of(path + ".damaged-1") == "of another day");
  CHECK(bytes_of(path + ".damaged-2") == "the log");
}
