// FaultPlan: a disk that fails when told to. It sits below the file layer (fault_file_system.h) and below SQLite
// (fault_vfs.h), which share one plan, so that a test can stop at every write of a delivery as a whole.
//
// The bytes go to real files at once; beside them the plan remembers, per file, every write that no fsync has made
// durable (with what stood there before), and, per directory, every name made, removed or renamed since its fsync.
// After a power cut every operation fails; settle() then turns the real files into what such a cut may leave behind.
// For tests only. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs/file_system.h"
#include "base/thread_annotations.h"

namespace tests {

enum class FaultKind {
  io_error,   // EIO. A write is done by half; what a failed fsync was to save is never saved, as on Linux
  disk_full,  // ENOSPC. A write is done by half; fsync and removing work
  power_cut,  // this and every later operation fails
};

struct Fault {
  FaultKind kind = FaultKind::power_cut;
  std::int64_t at = 0;   // the number of the operation, from 1
  bool lasting = false;  // io_error, disk_full: also for every later operation, until clear()
};

// What has survived of everything not fsynced.
enum class Survival {
  nothing,
  everything,
  torn,  // 512-byte sectors at random, some of them cut; a random beginning of each directory's changes
};

class FaultPlan {
 public:
  // `trash`: an existing directory on the same volume, for removed files that a cut may bring back.
  explicit FaultPlan(std::string trash, unsigned seed = 1);
  ~FaultPlan();
  FaultPlan(const FaultPlan&) = delete;
  FaultPlan& operator=(const FaultPlan&) = delete;

  void set(Fault fault);
  void clear();
  // The disk does not give these octets back from now on: what SQLite reads over them is SQLITE_IOERR_CORRUPTFS.
  void make_unreadable(const std::string& path, std::int64_t offset, std::int64_t size);
  // Counted are writes, truncations, fsyncs and changes of names; reading is not.
  std::int64_t operations() const;
  bool power_is_off() const;
  // REQUIRES: all files of both layers are closed. Makes the files what is left of them; the plan is then used up.
  base::Result<void> settle(Survival survival);

  // For the two layers.
  class Tracked;
  using TrackedFile = std::shared_ptr<Tracked>;
  enum class Answer { done, failed, io_error, disk_full };  // failed: `act` said false
  using Act = std::function<bool(std::string_view)>;
  TrackedFile track(const std::string& path);
  Answer create(const std::string& path, const std::function<bool()>& act);
  Answer write(const TrackedFile& file, std::string_view bytes, std::int64_t offset, const Act& act);
  Answer truncate(const TrackedFile& file, std::int64_t size, const std::function<bool()>& act);
  // also_directory: the fsync makes the file's own name durable too (SQLite's journals do that).
  Answer sync(const TrackedFile& file, bool also_directory, const std::function<bool()>& act);
  Answer sync_directory(const std::string& directory, const std::function<bool()>& act);
  bool is_unreadable(const TrackedFile& file, std::int64_t offset, std::int64_t size) const;
  Answer unlink(const std::string& path);
  Answer rename(const std::string& from, const std::string& to);

 private:
  struct NameChange;
  enum class Verdict { go, io_error, disk_full };
  Verdict next_operation(bool takes_space) REQUIRES_LOCK(mutex_);
  static Answer refused(Verdict verdict);
  bool settle_names(Survival survival) REQUIRES_LOCK(mutex_);
  bool undo(const NameChange& change) REQUIRES_LOCK(mutex_);
  void moved(const std::string& from, const std::string& to) REQUIRES_LOCK(mutex_);

  const std::string trash_;
  const std::unique_ptr<base::FileSystem> fs_ = base::make_file_system();
  mutable base::Mutex mutex_;
  std::mt19937 random_ GUARDED_BY(mutex_);
  std::int64_t operations_ GUARDED_BY(mutex_) = 0;
  Fault fault_ GUARDED_BY(mutex_);
  bool off_ GUARDED_BY(mutex_) = false;
  int removed_ GUARDED_BY(mutex_) = 0;
  struct BadSectors {
    std::string path;
    std::int64_t begin = 0, end = 0;
  };
  std::vector<BadSectors> bad_ GUARDED_BY(mutex_);
  std::map<std::string, TrackedFile> files_ GUARDED_BY(mutex_);                     // by current path
  std::map<std::string, std::vector<NameChange>> name_changes_ GUARDED_BY(mutex_);  // by directory, in order
};

}  // namespace tests
