#include "base/sql/mysql/mysql_worker.h"

#include <algorithm>
#include <thread>

#include "base/clock.h"
#include "base/log.h"

namespace base::sql {
namespace {

using Steady = std::chrono::steady_clock;
using Damage = MysqlConnection::Damage;

constexpr std::chrono::milliseconds kPatience{8000};  // for one unit; a Galera node's death takes 3 s
constexpr std::chrono::milliseconds kOutage{5000};    // after this long nobody waits any more
constexpr std::chrono::milliseconds kFirstPause{2};
constexpr std::chrono::milliseconds kLongestPause{250};
constexpr int kUnitsBetweenCleanings = 2000;
constexpr std::int64_t kTokenLifeMs = 60 * 60 * 1000;  // far longer than any retry
constexpr int kTokenRandomBits = 22;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now().time_since_epoch()).count();
}

}  // namespace

bool MysqlOutage::worth_waiting() {
  const std::int64_t now = steady_ms();
  std::int64_t none = 0;
  if (since_.compare_exchange_strong(none, now)) {
    log(LogLevel::warning, "SQL-0010", "the database cannot be reached");
    return true;
  }
  return now - since_ < kOutage.count();
}

class MysqlWorker::Transaction final : public UnitTransaction {
 public:
  explicit Transaction(MysqlConnection& connection) : connection_(connection) {}
  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row) override {
    if (dead()) return *dead();
    Result<void> done = connection_.query(sql, params, row);
    if (!done) note(done.error());
    return done;
  }
  Result<std::int64_t> execute(std::string_view sql, SqlParams params) override {
    if (dead()) return *dead();
    Result<std::int64_t> done = connection_.execute(sql, params);
    if (!done) note(done.error());
    return done;
  }
  SqlDialect dialect() const override { return SqlDialect::mysql; }

 private:
  void note(const Error& error) {
    if (!dead() && connection_.damage() != Damage::statement) kill(error);
  }
  MysqlConnection& connection_;
};

class MysqlWorker::Snapshot final : public SqlSnapshot {
 public:
  explicit Snapshot(MysqlConnection& connection) : connection_(connection) {}
  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row) override {
    if (dead_) return *dead_;
    Result<void> done = connection_.query(sql, params, row);
    if (!done && !dead_ && connection_.damage() != Damage::statement) dead_ = done.error();
    return done;
  }
  SqlDialect dialect() const override { return SqlDialect::mysql; }
  const std::optional<Error>& dead() const { return dead_; }

 private:
  MysqlConnection& connection_;
  std::optional<Error> dead_;
};

MysqlWorker::MysqlWorker(const MysqlAddress& address, MysqlRole role, MysqlOutage& outage)
    : address_(address), role_(role), outage_(outage), random_(std::random_device()()) {}
MysqlWorker::~MysqlWorker() = default;

Result<void> MysqlWorker::connect() {
  if (connection_) return {};
  Result<std::unique_ptr<MysqlConnection>> opened = MysqlConnection::open(address_, role_);
  if (!opened) return std::move(opened).error();
  connection_ = std::move(*opened);
  outage_.reached();
  return {};
}

// What a failed statement of our own (BEGIN, COMMIT, token) or a dead transaction means.
MysqlWorker::Attempt MysqlWorker::failed(Error error) {
  const Damage damage = connection_->damage();
  if (damage == Damage::connection) {
    connection_.reset();
  } else if (!connection_->run("ROLLBACK")) {
    connection_.reset();
  }
  return {std::move(error), damage != Damage::statement, false};
}

template <class Try>
Result<void> MysqlWorker::with_retries(Try attempt) {
  const Steady::time_point give_up = Steady::now() + kPatience;
  std::chrono::milliseconds pause = kFirstPause;
  for (;;) {
    Result<void> connected = connect();
    Attempt last{connected, true, false};
    if (connected) last = attempt();
    if (!last.retry) return last.outcome;
    const ErrorCode code = last.outcome.error().code;
    if (!connected && code != ErrorCode::unavailable) return last.outcome;  // wrong password, no right
    if (!connected && !outage_.worth_waiting()) return last.outcome;
    if (Steady::now() + pause > give_up) return last.outcome;
    std::this_thread::sleep_for(pause + std::chrono::milliseconds(random_() % 5));
    pause = std::min(pause * 2, kLongestPause);
  }
}

Result<void> MysqlWorker::run_unit(const Database::Unit& unit) {
  const std::int64_t token = make_token();
  bool maybe_committed = false;
  std::unique_ptr<Transaction> tx;  // of the last try; keeps its hooks
  Result<void> outcome = with_retries([&] {
    Attempt attempt = attempt_unit(unit, token, maybe_committed, tx);
    maybe_committed = maybe_committed || attempt.commit_unknown;
    return attempt;
  });
  if (outcome && tx) tx->run_after_hooks();
  if (++units_since_clean_ >= kUnitsBetweenCleanings) forget_old_tokens();
  return outcome;
}

MysqlWorker::Attempt MysqlWorker::attempt_unit(const Database::Unit& unit, std::int64_t token, bool maybe_committed,
                                               std::unique_ptr<Transaction>& tx) {
  if (Result<void> begun = connection_->run("START TRANSACTION"); !begun) return failed(begun.error());
  const SqlParam mark(token);
  Result<std::int64_t> marked =
      connection_->execute("INSERT INTO vanthu_unit (token) VALUES (?)", std::span<const SqlParam>(&mark, 1));
  if (!marked) {
    const bool there = marked.error().code == ErrorCode::exists;
    Attempt attempt = failed(marked.error());
    if (there && maybe_committed) return {{}, false, false};  // the try before was committed
    return attempt;
  }
  tx = std::make_unique<Transaction>(*connection_);
  Result<void> outcome = tx->run(unit);
  if (tx->dead()) return failed(*tx->dead());
  for (auto hook = tx->before_hooks().begin(); outcome && hook != tx->before_hooks().end(); ++hook) {
    outcome = hook->second();
  }
  if (!outcome) {
    if (!connection_->run("ROLLBACK")) connection_.reset();
    return {outcome, false, false};
  }
  if (Result<void> committed = connection_->run("COMMIT"); !committed) {
    Attempt attempt = failed(committed.error());
    attempt.commit_unknown = connection_ == nullptr;
    return attempt;
  }
  return {{}, false, false};
}

Result<void> MysqlWorker::run_query(const Database::Query& query) {
  return with_retries([&] { return attempt_query(query); });
}

MysqlWorker::Attempt MysqlWorker::attempt_query(const Database::Query& query) {
  Result<void> begun = connection_->run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  if (!begun) return failed(begun.error());
  Snapshot snapshot(*connection_);
  Result<void> outcome;
  try {
    outcome = query(snapshot);
  } catch (const std::exception& bug) {
    log(LogLevel::error, "SQL-0011", "a query threw", {{"what", bug.what()}});
    outcome = Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        std::string("query threw: ") + bug.what());
  }
  if (snapshot.dead()) return failed(*snapshot.dead());
  if (!connection_->run("COMMIT")) connection_.reset();
  return {outcome, false, false};
}

// Ascends with time, so that tokens are inserted at the end of their table and old ones can be told.
std::int64_t MysqlWorker::make_token() {
  const std::int64_t ms = SystemClock().now().us / 1000;
  return (ms << kTokenRandomBits) | static_cast<std::int64_t>(random_() & ((1u << kTokenRandomBits) - 1));
}

void MysqlWorker::forget_old_tokens() {
  units_since_clean_ = 0;
  if (!connection_) return;
  const std::int64_t oldest = (SystemClock().now().us / 1000 - kTokenLifeMs) << kTokenRandomBits;
  const SqlParam limit(oldest);
  Result<std::int64_t> gone =
      connection_->execute("DELETE FROM vanthu_unit WHERE token < ? LIMIT 10000", std::span<const SqlParam>(&limit, 1));
  if (!gone && connection_->damage() == Damage::connection) connection_.reset();
}

}  // namespace base::sql
