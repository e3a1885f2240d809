// How a caller waits for a unit of work or a query that another thread runs: parked (coroutines) or blocked (threads).
#pragma once

#include <condition_variable>
#include <coroutine>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "base/async/executor.h"
#include "base/result.h"

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

inline Result<void> block_until_done(const Start& start) {
  std::mutex mutex;
  std::condition_variable ready;
  std::optional<Result<void>> out;
  start([&](Result<void> outcome) {
    const std::lock_guard lock(mutex);  // notified under the lock: the waiter's frame dies right after
    out.emplace(std::move(outcome));
    ready.notify_one();
  });
  std::unique_lock lock(mutex);
  ready.wait(lock, [&] { return out.has_value(); });
  return std::move(*out);
}

}  // namespace base::sql
