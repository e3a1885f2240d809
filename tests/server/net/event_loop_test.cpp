// EventLoop: posts from threads, timers, yields.
#include "server/net/event_loop.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/async/pool.h"
#include "base/async/signal.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using server::net::EventLoop;
using server::net::LoopGroup;

base::Co<long> work(int count) {
  long total = 0;
  for (int i = 0; i < count; ++i) {
    co_await base::yield_now();
    ++total;
  }
  co_return total;
}

base::Co<std::vector<int>> timers() {
  std::vector<int> out;
  base::Signal done;
  EventLoop* loop = EventLoop::current();
  loop->start_timer(30ms, [&] { out.push_back(3), done.notify(); });
  loop->start_timer(1ms, [&] { out.push_back(1); });
  auto never = loop->start_timer(5ms, [&] { out.push_back(99); });
  loop->start_timer(10ms, [&] { out.push_back(2); });
  loop->cancel_timer(never);
  co_await done.wait(10s);
  co_return out;
}

base::Co<int> through_pool(base::Pool& pool, int count) {
  int total = 0;
  for (int i = 0; i < count; ++i) {
    auto job = []() -> base::Result<int> { return 1; };
    auto one = co_await pool.run(job);
    total += *one;
  }
  co_return total;
}

base::Co<bool> same_loop(EventLoop* expected) {
  bool same = EventLoop::current() == expected;
  co_await base::sleep_for(1ms);
  co_return same&& EventLoop::current() == expected;
}

}  // namespace

TEST_CASE("net/loop: 100,000 turns of one coroutine") {
  auto loops = std::move(*LoopGroup::start(1));
  CHECK(tests::on_loop(loops->at(0), work(100000)) == 100000);
}

TEST_CASE("net/loop: timers run in the order of their deadlines, cancelled ones not at all") {
  auto loops = std::move(*LoopGroup::start(1));
  CHECK(tests::on_loop(loops->at(0), timers()) == std::vector<int>{1, 2, 3});
}

TEST_CASE("net/loop: pool work comes back to its own loop") {
  auto loops = std::move(*LoopGroup::start(2));
  base::Pool pool({.name = "test"});
  CHECK(tests::on_loop(loops->at(0), through_pool(pool, 2000)) == 2000);
  for (std::size_t i = 0; i < loops->size(); ++i) CHECK(tests::on_loop(loops->at(i), same_loop(&loops->at(i))));
  CHECK(EventLoop::current() == nullptr);
}

TEST_CASE("net/loop: posts from several threads all run") {
  auto loops = std::move(*LoopGroup::start(1));
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) loops->at(0).post([&] { ++count; });
    });
  }
  for (auto& thread : threads) thread.join();
  tests::on_loop(loops->at(0), work(1));
  CHECK(count == 15000);
}
