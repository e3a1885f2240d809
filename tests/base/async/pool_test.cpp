// Pool: work on its threads, the caller back on its executor, a full queue answers busy.
#include "base/async/pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using base::Result;

base::Co<Result<int>> twice(base::Pool& pool, int value) {
  std::thread::id here = std::this_thread::get_id();
  std::thread::id there;
  auto job = [value, &there]() -> Result<int> {
    there = std::this_thread::get_id();
    return value * 2;
  };
  Result<int> out = co_await pool.run(job);
  CHECK(there != here);
  CHECK(std::this_thread::get_id() == here);
  co_return out;
}

base::Co<Result<int>> run(base::Pool& pool, std::function<Result<int>()> job) { co_return co_await pool.run(job); }

base::Co<int> many(base::Pool& pool, int count) {
  int total = 0;
  for (int i = 0; i < count; ++i) {
    auto job = []() -> Result<int> { return 1; };
    Result<int> one = co_await pool.run(job);
    total += *one;
  }
  co_return total;
}

// Only a named function can be awaited: what GCC 12 destroys twice does not compile (base/async/co.h).
struct Job {
  Result<int> operator()() const { return 1; }
};
template <class F>
concept Runs = requires(base::Pool& pool, F&& job) {
  pool.run(std::forward<F>(job));
};
static_assert(Runs<Job&> && Runs<const Job&> && !Runs<Job>);

// Captures of every kind live in the caller's frame, once.
base::Co<int> counted(base::Pool& pool, std::shared_ptr<int> alive) {
  auto job = [alive, text = std::string(100, 'x')]() -> Result<int> {
    return static_cast<int>(alive.use_count()) + static_cast<int>(text.size());
  };
  auto first = co_await pool.run(job);
  auto second = co_await pool.run(job);
  CHECK(*first == *second);
  co_return *second;
}

}  // namespace

TEST_CASE("async/pool: a job's captures are neither copied nor destroyed twice") {
  base::Pool pool({.name = "test"});
  auto alive = std::make_shared<int>(1);
  CHECK(base::run_blocking(counted(pool, alive)) == 103);  // ours, the parameter's, the job's
  CHECK(alive.use_count() == 1);
}

TEST_CASE("async/pool: runs on a pool thread and comes back to the caller's") {
  base::Pool pool({.name = "test"});
  CHECK(*base::run_blocking(twice(pool, 21)) == 42);
  CHECK(base::run_blocking(many(pool, 5000)) == 5000);
}

TEST_CASE("async/pool: errors and exceptions of the job reach the caller") {
  base::Pool pool({.name = "test"});
  auto failed = base::run_blocking(run(
      pool, []() -> Result<int> { return base::Error::permanent(base::ErrorCode::io, base::protocol_words("no")); }));
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == base::ErrorCode::io);
  CHECK_THROWS_WITH(base::run_blocking(run(pool, []() -> Result<int> { throw std::runtime_error("bug"); })), "bug");
}

TEST_CASE("async/pool: a full queue answers busy and temporary at once") {
  base::Pool pool({.name = "small", .threads = 1, .queue_limit = 1});
  std::latch started(1), release(1);
  REQUIRE(pool.submit([&] {
    started.count_down();
    release.wait();
  }));
  started.wait();
  std::atomic<bool> second{false};
  REQUIRE(pool.submit([&] { second = true; }));
  auto refused = base::run_blocking(run(pool, []() -> Result<int> { return 1; }));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == base::ErrorCode::busy);
  CHECK(refused.error().temporary);
  CHECK_FALSE(second);
  release.count_down();
}

TEST_CASE("async/pool: the destructor finishes what was queued, an exception does not kill the thread") {
  std::atomic<int> done{0};
  {
    base::Pool pool({.name = "last", .threads = 2});
    REQUIRE(pool.submit([] { throw std::runtime_error("ignored"); }));
    for (int i = 0; i < 500; ++i) REQUIRE(pool.submit([&] { ++done; }));
  }
  CHECK(done == 500);
}
