// Executor: where coroutines run, one thread each. server/net's EventLoop is one; ManualExecutor serves tests and CLI.
// post() and post_after() are thread-safe; everything else belongs to the executor's thread.
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/async/co.h"

namespace base {

class Executor {
 public:
  virtual ~Executor() = default;
  // Runs `work` on the executor's thread, later, in order of posting. Thread-safe.
  virtual void post(std::function<void()> work) = 0;
  // Runs `work` once after `delay` on the monotonic clock. Returns a handle for cancel_timer(). Executor thread only.
  virtual std::uint64_t start_timer(std::chrono::milliseconds delay, std::function<void()> work) = 0;
  // After it returns, the work of that timer will not run. Unknown or fired handles are ignored. Executor thread only.
  virtual void cancel_timer(std::uint64_t handle) = 0;

  // The executor whose thread this is; nullptr outside any.
  static Executor* current();

 protected:
  // Marks the calling thread as running `executor` for the scope's life.
  class Scope {
   public:
    explicit Scope(Executor* executor);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Executor* previous_;
  };
};

// Starts `work` on `executor` and lets it run on its own; an exception that escapes it is logged and ends it.
// Thread-safe.
void spawn(Executor& executor, Co<void> work);

// co_await sleep_for(100ms): parks on the current executor's timer. REQUIRES: Executor::current().
Co<void> sleep_for(std::chrono::milliseconds delay);

// co_await yield_now(): lets everything else that is ready run first; for long work between two awaits that do not
// park. REQUIRES: Executor::current().
struct YieldAwaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    Executor::current()->post([handle] { handle.resume(); });
  }
  void await_resume() const noexcept {}
};
inline YieldAwaiter yield_now() { return {}; }

// An executor run by hand: run_until(done) runs posted work and timers on the calling thread until done() is true.
// Also what run_blocking() stands on.
class ManualExecutor final : public Executor {
 public:
  ManualExecutor();
  ~ManualExecutor() override;
  void post(std::function<void()> work) override;
  std::uint64_t start_timer(std::chrono::milliseconds delay, std::function<void()> work) override;
  void cancel_timer(std::uint64_t handle) override;
  void run_until(const std::function<bool()>& done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Runs a coroutine to its end on the calling thread, under an executor of its own. For command line and tests.
// REQUIRES: not called on an executor's thread.
template <class T>
T run_blocking(Co<T> co) {
  ManualExecutor executor;
  std::optional<T> out;
  std::exception_ptr failure;
  struct Runner {
    static Co<void> run(Co<T> inner, std::optional<T>& out, std::exception_ptr& failure, bool& done) {
      try {
        out.emplace(co_await std::move(inner));
      } catch (...) {
        failure = std::current_exception();
      }
      done = true;
    }
  };
  bool done = false;
  spawn(executor, Runner::run(std::move(co), out, failure, done));
  executor.run_until([&] { return done; });
  if (failure) std::rethrow_exception(failure);
  return std::move(*out);
}
void run_blocking(Co<void> co);

}  // namespace base
