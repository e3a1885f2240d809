#include "base/sql/sqlite/sqlite_writer.h"

#include <pthread.h>
#include <sqlite3.h>

#include <chrono>
#include <map>

#include "base/log.h"

namespace base::sql {
namespace {

constexpr std::size_t kGroupUnits = 512;
// A group stops taking units after this long, so that the first of them is not kept waiting for its fsync.
constexpr std::chrono::milliseconds kGroupTime{20};
constexpr std::chrono::milliseconds kLongUnit{1000};
constexpr std::size_t kCarried = 1 << 20;  // octets that a commit carries at most
constexpr int kApartGroups = 64;           // groups under savepoints after one in which a unit failed

Error not_writable() {
  return Error::transient(
      ErrorCode::unavailable,
      {"Kho thư hiện không nhận thay đổi nào; thư đã có vẫn đọc được.", "The store accepts no changes at the moment."},
      "writing stopped after a failed fsync or commit");
}

}  // namespace

class SqliteWriter::Transaction final : public UnitTransaction {
 public:
  explicit Transaction(SqliteConnection& connection) : connection_(connection) {}

  Result<void> query(std::string_view sql, SqlParams params, const std::function<bool(const SqlRow&)>& row) override {
    if (dead()) return *dead();
    Result<void> done = connection_.query(sql, params, row);
    if (!done && !connection_.in_transaction()) kill(done.error());
    return done;
  }
  Result<std::int64_t> execute(std::string_view sql, SqlParams params) override {
    if (dead()) return *dead();
    Result<std::int64_t> done = connection_.execute(sql, params);
    if (!done && !connection_.in_transaction()) kill(done.error());
    return done;
  }
  SqlDialect dialect() const override { return SqlDialect::sqlite; }

 private:
  SqliteConnection& connection_;
};

struct SqliteWriter::Member {
  Queue::Item* item = nullptr;
  std::unique_ptr<Transaction> tx;
  Result<void> outcome;
  bool ran = false;       // in this group; otherwise it goes alone
  bool finished = false;  // outcome is final
};

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, MemoryLogVfs& log_vfs, std::string directory,
                           std::int64_t disk_reserve, std::function<void(int)> log_grew)
    : connection_(std::move(connection)),
      log_vfs_(log_vfs),
      directory_(std::move(directory)),
      disk_reserve_(disk_reserve),
      log_grew_(std::move(log_grew)) {
  sqlite3_wal_hook(
      connection_->handle(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      &log_pages_);
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "sql-writer");
    loop();
  });
}

SqliteWriter::~SqliteWriter() { finish(); }

void SqliteWriter::finish() {
  queue_.close();
  if (!thread_.joinable()) return;
  thread_.join();
  forbid_checkpoint_if_stopped();
}

void SqliteWriter::stop_writing(const std::string& why) {
  if (stopped_.exchange(true)) return;
  log(LogLevel::error, "SQL-0002", "the database accepts no more writes until the server is started anew",
      {{"why", why}});
}

void SqliteWriter::between_groups(const std::function<void()>& work) {
  {
    MutexLock lock(turn_mutex_);
    ++visitors_;
    while (in_group_) turn_changed_.wait(turn_mutex_);
  }
  work();
  const MutexLock lock(turn_mutex_);
  --visitors_;
  turn_changed_.notify_all();
}

void SqliteWriter::loop() {
  for (;;) {
    std::vector<Queue::Item> items = queue_.pop_all(kGroupUnits);
    if (items.empty()) return;
    {
      MutexLock lock(turn_mutex_);
      while (visitors_ > 0) turn_changed_.wait(turn_mutex_);
      in_group_ = true;
    }
    const int pages_before = log_pages_;
    run_group(items);
    {
      const MutexLock lock(turn_mutex_);
      in_group_ = false;
      turn_changed_.notify_all();
    }
    if (log_pages_ != pages_before) log_grew_(log_pages_);
  }
}

Result<void> SqliteWriter::check_space() const {
  Result<std::int64_t> free = fs_->free_space(directory_);
  if (!free) return std::move(free).error();
  if (*free < disk_reserve_) {
    const auto now = std::chrono::steady_clock::now();
    if (told_full_ == std::chrono::steady_clock::time_point() || now - told_full_ >= std::chrono::minutes(1)) {
      told_full_ = now;
      log(LogLevel::error, "SQL-0009",
          "the file system of the data directory is full: new mail and changes are refused for a time, what is there is "
          "safe",
          {{"directory", directory_},
           {"free_mib", std::to_string(*free >> 20)},
           {"needed_mib", std::to_string(disk_reserve_ >> 20)},
           {"next",
            "free or add space on that file system: old backups, exports, logs; search, substring and views may "
            "be deleted while the server is stopped; never vanthu.db, vanthu.db-redo, vanthu.db-carried or blobs"}});
    }
    return Error::transient(ErrorCode::disk_full,
                            {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.",
                             "The disk is full. What is there is safe. Free some space and try again."},
                            "free space is below the reserve, file system of " + directory_);
  }
  return {};
}

// Runs all items; groups are cut by kGroupTime, what remains starts the next one.
void SqliteWriter::run_group(std::vector<Queue::Item>& items) {
  std::vector<Member> waiting;
  waiting.reserve(items.size());
  for (Queue::Item& item : items) {
    waiting.emplace_back();
    waiting.back().item = &item;
  }
  while (!waiting.empty()) {
    Result<void> allowed = writable() ? check_space() : Result<void>(not_writable());
    if (!allowed) {
      for (Member& member : waiting) {
        member.outcome = allowed;
        complete(member);
      }
      return;
    }
    const GroupEnd end = run_together(waiting);
    std::vector<Member> next;
    for (Member& member : waiting) {
      if (member.finished) {
        complete(member);
      } else if (end == GroupEnd::lost) {
        run_alone(member);
        complete(member);
      } else {
        next.push_back(std::move(member));
      }
    }
    waiting = std::move(next);
  }
}

// One transaction over as many members as fit. Afterwards members are finished, or (committed) were not reached in
// time, or (lost) must go alone.
SqliteWriter::GroupEnd SqliteWriter::run_together(std::vector<Member>& members) {
  if (!begin(members)) return GroupEnd::committed;
  UnitsEnd units = run_units(members, apart_groups_ > 0 && apart_groups_-- > 0);
  if (units == UnitsEnd::again) {
    if (!writable()) return GroupEnd::lost;
    apart_groups_ = kApartGroups;
    for (Member& member : members) member.ran = false;
    if (!begin(members)) return GroupEnd::committed;
    units = run_units(members, true);
  }
  if (units == UnitsEnd::lost) return GroupEnd::lost;
  bool any = false;
  for (const Member& member : members) any = any || (member.ran && !member.finished);
  if (!any) {
    roll_back();
    return GroupEnd::committed;
  }
  Result<void> hooked = run_hooks(members);
  if (hooked) hooked = load_carried(members);
  if (!hooked) {
    roll_back();
    return GroupEnd::lost;
  }
  Result<void> committed = commit();
  log_vfs_.carry({});
  if (!committed && writable() && members.size() > 1) return GroupEnd::lost;
  for (Member& member : members) {
    if (!member.ran || member.finished) continue;
    member.outcome = committed;
    member.finished = true;
  }
  return GroupEnd::committed;
}

// False: all members are finished, with the error.
bool SqliteWriter::begin(std::vector<Member>& members) {
  const Result<void> begun = connection_->run("BEGIN IMMEDIATE");
  if (begun) return true;
  for (Member& member : members) {
    member.outcome = begun;
    member.finished = true;
  }
  return false;
}

Result<void> SqliteWriter::run_unit(Member& member, bool apart) {
  member.tx = std::make_unique<Transaction>(*connection_);
  member.ran = true;
  if (!apart) return member.tx->run(member.item->work);
  Result<void> outcome = connection_->run("SAVEPOINT unit");
  if (outcome) outcome = member.tx->run(member.item->work);
  if (connection_->in_transaction() && !outcome) {
    if (Result<void> undone = connection_->run("ROLLBACK TO unit"); !undone) roll_back();
  }
  if (connection_->in_transaction()) {
    if (Result<void> released = connection_->run("RELEASE unit"); !released && outcome) outcome = released;
  }
  return outcome;
}

// lost: SQLite dropped the whole transaction; the one in whose run it happened has then its error, the others none.
// again: a unit failed among others that were not apart; everything is rolled back.
SqliteWriter::UnitsEnd SqliteWriter::run_units(std::vector<Member>& members, bool apart) {
  const auto start = std::chrono::steady_clock::now();
  auto unit_start = start;
  for (Member& member : members) {
    if (unit_start - start > kGroupTime) break;
    Result<void> outcome = run_unit(member, apart);
    if (!outcome && !apart && members.size() > 1 && connection_->in_transaction()) {
      roll_back();
      return UnitsEnd::again;
    }
    if (!outcome) {
      member.outcome = outcome;
      member.finished = true;
    }
    if (!connection_->in_transaction()) {
      if (connection_->fsync_failed()) stop_writing("fsync failed while a unit ran");
      return UnitsEnd::lost;  // a unit whose outcome was good goes alone with the others
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - unit_start > kLongUnit) {
      const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - unit_start).count();
      log(LogLevel::warning, "SQL-0003", "a unit of work kept the writer for long", {{"ms", std::to_string(ms)}});
    }
    unit_start = now;
  }
  return UnitsEnd::done;
}

// Each key once for the whole group. When a hook fails, those who asked for it have its error and the others go alone.
Result<void> SqliteWriter::run_hooks(std::vector<Member>& members) {
  std::map<std::string, Result<void>, std::less<>> done;
  Result<void> all;
  for (Member& member : members) {
    if (!member.ran || member.finished) continue;
    for (const auto& [key, hook] : member.tx->before_hooks()) {
      auto found = done.find(key);
      if (found == done.end()) found = done.emplace(key, hook()).first;
      if (found->second) continue;
      member.outcome = found->second;
      member.finished = true;
      all = found->second;
      break;
    }
  }
  return all;
}

// What the units want carried goes with the commit; much of it is settled at once, as a hook would do.
Result<void> SqliteWriter::load_carried(std::vector<Member>& members) {
  std::vector<std::string> all;
  const UnitTransaction::Hook* settle = nullptr;
  std::size_t octets = 0;
  for (Member& member : members) {
    if (!member.ran || member.finished || member.tx->carried().empty()) continue;
    settle = &member.tx->settle();
    for (std::string& one : member.tx->carried()) {
      octets += one.size();
      all.push_back(std::move(one));
    }
    member.tx->carried().clear();
  }
  if (settle == nullptr) return {};
  if (octets <= kCarried) {
    log_vfs_.set_settle(*settle);
    log_vfs_.carry(std::move(all));
    return {};
  }
  Result<void> settled = (*settle)();
  if (settled) return settled;
  for (Member& member : members) {
    if (!member.ran || member.finished || !member.tx->settle()) continue;
    member.outcome = settled;
    member.finished = true;
  }
  return settled;
}

// A full disk or a lock leaves nothing behind and the store goes on. After any other failure nobody knows whether the
// commit record has reached the disk: writing stops (style rule 23).
Result<void> SqliteWriter::commit() {
  Result<void> committed = connection_->run("COMMIT");
  if (committed) return committed;
  const ErrorCode code = committed.error().code;
  if (connection_->in_transaction()) roll_back();
  const bool known = code == ErrorCode::disk_full || code == ErrorCode::busy;
  if (!known || connection_->fsync_failed()) {
    stop_writing("commit: " + describe(committed.error()));
    return not_writable();
  }
  return committed;
}

void SqliteWriter::run_alone(Member& member) {
  member.ran = false;
  member.finished = false;
  std::vector<Member> one;
  one.push_back(std::move(member));
  if (!writable()) {
    one.front().outcome = not_writable();
  } else if (run_together(one) == GroupEnd::lost && !one.front().finished) {
    one.front().outcome =
        Error::transient(ErrorCode::io, {"Không ghi được thay đổi; xin thử lại.", "The change could not be stored."},
                         "transaction lost");
  }
  member = std::move(one.front());
  member.finished = true;
}

void SqliteWriter::roll_back() {
  if (!connection_->in_transaction()) return;
  if (Result<void> undone = connection_->run("ROLLBACK"); !undone) {
    stop_writing("rollback: " + describe(undone.error()));
  }
}

void SqliteWriter::complete(Member& member) {
  if (member.outcome && member.tx) member.tx->run_after_hooks();
  // The unit dies before its owner goes on: it may refer to the owner's frame.
  Completion done = std::move(member.item->done);
  member.tx.reset();
  member.item->work = nullptr;
  done(std::move(member.outcome));
}

}  // namespace base::sql
