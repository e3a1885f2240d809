// The locks of this program, with clang's thread-safety annotations: clang refuses code that touches what a lock guards
// without holding it (cmake/compiler.cmake). With other compilers the annotations vanish.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define VANTHU_TSA(x) __attribute__((x))
#else
#define VANTHU_TSA(x)
#endif
#define GUARDED_BY(x) VANTHU_TSA(guarded_by(x))
#define REQUIRES_LOCK(x) VANTHU_TSA(requires_capability(x))

namespace base {

class VANTHU_TSA(capability("mutex")) Mutex {
 public:
  void lock() VANTHU_TSA(acquire_capability()) { mutex_.lock(); }
  void unlock() VANTHU_TSA(release_capability()) { mutex_.unlock(); }
  bool try_lock() VANTHU_TSA(try_acquire_capability(true)) { return mutex_.try_lock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

// Holds a mutex to the end of the block; unlock() and lock() leave and enter it meanwhile.
class VANTHU_TSA(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) VANTHU_TSA(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() VANTHU_TSA(release_capability()) {
    if (held_) mutex_.unlock();
  }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  void unlock() VANTHU_TSA(release_capability()) {
    mutex_.unlock();
    held_ = false;
  }
  void lock() VANTHU_TSA(acquire_capability()) {
    mutex_.lock();
    held_ = true;
  }

 private:
  Mutex& mutex_;
  bool held_ = true;
};

// A condition variable for Mutex. Waking up proves nothing, therefore always in a loop that looks for itself:
//   while (!ready_) changed_.wait(mutex_);
//   while (!ready_ && changed_.wait_until(mutex_, deadline)) {}
// The predicates of std::condition_variable are missing on purpose: in a lambda clang does not see the lock.
class Condition {
 public:
  void wait(Mutex& mutex) REQUIRES_LOCK(mutex) {
    std::unique_lock<std::mutex> held(mutex.mutex_, std::adopt_lock);
    changed_.wait(held);
    held.release();
  }
  // False when the time is over.
  bool wait_until(Mutex& mutex, std::chrono::steady_clock::time_point deadline) REQUIRES_LOCK(mutex) {
    std::unique_lock<std::mutex> held(mutex.mutex_, std::adopt_lock);
    const bool in_time = changed_.wait_until(held, deadline) == std::cv_status::no_timeout;
    held.release();
    return in_time;
  }
  void notify_one() { changed_.notify_one(); }
  void notify_all() { changed_.notify_all(); }

 private:
  std::condition_variable changed_;
};

}  // namespace base
