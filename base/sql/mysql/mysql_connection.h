// One MySQL or MariaDB connection through Connector/C++, with its prepared statements by text. Used by one thread,
// which holds a MysqlThread; after a lost connection it is thrown away (its statements are dead, dependencies.md).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/sql/database.h"
#include "base/sql/mysql/mysql_url.h"

namespace base::sql {

// Connector/C++ wants to be told of every thread that uses it.
class MysqlThread {
 public:
  MysqlThread();
  ~MysqlThread();
  MysqlThread(const MysqlThread&) = delete;
  MysqlThread& operator=(const MysqlThread&) = delete;
};

enum class MysqlRole { writer, reader, long_reader };  // long_reader: no time limit (backup)

class MysqlConnection {
 public:
  // Makes the database when it is missing and the account may.
  static Result<std::unique_ptr<MysqlConnection>> open(const MysqlAddress& address, MysqlRole role);
  ~MysqlConnection();
  MysqlConnection(const MysqlConnection&) = delete;
  MysqlConnection& operator=(const MysqlConnection&) = delete;

  // The rows are read into memory before the first callback, so that the callback may ask further queries.
  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row);
  Result<std::int64_t> execute(std::string_view sql, SqlParams params);
  Result<void> run(const std::string& sql);  // unprepared, without rows

  // What the last failure means for the transaction it happened in.
  enum class Damage {
    statement,    // only the statement failed
    transaction,  // rolled back by the server (deadlock, lock wait, cluster not ready): retry the whole unit
    connection,   // lost
  };
  Damage damage() const;

 private:
  struct State;
  explicit MysqlConnection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The Error of a server or client error number, and what it damaged.
Error mysql_error(int number, const std::string& message, std::string_view what);
MysqlConnection::Damage mysql_damage(int number);

}  // namespace base::sql
