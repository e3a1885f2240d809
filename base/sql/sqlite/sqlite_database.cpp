#include "base/sql/sqlite/sqlite_database.h"

#include <pthread.h>

#include <map>
#include <set>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/sql/migrations.h"
#include "base/sql/redo/carrying_database.h"
#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/redo_recovery.h"
#include "base/sql/sqlite/sqlite_checkpointer.h"
#include "base/sql/sqlite/sqlite_writer.h"
#include "base/sql/sqlite_connection.h"
#include "base/sql/waiting.h"

namespace base::sql {
namespace {

constexpr std::chrono::seconds kSnapshotTime{5};

class Snapshot final : public SqlSnapshot {
 public:
  explicit Snapshot(SqliteConnection& connection) : connection_(connection) {}
  using SqlReader::query;
  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row) override {
    return connection_.query(sql, params, row);
  }
  SqlDialect dialect() const override { return SqlDialect::sqlite; }

 private:
  SqliteConnection& connection_;
};

Result<void> run_query(SqliteConnection& connection, const Database::Query& query, bool limited = true) {
  if (limited) connection.set_deadline(std::chrono::steady_clock::now() + kSnapshotTime);
  if (Result<void> begun = connection.run("BEGIN"); !begun) return begun;
  Snapshot snapshot(connection);
  Result<void> outcome;
  try {
    outcome = query(snapshot);
  } catch (const std::exception& bug) {
    log(LogLevel::error, "SQL-0005", "a query threw", {{"what", bug.what()}});
    outcome = Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        std::string("query threw: ") + bug.what());
  }
  connection.set_deadline(std::chrono::steady_clock::time_point::max());
  if (connection.in_transaction()) {
    if (Result<void> ended = connection.run("ROLLBACK"); !ended && outcome) return ended;
  }
  return outcome;
}

class SqliteDatabase final : public Database, public CarryingDatabase {
 public:
  using ReadQueue = WorkQueue<Query>;

  static Result<std::unique_ptr<Database>> open(const DatabaseOptions& options) {
    const std::string path = options.url.substr(std::string_view("sqlite:").size());
    set_up_sqlite();
    if (Result<void> recovered = recover_redo_log(path, options.sqlite_vfs); !recovered) {
      return std::move(recovered).error();
    }
    auto log_vfs = std::make_unique<MemoryLogVfs>(options.sqlite_vfs, path);
    const std::string vfs = log_vfs->is_usable() ? log_vfs->name() : options.sqlite_vfs;
    auto connect = [&](SqliteRole role) { return SqliteConnection::open(path, vfs, role); };
    Result<std::unique_ptr<SqliteConnection>> writer = connect(SqliteRole::writer);
    if (!writer) return std::move(writer).error();
    Result<std::unique_ptr<SqliteConnection>> checkpointer = connect(SqliteRole::checkpointer);
    if (!checkpointer) return std::move(checkpointer).error();
    std::vector<std::unique_ptr<SqliteConnection>> readers;
    for (unsigned i = 0; i < std::max(1u, options.readers); ++i) {
      Result<std::unique_ptr<SqliteConnection>> reader = connect(SqliteRole::reader);
      if (!reader) return std::move(reader).error();
      readers.push_back(std::move(*reader));
    }
    if (Result<void> alone = log_vfs->hold_others_off(); !alone) return std::move(alone).error();
    std::unique_ptr<SqliteDatabase> made(new SqliteDatabase(
        std::move(log_vfs), std::move(*writer), std::move(*checkpointer), std::move(readers), path, options));
    return std::unique_ptr<Database>(std::move(made));
  }

  SqliteDatabase(std::unique_ptr<MemoryLogVfs> log_vfs, std::unique_ptr<SqliteConnection> writer,
                 std::unique_ptr<SqliteConnection> checkpointer, std::vector<std::unique_ptr<SqliteConnection>> readers,
                 std::string path, const DatabaseOptions& options)
      : path_(std::move(path)),
        real_vfs_(options.sqlite_vfs),
        log_vfs_(std::move(log_vfs)),
        checkpointer_(std::move(checkpointer), *log_vfs_),
        writer_(std::move(writer), *log_vfs_, parent_directory(path_), options.disk_reserve,
                [this](int pages) { checkpointer_.log_grew(pages); }) {
    checkpointer_.start(writer_);
    for (std::unique_ptr<SqliteConnection>& reader : readers) {
      reader_threads_.emplace_back([this, connection = std::move(reader)]() mutable {
        pthread_setname_np(pthread_self(), "sql-reader");
        while (std::optional<ReadQueue::Item> item = reads_.pop()) {
          Result<void> outcome = run_query(*connection, item->work);
          item->work = nullptr;
          item->done(std::move(outcome));
        }
        if (!writer_.writable()) connection->forbid_checkpoint_on_close();
        connection.reset();
      });
    }
  }

  // Readers first (they only look), then the checkpointer, then the writer with what was queued.
  ~SqliteDatabase() override {
    reads_.close();
    for (std::thread& thread : reader_threads_) thread.join();
    checkpointer_.stop();
    writer_.finish();
    if (writer_.writable()) {
      if (Result<void> settled = log_vfs_->settle(); !settled) writer_.stop_writing("on closing");
    }
    if (!writer_.writable()) checkpointer_.forbid_checkpoint_on_close();
    writer_.forbid_checkpoint_if_stopped();
    log_vfs_->let_others_in();
  }

  Result<void> migrate(std::span<const Migration> migrations) override;

  Co<Result<void>> write_unit(Unit unit) override {
    if (Executor::current() == nullptr) co_return write_blocking(std::move(unit));
    co_return co_await Parked(start_write(std::move(unit)));
  }
  Co<Result<void>> read_query(Query query) override {
    if (Executor::current() == nullptr) co_return read_blocking(std::move(query));
    co_return co_await Parked(start_read(std::move(query)));
  }
  Result<void> write_blocking(Unit unit) override { return block_until_done(start_write(std::move(unit))); }
  Result<void> read_blocking(Query query) override { return block_until_done(start_read(std::move(query))); }
  Result<void> long_read_blocking(Query query) override {
    Result<std::unique_ptr<SqliteConnection>> own = SqliteConnection::open(path_, log_vfs_->name(), SqliteRole::reader);
    if (!own) return std::move(own).error();
    Result<void> outcome = run_query(**own, query, false);
    if (!writer_.writable()) (*own)->forbid_checkpoint_on_close();
    return outcome;
  }
  SqlDialect dialect() const override { return SqlDialect::sqlite; }
  bool writable() const override { return writer_.writable(); }
  Result<void> restore_carried(const std::function<Result<void>(CarriedBytes)>& restore) override {
    return restore_carried_file(path_, real_vfs_, restore);
  }
  Result<void> take_note_of_loss(const std::function<Result<void>()>& take_note) override {
    return sql::take_note_of_loss(path_, real_vfs_, take_note);
  }

 private:
  Start start_write(Unit unit) {
    return
        [this, unit = std::move(unit)](Completion done) mutable { writer_.submit(std::move(unit), std::move(done)); };
  }
  Start start_read(Query query) {
    return [this, query = std::move(query)](Completion done) mutable {
      reads_.push({std::move(query), std::move(done)});
    };
  }

  const std::string path_, real_vfs_;
  const std::unique_ptr<MemoryLogVfs> log_vfs_;  // outlives the connections
  SqliteCheckpointer checkpointer_;
  SqliteWriter writer_;
  ReadQueue reads_;
  std::vector<std::thread> reader_threads_;
  Mutex migrate_mutex_;
  std::set<int> known_steps_ GUARDED_BY(migrate_mutex_);
};

// Each step is a unit of its own: the DDL and its row are one transaction.
Result<void> SqliteDatabase::migrate(std::span<const Migration> migrations) {
  const MutexLock lock(migrate_mutex_);
  std::map<int, std::string> applied;
  Result<void> read = write_blocking([&](SqlTransaction& tx) -> Result<void> {
    applied.clear();
    if (Result<std::int64_t> made = tx.execute(kSchemaTable, {}); !made) return std::move(made).error();
    return tx.query(kSchemaSelect, {}, [&](const SqlRow& row) {
      applied[static_cast<int>(row.i64(0))] = row.str(1);
      return true;
    });
  });
  if (!read) return read;
  Result<std::vector<const Migration*>> missing = missing_steps(migrations, applied, known_steps_);
  if (!missing) return std::move(missing).error();
  for (const Migration* step : *missing) {
    const std::vector<std::string> statements = step_statements(step->ddl, SqlDialect::sqlite);
    Result<void> done = write_blocking([&](SqlTransaction& tx) -> Result<void> {
      for (const std::string& statement : statements) {
        if (Result<std::int64_t> made = tx.execute(statement, {}); !made) return std::move(made).error();
      }
      Result<std::int64_t> noted = tx.execute(kSchemaInsert, {step->number, step->name, SystemClock().now().us});
      if (!noted) return std::move(noted).error();
      return {};
    });
    if (!done) return done;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(DatabaseOptions options) { return SqliteDatabase::open(options); }

}  // namespace base::sql
