// Mutex, MutexLock and Condition: what the annotations promise is also what happens.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "base/thread_annotations.h"

namespace {

using namespace std::chrono_literals;

// Is the mutex free for another thread?
bool is_free(base::Mutex& mutex) {
  bool taken = false;
  std::thread([&] {
    taken = mutex.try_lock();
    if (taken) mutex.unlock();
  }).join();
  return taken;
}

class Mailbox {
 public:
  void put(int value) {
    base::MutexLock lock(mutex_);
    value_ = value;
    changed_.notify_one();
  }
  int take() {
    base::MutexLock lock(mutex_);
    while (value_ == 0) changed_.wait(mutex_);
    const int value = value_;
    value_ = 0;
    changed_.notify_all();
    return value;
  }
  bool empty_before(std::chrono::steady_clock::time_point deadline) {
    base::MutexLock lock(mutex_);
    while (value_ != 0 && changed_.wait_until(mutex_, deadline)) {
    }
    CHECK_FALSE(is_free(mutex_));  // a wait that ends holds the lock again, also when its time is over
    return value_ == 0;
  }

 private:
  base::Mutex mutex_;
  base::Condition changed_;
  int value_ GUARDED_BY(mutex_) = 0;
};

}  // namespace

TEST_CASE("locks: a lock that was left meanwhile is left once") {
  base::Mutex mutex;
  {
    base::MutexLock lock(mutex);
    CHECK_FALSE(is_free(mutex));
    lock.unlock();
    CHECK(is_free(mutex));
    lock.lock();
    CHECK_FALSE(is_free(mutex));
  }
  CHECK(is_free(mutex));
  {
    base::MutexLock lock(mutex);
    lock.unlock();
  }
  CHECK(is_free(mutex));
}

TEST_CASE("locks: who waits sees what was put under the lock") {
  Mailbox mailbox;
  std::thread other([&] {
    for (int i = 1; i <= 1000; ++i) {
      mailbox.put(i);
      CHECK(mailbox.empty_before(std::chrono::steady_clock::now() + 60s));
    }
  });
  int sum = 0;
  for (int i = 1; i <= 1000; ++i) sum += mailbox.take();
  other.join();
  CHECK(sum == 500500);
}

TEST_CASE("locks: a wait for what does not come ends at its time") {
  Mailbox mailbox;
  mailbox.put(1);
  const auto began = std::chrono::steady_clock::now();
  CHECK_FALSE(mailbox.empty_before(began + 20ms));
  CHECK(std::chrono::steady_clock::now() - began >= 20ms);
  CHECK_FALSE(mailbox.empty_before(began));
  CHECK(mailbox.take() == 1);
}
