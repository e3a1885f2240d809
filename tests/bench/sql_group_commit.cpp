// How many durable units of work per second: 20 coroutines on one executor, each writing small units of six statements.
//   bench_sql_group_commit URL [coroutines] [seconds]      URL: sqlite:DIR/file.db or mysql://…; the tables are made
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/async/executor.h"
#include "base/sql/database.h"

namespace {

using base::Co;
using base::Result;
using base::SqlBlob;
using base::SqlTransaction;
using SteadyClock = std::chrono::steady_clock;

const base::Migration kSchema[] = {
    {1, "account",
     "CREATE TABLE account (id BIGINT NOT NULL, modseq BIGINT NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {2, "content",
     "CREATE TABLE content (id BIGINT NOT NULL PRIMARY KEY, hash VARBINARY(32) NOT NULL, envelope LONGTEXT NOT NULL)"},
    {3, "email",
     "CREATE TABLE email (account BIGINT NOT NULL, id BIGINT NOT NULL, content BIGINT NOT NULL, PRIMARY KEY (account, id)) "
     "{clustered}"},
    {4, "mailbox_email",
     "CREATE TABLE mailbox_email (mailbox BIGINT NOT NULL, uid BIGINT NOT NULL, email BIGINT NOT NULL, modseq BIGINT NOT "
     "NULL, PRIMARY KEY (mailbox, uid)) {clustered}"},
};

struct Run {
  base::Database& db;
  SteadyClock::time_point end;
  std::string envelope = std::string(400, 'e');
  std::int64_t next_id = SystemClockNow();
  std::int64_t units = 0;
  std::int64_t failures = 0;
  int running = 0;
  static std::int64_t SystemClockNow() { return base::SystemClock().now().us; }
};

Result<void> deliver(SqlTransaction& tx, std::int64_t account, std::int64_t id, const std::string& envelope) {
  const std::string hash(32, static_cast<char>(id));
  Result<std::int64_t> modseq =
      tx.query_i64(tx.dialect() == base::SqlDialect::mysql ? "SELECT modseq FROM account WHERE id = ? FOR UPDATE"
                                                           : "SELECT modseq FROM account WHERE id = ?",
                   {account});
  if (!modseq) return std::move(modseq).error();
  const std::int64_t next = *modseq + 1;
  for (Result<std::int64_t> done :
       {tx.execute("UPDATE account SET modseq = ?, used = used + ? WHERE id = ?", {next, 10240, account}),
        tx.execute("INSERT INTO content (id, hash, envelope) VALUES (?, ?, ?)", {id, SqlBlob{hash}, envelope}),
        tx.execute("INSERT INTO email (account, id, content) VALUES (?, ?, ?)", {account, id, id}),
        tx.execute("INSERT INTO mailbox_email (mailbox, uid, email, modseq) VALUES (?, ?, ?, ?)",
                   {account, id, id, next}),
        tx.execute("UPDATE account SET used = used + 1 WHERE id = ?", {account})}) {
    if (!done) return std::move(done).error();
  }
  return {};
}

Co<void> client(Run& run, std::int64_t account) {
  while (SteadyClock::now() < run.end) {
    const std::int64_t id = ++run.next_id;
    auto unit = [&run, account, id](SqlTransaction& tx) { return deliver(tx, account, id, run.envelope); };
    Result<void> done = co_await run.db.write(unit);
    ++(done ? run.units : run.failures);
  }
  --run.running;
}

Co<void> all(Run& run, int clients) {
  for (int i = 0; i < clients; ++i) {
    ++run.running;
    base::spawn(*base::Executor::current(), client(run, i));
  }
  while (run.running > 0) co_await base::sleep_for(std::chrono::milliseconds(20));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_sql_group_commit URL [coroutines] [seconds]\n");
    return 64;
  }
  const int clients = argc > 2 ? std::atoi(argv[2]) : 20;
  const int seconds = argc > 3 ? std::atoi(argv[3]) : 5;
  base::DatabaseOptions options;
  options.url = argv[1];
  options.writers = 8;
  Result<std::unique_ptr<base::Database>> db = base::Database::open(options);
  if (!db || !(*db)->migrate(kSchema)) {
    std::fprintf(stderr, "cannot open: %s\n", db ? "migrate" : base::describe(db.error()).c_str());
    return 69;
  }
  (void)(*db)->write_blocking([clients](SqlTransaction& tx) -> Result<void> {
    const std::string insert = std::string(tx.insert_or_ignore()) + " INTO account (id, modseq, used) VALUES (?, 0, 0)";
    for (int i = 0; i < clients; ++i) (void)tx.execute(insert, {i});
    return {};
  });
  const SteadyClock::time_point start = SteadyClock::now();
  Run run{**db, start + std::chrono::seconds(seconds)};
  base::run_blocking(all(run, clients));
  const double took = std::chrono::duration<double>(SteadyClock::now() - start).count();
  std::printf("%d coroutines, %.1f s: %.0f units/s durable, %lld failures\n", clients, took,
              static_cast<double>(run.units) / took, static_cast<long long>(run.failures));
  return run.failures == 0 ? 0 : 1;
}
