// CopyRecall: takes COPYs back that failed where that could not be done at once: on a disk that was full, with a
// database that was away, or because the server died on the way. One thread for all of them, begun with the first one;
// it pauses longer and longer while it fails. What can never succeed, or not before the program starts anew, it leaves
// for the next start. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <thread>

#include "base/result.h"
#include "base/thread_annotations.h"

namespace mailstore {

struct StoreCore;

class CopyRecall {
 public:
  explicit CopyRecall(StoreCore& core) : core_(core) {}
  ~CopyRecall();  // ends the work and waits for it: one unit at most
  CopyRecall(const CopyRecall&) = delete;
  CopyRecall& operator=(const CopyRecall&) = delete;

  // A copy whose taking back has failed; it is tried again later.
  void add(std::int64_t copy);
  // All that copy_part names, at once; what fails for now is tried again later. Before anybody is served. Blocking.
  void finish_old();

 private:
  static constexpr std::chrono::milliseconds kFirstPause{500}, kLongestPause{600'000};

  void run();
  void begin_thread() REQUIRES_LOCK(mutex_);
  bool stopping();
  // One try at everything; true when something is left that may succeed later.
  bool try_all();
  base::Result<void> list_old();
  base::Result<void> take_back(std::int64_t copy);
  void forget(std::int64_t copy);

  StoreCore& core_;
  base::Mutex mutex_;
  base::Condition wake_;
  std::set<std::int64_t> copies_ GUARDED_BY(mutex_);
  // Copies below this id are of an earlier run and not among copies_ yet; 0: none is.
  std::int64_t unlisted_below_ GUARDED_BY(mutex_) = 0;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_ GUARDED_BY(mutex_);
};

}  // namespace mailstore
