// Signal: pending notifications, time-outs, races between notify, wait and set_hook. Run under tsan as well.
#include "base/async/signal.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/async/executor.h"

namespace {

using namespace std::chrono_literals;

base::Co<bool> wait_for(base::Signal& signal, std::chrono::milliseconds timeout) {
  co_return co_await signal.wait(timeout);
}

// Waits until `goal` numbers have been published; every wait must end by a notification.
base::Co<int> follow(base::Signal& signal, std::atomic<int>& published, int goal) {
  int wakes = 0;
  while (published.load() < goal) {
    if (!co_await signal.wait(20s)) co_return -1;
    ++wakes;
  }
  co_return wakes;
}

base::Co<int> many_short_waits(base::Signal& signal, std::atomic<bool>& stop) {
  int notified = 0;
  while (!stop) {
    if (co_await signal.wait(0ms)) ++notified;
    if (co_await signal.wait(1ms)) ++notified;
  }
  co_return notified;
}

}  // namespace

TEST_CASE("async/signal: a notification before the wait is kept, several count as one") {
  base::Signal signal;
  signal.notify();
  signal.notify();
  CHECK(base::run_blocking(wait_for(signal, 0ms)));
  CHECK_FALSE(base::run_blocking(wait_for(signal, 0ms)));
  CHECK_FALSE(base::run_blocking(wait_for(signal, 5ms)));
  signal.notify();
  CHECK(signal.take());
  CHECK_FALSE(signal.take());
}

TEST_CASE("async/signal: no wake-up is lost between a notifying thread and a waiting coroutine") {
  base::Signal signal;
  std::atomic<int> published{0};
  constexpr int kGoal = 20000;
  std::thread notifier([&] {
    for (int i = 0; i < kGoal; ++i) {
      ++published;
      signal.notify();
      if (i % 64 == 0) std::this_thread::yield();
    }
  });
  int wakes = base::run_blocking(follow(signal, published, kGoal));
  notifier.join();
  CHECK(wakes >= 0);
  CHECK(wakes <= kGoal);
}

TEST_CASE("async/signal: time-outs racing with notifications lose none") {
  base::Signal signal;
  std::atomic<bool> stop{false};
  std::thread notifier([&] {
    for (int i = 0; i < 3000; ++i) {
      signal.notify();
      std::this_thread::yield();
    }
    stop = true;
    signal.notify();
  });
  CHECK(base::run_blocking(many_short_waits(signal, stop)) > 0);
  notifier.join();
}

TEST_CASE("async/signal: after set_hook(nullptr) the old hook does not run") {
  base::Signal signal;
  std::atomic<bool> stop{false};
  std::thread notifier([&] {
    while (!stop) signal.notify();
  });
  for (int i = 0; i < 3000; ++i) {
    // `alive` dies each round: a hook that ran late would be seen by the sanitizers and by `late`.
    auto alive = std::make_unique<std::atomic<bool>>(true);
    std::atomic<bool> late{false};
    signal.set_hook([&late, pointer = alive.get()] {
      if (!*pointer) late = true;
    });
    signal.set_hook(nullptr);
    *alive = false;
    alive.reset();
    REQUIRE_FALSE(late);
    signal.take();
  }
  stop = true;
  notifier.join();
}

TEST_CASE("async/signal: a hook runs at once when a notification is pending, and once only") {
  base::Signal signal;
  int calls = 0;
  signal.notify();
  signal.set_hook([&] { ++calls; });
  CHECK(calls == 1);
  CHECK(signal.take());
  signal.set_hook([&] { ++calls; });
  CHECK(calls == 1);
  signal.notify();
  signal.notify();
  CHECK(calls == 2);
}
