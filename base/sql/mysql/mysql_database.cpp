#include "base/sql/mysql/mysql_database.h"

#include <pthread.h>

#include <map>
#include <set>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/sql/migrations.h"
#include "base/sql/mysql/mysql_worker.h"
#include "base/sql/waiting.h"
#include "base/sql/work_queue.h"

namespace base::sql {
namespace {

class MysqlDatabase final : public Database {
 public:
  MysqlDatabase(MysqlAddress address, const DatabaseOptions& options) : address_(std::move(address)) {
    for (unsigned i = 0; i < std::max(1u, options.writers); ++i) {
      threads_.emplace_back([this] {
        serve("sql-writer", MysqlRole::writer, units_,
              [](MysqlWorker& worker, const Unit& unit) { return worker.run_unit(unit); });
      });
    }
    for (unsigned i = 0; i < std::max(1u, options.readers); ++i) {
      threads_.emplace_back([this] {
        serve("sql-reader", MysqlRole::reader, queries_,
              [](MysqlWorker& worker, const Query& query) { return worker.run_query(query); });
      });
    }
  }
  ~MysqlDatabase() override {
    units_.close();
    queries_.close();
    for (std::thread& thread : threads_) thread.join();
  }

  Result<void> migrate(std::span<const Migration> migrations) override;

  Co<Result<void>> write_unit(Unit unit) override {
    if (Executor::current() == nullptr) co_return write_blocking(std::move(unit));
    co_return co_await Parked(start(units_, std::move(unit)));
  }
  Co<Result<void>> read_query(Query query) override {
    if (Executor::current() == nullptr) co_return read_blocking(std::move(query));
    co_return co_await Parked(start(queries_, std::move(query)));
  }
  Result<void> write_blocking(Unit unit) override { return block_until_done(start(units_, std::move(unit))); }
  Result<void> read_blocking(Query query) override { return block_until_done(start(queries_, std::move(query))); }
  Result<void> long_read_blocking(Query query) override {
    const MysqlThread registered;
    MysqlWorker worker(address_, MysqlRole::long_reader, outage_);
    return worker.run_query(query);
  }
  SqlDialect dialect() const override { return SqlDialect::mysql; }
  bool writable() const override { return true; }

 private:
  template <class Work>
  static Start start(WorkQueue<Work>& queue, Work work) {
    return [&queue, work = std::move(work)](Completion done) mutable {
      queue.push({std::move(work), std::move(done)});
    };
  }

  template <class Work, class Run>
  void serve(const char* name, MysqlRole role, WorkQueue<Work>& queue, Run run) {
    pthread_setname_np(pthread_self(), name);
    const MysqlThread registered;
    MysqlWorker worker(address_, role, outage_);
    while (std::optional<typename WorkQueue<Work>::Item> item = queue.pop()) {
      Result<void> outcome = run(worker, item->work);
      item->work = nullptr;  // dies before its owner goes on: it may refer to the owner's frame
      item->done(std::move(outcome));
    }
  }

  const MysqlAddress address_;
  MysqlOutage outage_;
  WorkQueue<Unit> units_;
  WorkQueue<Query> queries_;
  std::vector<std::thread> threads_;
  Mutex migrate_mutex_;
  std::set<int> known_steps_ GUARDED_BY(migrate_mutex_);
};

// DDL commits by itself: a crash between a step and its row leaves the step done and unrecorded. Only the first missing
// step can be such a one; "it is there already" then counts as done.
Result<void> apply_step(MysqlConnection& connection, const Migration& step, bool first) {
  Result<void> made;
  for (const std::string& statement : step_statements(step.ddl, SqlDialect::mysql)) {  // none or one
    made = connection.run(statement);
  }
  if (!made) {
    const std::string& detail = made.error().detail_for_log;
    const bool there = detail.starts_with("MySQL 1050 ") || detail.starts_with("MySQL 1060 ") ||
                       detail.starts_with("MySQL 1061 ") || detail.starts_with("MySQL 1091 ");
    if (!first || !there) return made;
    log(LogLevel::warning, "SQL-0012", "a schema step was there already", {{"step", std::string(step.name)}});
  }
  const SqlParam row[] = {step.number, step.name, SystemClock().now().us};
  Result<std::int64_t> noted = connection.execute(kSchemaInsert, row);
  if (!noted) return std::move(noted).error();
  return {};
}

Result<void> apply_missing(MysqlConnection& connection, std::span<const Migration> migrations, std::set<int>& known) {
  if (Result<void> made = connection.run(translate_ddl(kSchemaTable, SqlDialect::mysql)); !made) return made;
  std::map<int, std::string> applied;
  Result<void> read = connection.query(kSchemaSelect, {}, [&](const SqlRow& row) {
    applied[static_cast<int>(row.i64(0))] = row.str(1);
    return true;
  });
  if (!read) return read;
  Result<std::vector<const Migration*>> missing = missing_steps(migrations, applied, known);
  if (!missing) return std::move(missing).error();
  for (const Migration* step : *missing) {
    if (Result<void> done = apply_step(connection, *step, step == missing->front()); !done) return done;
  }
  return {};
}

// Several nodes may start at once: a named lock of the server lets one migrate and the others look.
Result<void> MysqlDatabase::migrate(std::span<const Migration> migrations) {
  const MutexLock lock(migrate_mutex_);
  const MysqlThread registered;
  Result<std::unique_ptr<MysqlConnection>> opened = MysqlConnection::open(address_, MysqlRole::writer);
  if (!opened) return std::move(opened).error();
  MysqlConnection& connection = **opened;
  std::int64_t got = 0;
  const std::string name = "vanthu_migrate." + address_.database;
  const SqlParam key[] = {name};
  Result<void> locked = connection.query("SELECT GET_LOCK(?, 30)", key, [&](const SqlRow& row) {
    got = row.i64(0);
    return false;
  });
  if (!locked) return locked;
  if (got != 1) {
    return Error::transient(ErrorCode::busy,
                            {"Một máy chủ khác đang thay đổi cấu trúc cơ sở dữ liệu; xin thử lại sau.",
                             "Another server is changing the database's schema."},
                            "GET_LOCK timed out");
  }
  return apply_missing(connection, migrations, known_steps_);  // the lock goes with the connection
}

}  // namespace

Result<std::unique_ptr<Database>> open_mysql(DatabaseOptions options) {
  Result<MysqlAddress> address = parse_mysql_url(options.url);
  if (!address) return std::move(address).error();
  {
    const MysqlThread registered;
    Result<std::unique_ptr<MysqlConnection>> first = MysqlConnection::open(*address, MysqlRole::writer);
    if (!first) return std::move(first).error();
    if (Result<void> made = (*first)->run(std::string(kUnitTable)); !made) return std::move(made).error();
  }
  return std::unique_ptr<Database>(std::make_unique<MysqlDatabase>(std::move(*address), options));
}

}  // namespace base::sql
