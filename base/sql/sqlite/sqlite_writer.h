// The one thread that writes to an SQLite database: group commit. All waiting units run one after the other in one
// transaction with one fsync; nobody waits for a group to fill. When a unit fails, the group is rolled back and its
// units run once more, each under a savepoint of its own, as do those of the next groups: savepoints copy every page
// they touch. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/fs/file_system.h"
#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/sqlite_connection.h"
#include "base/sql/unit_transaction.h"
#include "base/sql/work_queue.h"
#include "base/thread_annotations.h"

namespace base::sql {

class SqliteWriter {
 public:
  using Queue = WorkQueue<Database::Unit>;
  // `log_grew` is called on the writing thread after a commit with the number of pages in the write-ahead log.
  // `log_vfs`: the VFS of `connection`.
  SqliteWriter(std::unique_ptr<SqliteConnection> connection, MemoryLogVfs& log_vfs, std::string directory,
               std::int64_t disk_reserve, std::function<void(int)> log_grew);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  void submit(Database::Unit unit, Completion done) { queue_.push({std::move(unit), std::move(done)}); }
  // Commits what was queued and ends the thread; later units answer stopped.
  void finish();
  // After finish(): the log of a writer that stopped stays as it is.
  void forbid_checkpoint_if_stopped() {
    if (stopped_) connection_->forbid_checkpoint_on_close();
  }
  bool writable() const { return !stopped_.load(); }
  // After a failed fsync, here or in a checkpoint: no unit is accepted any more.
  void stop_writing(const std::string& why);
  // Runs `work` while no transaction is open, before the next group (checkpoints). Any thread but the writer's.
  void between_groups(const std::function<void()>& work);

 private:
  class Transaction;
  struct Member;  // one unit of a group
  enum class GroupEnd { committed, lost };
  enum class UnitsEnd { done, lost, again };

  void loop();
  void run_group(std::vector<Queue::Item>& items);
  GroupEnd run_together(std::vector<Member>& members);
  bool begin(std::vector<Member>& members);
  UnitsEnd run_units(std::vector<Member>& members, bool apart);
  Result<void> run_unit(Member& member, bool apart);
  Result<void> run_hooks(std::vector<Member>& members);
  Result<void> load_carried(std::vector<Member>& members);
  Result<void> commit();
  void run_alone(Member& member);
  void roll_back();
  void complete(Member& member);
  Result<void> check_space() const;

  const std::unique_ptr<SqliteConnection> connection_;
  MemoryLogVfs& log_vfs_;
  const std::string directory_;
  const std::int64_t disk_reserve_;
  mutable std::chrono::steady_clock::time_point told_full_{};  // the log, at most once a minute; of the writing thread
  const std::function<void(int)> log_grew_;
  const std::unique_ptr<FileSystem> fs_ = make_file_system();
  Queue queue_;
  std::atomic<bool> stopped_{false};
  int log_pages_ = 0;     // writer's thread only
  int apart_groups_ = 0;  // so many groups run under savepoints; writer's thread only

  Mutex turn_mutex_;
  Condition turn_changed_;
  bool in_group_ GUARDED_BY(turn_mutex_) = false;
  int visitors_ GUARDED_BY(turn_mutex_) = 0;

  std::thread thread_;
};

}  // namespace base::sql
