// One thread with one connection: runs units of work or queries, reconnects, and retries what the server threw away.
// A unit is committed exactly once, also when the connection is lost during its COMMIT: each unit first inserts a token
// of its own; a retry that finds the token there knows that the first try was committed.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "base/sql/mysql/mysql_connection.h"
#include "base/sql/unit_transaction.h"

namespace base::sql {

inline constexpr std::string_view kUnitTable =
    "CREATE TABLE IF NOT EXISTS vanthu_unit (token BIGINT NOT NULL PRIMARY KEY) ENGINE=InnoDB";

// Since when the server cannot be reached, shared by all workers: the first to notice wait for it to come back, later
// ones do not wait on top of that. Thread-safe.
class MysqlOutage {
 public:
  void reached() { since_ = 0; }
  // True while it is worth waiting.
  bool worth_waiting();

 private:
  std::atomic<std::int64_t> since_{0};  // steady clock, ms; 0 = reached
};

class MysqlWorker {
 public:
  MysqlWorker(const MysqlAddress& address, MysqlRole role, MysqlOutage& outage);
  ~MysqlWorker();
  MysqlWorker(const MysqlWorker&) = delete;
  MysqlWorker& operator=(const MysqlWorker&) = delete;

  // Errors besides the unit's own: busy (deadlocks again and again), unavailable; both temporary.
  Result<void> run_unit(const Database::Unit& unit);
  Result<void> run_query(const Database::Query& query);

 private:
  class Transaction;
  class Snapshot;
  struct Attempt {
    Result<void> outcome;
    bool retry = false;
    bool commit_unknown = false;  // the connection was lost while COMMIT ran
  };

  template <class Try>
  Result<void> with_retries(Try attempt);
  Result<void> connect();
  Attempt attempt_unit(const Database::Unit& unit, std::int64_t token, bool maybe_committed,
                       std::unique_ptr<Transaction>& tx);
  Attempt attempt_query(const Database::Query& query);
  Attempt failed(Error error);
  std::int64_t make_token();
  void forget_old_tokens();

  const MysqlAddress& address_;
  const MysqlRole role_;
  MysqlOutage& outage_;
  std::unique_ptr<MysqlConnection> connection_;
  std::mt19937_64 random_;
  int units_since_clean_ = 0;
};

}  // namespace base::sql
