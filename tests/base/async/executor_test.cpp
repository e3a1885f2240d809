// Executor: spawn, timers, order; the timer heap against a model.
#include "base/async/executor.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/async/timer_heap.h"

namespace {

using namespace std::chrono_literals;

base::Co<void> note(std::vector<int>& out, int value, std::chrono::milliseconds delay) {
  if (delay.count() >= 0) co_await base::sleep_for(delay);
  out.push_back(value);
}

base::Co<void> fail() {
  throw std::logic_error("a bug");
  co_return;
}

}  // namespace

TEST_CASE("async/executor: spawned work starts in order and ends by its timers") {
  base::ManualExecutor executor;
  std::vector<int> out;
  base::spawn(executor, note(out, 3, 20ms));
  base::spawn(executor, note(out, 2, 5ms));
  base::spawn(executor, note(out, 1, -1ms));
  base::spawn(executor, note(out, 10, -1ms));
  executor.run_until([&] { return out.size() == 4; });
  CHECK(out == std::vector<int>{1, 10, 2, 3});
}

TEST_CASE("async/executor: an exception that escapes spawned work ends only that work") {
  base::ManualExecutor executor;
  std::vector<int> out;
  base::spawn(executor, fail());
  base::spawn(executor, note(out, 1, -1ms));
  executor.run_until([&] { return out.size() == 1; });
  CHECK(out.size() == 1);
}

TEST_CASE("async/executor: current() is set inside and restored outside") {
  CHECK(base::Executor::current() == nullptr);
  base::ManualExecutor executor;
  base::Executor* seen = nullptr;
  executor.post([&] { seen = base::Executor::current(); });
  executor.run_until([&] { return seen != nullptr; });
  CHECK(seen == &executor);
  CHECK(base::Executor::current() == nullptr);
}

TEST_CASE("async/executor: posts from many threads all run, each thread's in order") {
  base::ManualExecutor executor;
  constexpr int kThreads = 4, kEach = 2000;
  std::vector<std::vector<int>> seen(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) executor.post([&seen, t, i] { seen[t].push_back(i); });
    });
  }
  executor.run_until([&] {
    std::size_t total = 0;
    for (auto& list : seen) total += list.size();
    return total == kThreads * kEach;
  });
  for (std::thread& thread : threads) thread.join();
  for (auto& list : seen) CHECK(std::is_sorted(list.begin(), list.end()));
}

TEST_CASE("async/executor: a cancelled timer never runs") {
  base::ManualExecutor executor;
  bool ran = false, done = false;
  executor.post([&] {
    auto handle = executor.start_timer(1ms, [&] { ran = true; });
    executor.cancel_timer(handle);
    executor.cancel_timer(handle);
    executor.start_timer(10ms, [&] { done = true; });
  });
  executor.run_until([&] { return done; });
  CHECK_FALSE(ran);
}

TEST_CASE("async/timer_heap: random starts and cancels agree with a sorted model") {
  base::TimerHeap heap;
  std::mt19937 random(7);
  base::TimerHeap::Time now{};
  using Key = std::pair<base::TimerHeap::Time, int>;
  std::map<Key, std::uint64_t> model;
  std::vector<int> fired, expected;
  int next = 0;
  for (int step = 0; step < 20000; ++step) {
    unsigned choice = random() % 10;
    if (choice < 5) {
      auto delay = std::chrono::milliseconds(random() % 50);
      int number = next++;
      model[{now + delay, number}] = heap.start(now, delay, [&fired, number] { fired.push_back(number); });
    } else if (choice < 7 && !model.empty()) {
      auto it = std::next(model.begin(), random() % model.size());
      heap.cancel(it->second);
      model.erase(it);
    } else {
      now += std::chrono::milliseconds(random() % 7);
      while (auto work = heap.take_due(now)) work();
      while (!model.empty() && model.begin()->first.first <= now) {
        expected.push_back(model.begin()->first.second);
        model.erase(model.begin());
      }
    }
    REQUIRE(heap.size() == model.size());
    if (!model.empty()) REQUIRE(*heap.next_deadline() == model.begin()->first.first);
  }
  CHECK(fired == expected);
}
