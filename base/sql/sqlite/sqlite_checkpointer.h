// Moves the write-ahead log into the database file, on a thread and a connection of its own. Most pages go while
// writers go on; only the last few make the writer wait between two groups, so that the log can begin anew and does not
// grow for ever.
#pragma once

#include <memory>
#include <thread>

#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/sqlite/sqlite_writer.h"
#include "base/sql/sqlite_connection.h"
#include "base/thread_annotations.h"

namespace base::sql {

class SqliteCheckpointer {
 public:
  SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection, MemoryLogVfs& log_vfs);
  ~SqliteCheckpointer();
  SqliteCheckpointer(const SqliteCheckpointer&) = delete;
  SqliteCheckpointer& operator=(const SqliteCheckpointer&) = delete;

  // REQUIRES: called once, before log_grew. The writer outlives stop().
  void start(SqliteWriter& writer);
  void stop();
  // After stop(), when the writer has stopped for a failed fsync.
  void forbid_checkpoint_on_close() { connection_->forbid_checkpoint_on_close(); }
  // Cheap; any thread.
  void log_grew(int pages);

 private:
  void loop(SqliteWriter& writer);
  bool run_once(SqliteWriter& writer);
  int remaining_after_pass(SqliteWriter& writer);

  const std::unique_ptr<SqliteConnection> connection_;
  MemoryLogVfs& log_vfs_;
  Mutex mutex_;
  Condition changed_;
  bool due_ GUARDED_BY(mutex_) = false;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace base::sql
