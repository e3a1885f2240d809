#include "base/sql/sqlite/sqlite_checkpointer.h"

#include <pthread.h>
#include <sqlite3.h>

#include "base/log.h"

namespace base::sql {
namespace {

// 64 MiB of log. The more, the fewer pages are written twice: to the redo log as a whole when they are first touched,
// and to the database file.
constexpr int kDuePages = 16384;
constexpr int kFewPages = 512;  // little enough to let the writer wait for it
constexpr int kPasses = 4;

}  // namespace

SqliteCheckpointer::SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection, MemoryLogVfs& log_vfs)
    : connection_(std::move(connection)), log_vfs_(log_vfs) {}

SqliteCheckpointer::~SqliteCheckpointer() { stop(); }

void SqliteCheckpointer::start(SqliteWriter& writer) {
  thread_ = std::thread([this, &writer] {
    pthread_setname_np(pthread_self(), "sql-checkpoint");
    loop(writer);
  });
}

void SqliteCheckpointer::stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void SqliteCheckpointer::log_grew(int pages) {
  if (pages < kDuePages) return;
  const MutexLock lock(mutex_);
  due_ = true;
  changed_.notify_all();
}

void SqliteCheckpointer::loop(SqliteWriter& writer) {
  for (;;) {
    {
      MutexLock lock(mutex_);
      while (!due_ && !stopping_) changed_.wait(mutex_);
      if (stopping_) break;
      due_ = false;
    }
    if (!writer.writable() || !run_once(writer)) break;
  }
}

// False when checkpoints must end: a failed fsync means that pages of the database file may be lost although a second
// fsync would succeed, so the log must stay as it is and is replayed at the next start.
bool SqliteCheckpointer::run_once(SqliteWriter& writer) {
  // Here, so that the writer finds next to nothing to wait for when the log begins anew.
  if (Result<void> settled = log_vfs_.settle(); !settled) {
    writer.stop_writing("what the log carries: " + describe(settled.error()));
    return false;
  }
  for (int pass = 0; pass < kPasses; ++pass) {
    const int remaining = remaining_after_pass(writer);
    if (remaining < 0) return writer.writable();
    if (remaining == 0) return true;
    if (remaining <= kFewPages) break;
  }
  writer.between_groups([&] { remaining_after_pass(writer); });
  return writer.writable();
}

// Pages of the log not yet in the database file, or -1 after a failure.
int SqliteCheckpointer::remaining_after_pass(SqliteWriter& writer) {
  int in_log = 0;
  int moved = 0;
  sqlite3* db = connection_->handle();
  const int code = sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code == SQLITE_OK) return in_log - moved;
  const int extended = sqlite3_extended_errcode(db);
  if (code == SQLITE_BUSY) return -1;
  log(LogLevel::error, "SQL-0004", "a checkpoint failed",
      {{"error", sqlite3_errmsg(db)}, {"code", std::to_string(extended)}});
  if (extended == SQLITE_IOERR_FSYNC) writer.stop_writing("fsync of the database file failed in a checkpoint");
  return -1;
}

}  // namespace base::sql
