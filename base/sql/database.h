// The one SQL seam: SQLite (through Poco::Data sessions; raw handle inside) or MySQL/MariaDB (Connector/C++).
// One way to write: a unit of work, run inside a transaction, possibly twice; it touches only `tx`. Thread-safe.
//
// SQLite: one writer thread runs all waiting units, each under a savepoint, in one transaction and one fsync (group
// commit), without waiting for a group to fill. MySQL: each unit has its own transaction on a pooled connection and is
// retried whole on 1205, 1213, 1047 and lost connections. See base/sql/README.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/async/co.h"
#include "base/async/executor.h"
#include "base/ids.h"
#include "base/result.h"

namespace base {

struct SqlNull {};
struct SqlBlob {
  std::string_view bytes;
};

// One bound parameter. Text is UTF-8. Holds views: what it points at must live until the call returns. Bytes for
// VARBINARY and LONGBLOB columns go in as SqlBlob, also in a WHERE: SQLite never takes text and blob for equal.
class SqlParam {
 public:
  SqlParam(SqlNull) : value_(std::monostate{}) {}
  SqlParam(std::int64_t v) : value_(v) {}
  SqlParam(int v) : value_(std::int64_t{v}) {}
  SqlParam(long long v) : value_(std::int64_t{v}) {}
  SqlParam(std::uint32_t v) : value_(std::int64_t{v}) {}
  SqlParam(std::uint64_t v) : value_(static_cast<std::int64_t>(v)) {}  // REQUIRES: below 2^63
  SqlParam(bool v) : value_(std::int64_t{v}) {}
  SqlParam(double v) : value_(v) {}
  SqlParam(std::string_view v) : value_(v) {}
  SqlParam(const std::string& v) : value_(std::string_view(v)) {}
  SqlParam(const char* v) : value_(std::string_view(v)) {}
  SqlParam(SqlBlob v) : value_(v) {}
  template <class Tag>
  SqlParam(Id<Tag> id) : value_(id.value) {}
  SqlParam(Uid uid) : value_(std::int64_t{uid.value}) {}
  SqlParam(ModSeq modseq) : value_(modseq.value) {}
  const std::variant<std::monostate, std::int64_t, double, std::string_view, SqlBlob>& value() const { return value_; }

 private:
  std::variant<std::monostate, std::int64_t, double, std::string_view, SqlBlob> value_;
};
using SqlParams = std::span<const SqlParam>;

// The current row of a query; columns count from 0. Views are valid until the row callback returns.
class SqlRow {
 public:
  virtual ~SqlRow() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t i64(int column) const = 0;  // NULL reads as 0
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // NULL reads as ""; also for blobs
  std::string str(int column) const { return std::string(text(column)); }
};

enum class SqlDialect { sqlite, mysql };

// What can be asked inside a snapshot or a transaction. `?` parameters only; the statement text must be a constant (it
// is the key of the statement cache). Errors: exists (unique violation), busy (lock, temporary), unavailable
// (connection, temporary), disk_full, io, internal (the SQL is wrong).
class SqlReader {
 public:
  virtual ~SqlReader() = default;
  // Calls `row` for each row; stop early by returning false.
  virtual Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row) = 0;
  virtual SqlDialect dialect() const = 0;

  Result<void> query(std::string_view sql, std::initializer_list<SqlParam> params,
                     const std::function<bool(const SqlRow&)>& row) {
    return query(sql, SqlParams(params.begin(), params.size()), row);
  }
  // First column of the first row, or `fallback` when there is no row.
  Result<std::int64_t> query_i64(std::string_view sql, std::initializer_list<SqlParam> params,
                                 std::int64_t fallback = 0);
  // " FOR UPDATE" on MySQL, "" on SQLite (whose only writer already excludes others).
  // "INSERT OR IGNORE" or "INSERT IGNORE": a row whose key is there stays as it is; execute() then returns 0.
  const char* insert_or_ignore() const { return dialect() == SqlDialect::mysql ? "INSERT IGNORE" : "INSERT OR IGNORE"; }
  const char* for_update() const { return dialect() == SqlDialect::mysql ? " FOR UPDATE" : ""; }
};

class SqlSnapshot : public SqlReader {};

class SqlTransaction : public SqlReader {
 public:
  // INSERT, UPDATE, DELETE; returns the number of rows matched (also on MySQL: CLIENT_FOUND_ROWS).
  virtual Result<std::int64_t> execute(std::string_view sql, SqlParams params) = 0;
  Result<std::int64_t> execute(std::string_view sql, std::initializer_list<SqlParam> params) {
    return execute(sql, SqlParams(params.begin(), params.size()));
  }
  // Runs once after the unit succeeded and before the commit that makes it durable (message bytes are fsynced here);
  // an error rolls the unit back. On SQLite the hooks of a whole group run together, each key once.
  virtual void before_commit(std::string_view key, std::function<Result<void>()> hook) = 0;
  // Runs after the commit is durable, on the writing thread; must be short (signals).
  virtual void after_commit(std::function<void()> hook) = 0;
};

// One recorded step of the schema: one DDL statement, written so that both engines take it: types BIGINT, INTEGER,
// VARCHAR(n), VARBINARY(n), LONGTEXT, LONGBLOB, DOUBLE; `{clustered}` after the closing parenthesis of a table clusters
// it by its primary key ("WITHOUT ROWID"; InnoDB always does). Leave it away for tables with large rows and give those
// `id BIGINT NOT NULL PRIMARY KEY`, which becomes SQLite's rowid. Steps only ever get appended.
struct Migration {
  int number;             // ascending, unique over the whole program; which are whose: step_ranges.h
  std::string_view name;  // "store: mailbox"
  std::string_view ddl;
};

struct DatabaseOptions {
  std::string url;       // "sqlite:DIR/vanthu.db", "mysql://user:password@host:port/name?socket=PATH"
  unsigned readers = 2;  // read threads and connections, 1 … 32
  unsigned writers = 4;  // MySQL: connections for units of work, 1 … 64; SQLite always has one
  // Bytes that must stay free on the volume for units to be accepted; below it write() answers disk_full.
  std::int64_t disk_reserve = 64 * 1024 * 1024;
  std::string sqlite_vfs;  // tests: the name of a registered fault VFS
};

class Database {
 public:
  using Unit = std::function<Result<void>(SqlTransaction&)>;
  using Query = std::function<Result<void>(SqlSnapshot&)>;

  static Result<std::unique_ptr<Database>> open(DatabaseOptions options);
  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Applies what is missing of `migrations` (sorted by number). A database with a step that is unknown here is refused;
  // only a single one whose name begins with `{compatible}` is let pass.
  virtual Result<void> migrate(std::span<const Migration> migrations) = 0;

  // Parks until the unit is committed and durable, or has failed and left nothing behind.
  //   auto unit = [&](SqlTransaction& tx) -> Result<MailboxId> {…};
  //   auto made = co_await db.write(unit);
  // Only a named function will do (GCC 12, base/async/co.h), and it lives until the await is over.
  template <class F>
  auto write(F& unit VANTHU_LIFETIMEBOUND) -> Co<std::invoke_result_t<F&, SqlTransaction&>> {
    using Answer = std::invoke_result_t<F&, SqlTransaction&>;
    if constexpr (std::is_same_v<Answer, Result<void>>) return write_unit(std::ref(unit));
    else return write<typename Answer::value_type>(std::function<Answer(SqlTransaction&)>(std::ref(unit)));
  }
  template <class T>
  Co<Result<T>> write(std::function<Result<T>(SqlTransaction&)> unit) {
    std::optional<T> out;
    // Named first: GCC 12 destroys a lambda written inside a co_await expression twice (base/async/README.md).
    Unit wrapped = [&out, unit = std::move(unit)](SqlTransaction& tx) -> Result<void> {
      out.reset();
      Result<T> r = unit(tx);
      if (!r) return std::move(r).error();
      out.emplace(std::move(*r));
      return {};
    };
    Result<void> done = co_await write_unit(std::move(wrapped));
    if (!done) co_return std::move(done).error();
    co_return std::move(*out);
  }
  virtual Co<Result<void>> write_unit(Unit unit) = 0;
  // Runs `query` on a reader thread against one consistent snapshot (≤ 5 s), resumes on the caller's executor. As
  // write(): a named function, which lives until the await is over.
  template <class F>
  auto read(F& query VANTHU_LIFETIMEBOUND) -> Co<std::invoke_result_t<F&, SqlSnapshot&>> {
    using Answer = std::invoke_result_t<F&, SqlSnapshot&>;
    if constexpr (std::is_same_v<Answer, Result<void>>) return read_query(std::ref(query));
    else return read<typename Answer::value_type>(std::function<Answer(SqlSnapshot&)>(std::ref(query)));
  }
  template <class T>
  Co<Result<T>> read(std::function<Result<T>(SqlSnapshot&)> query) {
    std::optional<T> out;
    Query wrapped = [&out, query = std::move(query)](SqlSnapshot& snapshot) -> Result<void> {
      out.reset();
      Result<T> r = query(snapshot);
      if (!r) return std::move(r).error();
      out.emplace(std::move(*r));
      return {};
    };
    Result<void> done = co_await read_query(std::move(wrapped));
    if (!done) co_return std::move(done).error();
    co_return std::move(*out);
  }
  virtual Co<Result<void>> read_query(Query query) = 0;

  // The same for threads that may block (pools, command line, tests). Not on an executor's thread.
  virtual Result<void> write_blocking(Unit unit) = 0;
  virtual Result<void> read_blocking(Query query) = 0;
  // One consistent snapshot without a time limit, on a connection of its own: for backup and verify only (on SQLite the
  // log grows as long as it lives). On the calling thread.
  virtual Result<void> long_read_blocking(Query query) = 0;

  virtual SqlDialect dialect() const = 0;
  // False after a failed fsync or a commit of unknown outcome: every write then answers unavailable, reads go on.
  virtual bool writable() const = 0;

 protected:
  Database() = default;
};

}  // namespace base
