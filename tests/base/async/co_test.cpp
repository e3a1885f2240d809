// Co<T>: deep loops, exceptions, lifetimes.
#include "base/async/co.h"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/async/executor.h"
#include "base/result.h"

namespace {

using namespace std::chrono_literals;

base::Co<int> one() { co_return 1; }

base::Co<int> one_after_turn() {
  co_await base::sleep_for(0ms);
  co_return 1;
}

base::Co<long> sum(int count, bool parking) {
  long total = 0;
  for (int i = 0; i < count; ++i) {
    if (parking) {
      total += co_await one_after_turn();
    } else {
      total += co_await one();
    }
  }
  co_return total;
}

base::Co<int> nested(int depth) {
  if (depth == 0) co_return co_await one_after_turn();
  co_return 1 + co_await nested(depth - 1);
}

base::Co<int> throws_now() {
  throw std::runtime_error("now");
  co_return 0;
}

base::Co<int> throws_later() {
  co_await base::sleep_for(1ms);
  throw std::runtime_error("later");
}

base::Co<std::string> catches() {
  std::string seen;
  try {
    co_await throws_now();
  } catch (const std::runtime_error& e) {
    seen += e.what();
  }
  try {
    co_await throws_later();
  } catch (const std::runtime_error& e) {
    seen += e.what();
  }
  co_return seen;
}

base::Co<base::Result<void>> empty_braces() { co_return {}; }

base::Co<std::unique_ptr<int>> move_only() { co_return std::make_unique<int>(7); }

base::Co<void> holds(std::shared_ptr<int> held) {
  co_await base::sleep_for(0ms);
  (void)held;
}

}  // namespace

TEST_CASE("async/co: 100,000 awaits that finish at once do not grow the stack") {
  CHECK(base::run_blocking(sum(100000, false)) == 100000);
}

TEST_CASE("async/co: 100,000 awaits that park do not grow the stack") {
  CHECK(base::run_blocking(sum(100000, true)) == 100000);
}

TEST_CASE("async/co: nested coroutines give their values up") { CHECK(base::run_blocking(nested(200)) == 201); }

TEST_CASE("async/co: exceptions reach the awaiting coroutine, before and after parking") {
  CHECK(base::run_blocking(catches()) == "nowlater");
  CHECK_THROWS_WITH(base::run_blocking(throws_later()), "later");
}

TEST_CASE("async/co: results, move-only values and empty braces") {
  CHECK(base::run_blocking(empty_braces()).has_value());
  CHECK(*base::run_blocking(move_only()) == 7);
}

TEST_CASE("async/co: a coroutine that never starts frees its parameters") {
  auto held = std::make_shared<int>(1);
  { base::Co<void> never = holds(held); }
  CHECK(held.use_count() == 1);
  base::run_blocking(holds(held));
  CHECK(held.use_count() == 1);
}
