#include "base/async/executor.h"

#include <cassert>
#include <deque>
#include <utility>

#include "base/async/parking.h"
#include "base/async/timer_heap.h"
#include "base/log.h"
#include "base/thread_annotations.h"

namespace base {

namespace {

thread_local Executor* current_executor = nullptr;  // the one allowed mark per thread: whose thread this is

// The root of a coroutine tree: starts at once, frees itself at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }  // run_detached catches everything
  };
};

Detached run_detached(Co<void> work) {
  try {
    co_await std::move(work);
  } catch (const std::exception& e) {
    log(LogLevel::error, "ASYNC-0001", "an exception ended a spawned coroutine", {{"what", e.what()}});
  } catch (...) {
    log(LogLevel::error, "ASYNC-0002", "an unknown exception ended a spawned coroutine");
  }
}

}  // namespace

Executor* Executor::current() { return current_executor; }

Executor::Scope::Scope(Executor* executor) : previous_(std::exchange(current_executor, executor)) {}
Executor::Scope::~Scope() { current_executor = previous_; }

void spawn(Executor& executor, Co<void> work) {
  // std::function must be copyable; the coroutine has one owner all the same.
  executor.post([held = std::make_shared<Co<void>>(std::move(work))] { run_detached(std::move(*held)); });
}

Co<void> sleep_for(std::chrono::milliseconds delay) {
  ParkingSpot spot;
  co_await spot.park(delay);
}

struct ManualExecutor::State {
  Mutex mutex;
  Condition posted;
  std::deque<std::function<void()>> queue GUARDED_BY(mutex);
  TimerHeap timers;  // executor's thread only
};

ManualExecutor::ManualExecutor() : state_(std::make_unique<State>()) {}
ManualExecutor::~ManualExecutor() = default;

void ManualExecutor::post(std::function<void()> work) {
  MutexLock lock(state_->mutex);
  state_->queue.push_back(std::move(work));
  // Under the lock: a waiter that sees the work may destroy this executor as soon as the lock is free.
  state_->posted.notify_one();
}

std::uint64_t ManualExecutor::start_timer(std::chrono::milliseconds delay, std::function<void()> work) {
  return state_->timers.start(std::chrono::steady_clock::now(), delay, std::move(work));
}

void ManualExecutor::cancel_timer(std::uint64_t handle) { state_->timers.cancel(handle); }

void ManualExecutor::run_until(const std::function<bool()>& done) {
  Scope scope(this);
  while (!done()) {
    if (auto work = state_->timers.take_due(std::chrono::steady_clock::now())) {
      work();
      continue;
    }
    std::function<void()> work;
    {
      MutexLock lock(state_->mutex);
      const auto deadline = state_->timers.next_deadline();
      while (state_->queue.empty()) {
        if (!deadline) state_->posted.wait(state_->mutex);
        else if (!state_->posted.wait_until(state_->mutex, *deadline)) break;
      }
      if (state_->queue.empty()) continue;
      work = std::move(state_->queue.front());
      state_->queue.pop_front();
    }
    work();
  }
}

void run_blocking(Co<void> co) {
  struct Runner {
    static Co<bool> run(Co<void> inner) {
      co_await std::move(inner);
      co_return true;
    }
  };
  run_blocking(Runner::run(std::move(co)));
}

}  // namespace base
