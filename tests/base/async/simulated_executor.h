// SimulatedExecutor: runs coroutines under a FakeClock. When nothing is ready, the clock is moved to the next timer, so
// that hours of waiting take no time and each time-out comes at its very moment.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <stdexcept>
#include <utility>

#include "base/async/executor.h"
#include "base/async/timer_heap.h"
#include "base/clock.h"

namespace tests {

class SimulatedExecutor final : public base::Executor {
 public:
  // `clock` outlives the executor.
  explicit SimulatedExecutor(base::FakeClock& clock) : clock_(clock) {}

  // Not thread-safe: all that runs here runs on the test's thread.
  void post(std::function<void()> work) override { ready_.push_back(std::move(work)); }
  std::uint64_t start_timer(std::chrono::milliseconds delay, std::function<void()> work) override {
    return timers_.start(clock_.steady(), delay, std::move(work));
  }
  void cancel_timer(std::uint64_t handle) override { timers_.cancel(handle); }

  // Throws when done() can never become true.
  void run_until(const std::function<bool()>& done) {
    Scope scope(this);
    while (!done()) {
      if (!ready_.empty()) {
        auto work = std::move(ready_.front());
        ready_.pop_front();
        work();
      } else if (auto work = timers_.take_due(clock_.steady())) {
        work();
      } else if (auto next = timers_.next_deadline()) {
        clock_.advance(std::chrono::ceil<base::Duration>(*next - clock_.steady()));
      } else {
        throw std::logic_error("everything waits for ever");
      }
    }
  }

 private:
  base::FakeClock& clock_;
  std::deque<std::function<void()>> ready_;
  base::TimerHeap timers_;
};

}  // namespace tests
