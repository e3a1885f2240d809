// How a caller waits for a unit of work or a query that another thread runs: parked (coroutines) or blocked (threads).
#pragma once

#include <coroutine>
#include <functional>
#include <optional>
#include <utility>

#include "base/async/executor.h"
#include "base/result.h"
#include "base/thread_annotations.h"

namespace base::sql {

// Called once, from any thread, with the outcome.
using Completion = std::function<void(Result<void>)>;
// Hands work over to another thread, which calls the completion.
using Start = std::function<void(Completion)>;

// co_await Parked(start): resumes on the executor the caller runs on. REQUIRES: Executor::current().
class Parked {
 public:
  explicit Parked(Start start) : start_(std::move(start)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    Executor* executor = Executor::current();
    start_([this, caller, executor](Result<void> outcome) {
      outcome_.emplace(std::move(outcome));
      executor->post([caller] { caller.resume(); });
    });
  }
  Result<void> await_resume() { return std::move(*outcome_); }

 private:
  Start start_;
  std::optional<Result<void>> outcome_;
};

// What a blocked thread waits for.
class Outcome {
 public:
  void put(Result<void> outcome) {
    const MutexLock lock(mutex_);  // notified under the lock: the waiter's frame dies right after
    out_.emplace(std::move(outcome));
    ready_.notify_one();
  }
  Result<void> take() {
    const MutexLock lock(mutex_);
    while (!out_) ready_.wait(mutex_);
    return std::move(*out_);
  }

 private:
  Mutex mutex_;
  Condition ready_;
  std::optional<Result<void>> out_ GUARDED_BY(mutex_);
};

inline Result<void> block_until_done(const Start& start) {
  Outcome outcome;
  start([&outcome](Result<void> done) { outcome.put(std::move(done)); });
  return outcome.take();
}

}  // namespace base::sql
