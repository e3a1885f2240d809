// Clang's thread-safety annotations and the two lock types that carry them. With other compilers they vanish.
#pragma once

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
  std::mutex mutex_;
};

class VANTHU_TSA(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) VANTHU_TSA(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() VANTHU_TSA(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace base
