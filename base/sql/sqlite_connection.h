// One SQLite connection: opened as a Poco::Data session, driven through its raw handle (dependencies.md: the session's
// own statements are two times slower). Keeps its prepared statements by text. Used by one thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/sql/database.h"

struct sqlite3;

namespace base::sql {

enum class SqliteRole { writer, reader, checkpointer };

class SqliteConnection {
 public:
  // vfs: "" = the default one.
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, const std::string& vfs,
                                                        SqliteRole role);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row);
  Result<std::int64_t> execute(std::string_view sql, SqlParams params);
  Result<void> run(std::string_view sql);  // without parameters and rows: BEGIN, PRAGMA …

  // False when SQLite itself has rolled the transaction back (full disk, I/O error, out of memory).
  bool in_transaction() const;
  // True when the last failure was an fsync: nothing written since the last commit may be trusted.
  bool fsync_failed() const;
  // Statements are interrupted beyond it; time_point::max() = never.
  void set_deadline(std::chrono::steady_clock::time_point deadline);
  // After a failed fsync the log must stay as it is: no checkpoint when the connection closes.
  void forbid_checkpoint_on_close();
  sqlite3* handle() const;

 private:
  struct State;
  explicit SqliteConnection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Before anything else of SQLite is called. Any number of times.
void set_up_sqlite();

// Names the file and, unless it is empty, the VFS.
std::string sqlite_uri(const std::string& path, const std::string& vfs);

// The Error of SQLite's (extended) result code.
Error sqlite_error(int code, const char* message, std::string_view what);

}  // namespace base::sql
