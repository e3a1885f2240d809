// The in-memory Stream: order, back-pressure, time-outs, close, wait with a signal.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <thread>

#include "base/async/executor.h"
#include "base/async/parking.h"
#include "base/async/stream.h"

namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using base::Result;
using base::Wake;

base::Co<void> write_pattern(base::Stream& stream, std::size_t total, std::size_t chunk, std::size_t& written) {
  for (std::size_t at = 0; at < total; at += chunk) {
    std::string bytes;
    for (std::size_t i = at; i < std::min(total, at + chunk); ++i) bytes += static_cast<char>('a' + i % 26);
    auto done = co_await stream.write(bytes);
    if (!done) co_return;
    written += bytes.size();
  }
  stream.close();
}

base::Co<bool> read_pattern(base::Stream& stream, std::size_t total, std::size_t size) {
  std::string buffer(size, '\0');
  std::size_t at = 0;
  for (;;) {
    Result<std::size_t> count = co_await stream.read(buffer.data(), size);
    if (!count) co_return false;
    if (*count == 0) co_return at == total;
    for (std::size_t i = 0; i < *count; ++i, ++at) {
      if (buffer[i] != static_cast<char>('a' + at % 26)) co_return false;
    }
  }
}

base::Co<Result<std::size_t>> read_some(base::Stream& stream) {
  char buffer[64];
  co_return co_await stream.read(buffer, sizeof buffer);
}

base::Co<Wake> wait_on(base::Stream& stream, base::Signal* signal, std::chrono::milliseconds timeout) {
  co_return co_await stream.wait(signal, timeout);
}

base::Co<void> close_after(base::Stream& stream, std::chrono::milliseconds delay) {
  co_await base::sleep_for(delay);
  stream.close();
}

base::Co<void> write_after(base::Stream& stream, std::chrono::milliseconds delay, std::string text) {
  co_await base::sleep_for(delay);
  CHECK(co_await stream.write(text));
}

template <class T>
base::Co<void> keep(base::Co<T> work, std::optional<T>& out) {
  out.emplace(co_await std::move(work));
}

base::Co<bool> mark(base::Co<void> inner) {
  co_await std::move(inner);
  co_return true;
}

// Runs both on one executor until the second has its answer.
template <class T>
T run_both(base::Co<void> aside, base::Co<T> work) {
  base::ManualExecutor executor;
  std::optional<T> out;
  std::optional<bool> aside_done;
  base::spawn(executor, keep(std::move(work), out));
  base::spawn(executor, keep(mark(std::move(aside)), aside_done));
  executor.run_until([&] { return out && aside_done; });
  return std::move(*out);
}

}  // namespace

TEST_CASE("async/pipe: bytes arrive whole and in order through a small buffer") {
  for (std::size_t capacity : {1, 7, 4096}) {
    for (std::size_t size : {1, 13, 5000}) {
      auto [client, server] = base::make_memory_pipe(capacity);
      std::size_t written = 0;
      CHECK(run_both(write_pattern(*client, 20000, 1000, written), read_pattern(*server, 20000, size)));
      CHECK(written == 20000);
    }
  }
}

TEST_CASE("async/pipe: a writer parks when the peer does not read") {
  auto [client, server] = base::make_memory_pipe(100);
  client->set_write_timeout(10ms);
  std::size_t written = 0;
  base::run_blocking(write_pattern(*client, 1000, 50, written));
  CHECK(written == 100);
}

TEST_CASE("async/pipe: read times out, then works again") {
  auto [client, server] = base::make_memory_pipe();
  server->set_read_timeout(5ms);
  auto late = base::run_blocking(read_some(*server));
  REQUIRE_FALSE(late);
  CHECK(late.error().code == ErrorCode::timeout);
  server->set_read_timeout(0ms);
  auto good = run_both(write_after(*client, 5ms, "abc"), read_some(*server));
  CHECK(*good == 3);
}

TEST_CASE("async/pipe: close ends pending and later calls, the peer reads the rest and then the end") {
  auto [client, server] = base::make_memory_pipe();
  auto cut = run_both(close_after(*server, 5ms), read_some(*server));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == ErrorCode::closed);
  CHECK(*base::run_blocking(read_some(*client)) == 0);
  CHECK(base::run_blocking(wait_on(*server, nullptr, 0ms)) == Wake::closed);
  CHECK(base::run_blocking(wait_on(*client, nullptr, 0ms)) == Wake::readable);

  auto [left, right] = base::make_memory_pipe();
  base::run_blocking(write_after(*left, 0ms, "last"));
  left.reset();
  CHECK(*base::run_blocking(read_some(*right)) == 4);
  CHECK(*base::run_blocking(read_some(*right)) == 0);
}

TEST_CASE("async/pipe: wait answers readable, signalled, timeout and closed") {
  auto [client, server] = base::make_memory_pipe();
  base::Signal signal;
  CHECK(base::run_blocking(wait_on(*server, &signal, 5ms)) == Wake::timeout);
  signal.notify();
  CHECK(base::run_blocking(wait_on(*server, &signal, base::kForever)) == Wake::signalled);
  CHECK_FALSE(signal.take());
  CHECK(run_both(write_after(*client, 5ms, "x"), wait_on(*server, &signal, 10s)) == Wake::readable);
  std::thread notifier([&] {
    std::this_thread::sleep_for(5ms);
    signal.notify();
  });
  CHECK(base::run_blocking(wait_on(*client, &signal, base::kForever)) == Wake::signalled);
  notifier.join();
  CHECK(run_both(close_after(*client, 5ms), wait_on(*client, &signal, 10s)) == Wake::closed);
}

TEST_CASE("async/pipe: readable wins over a notification, which stays for the next wait") {
  auto [client, server] = base::make_memory_pipe();
  base::Signal signal;
  signal.notify();
  base::run_blocking(write_after(*client, 0ms, "x"));
  CHECK(base::run_blocking(wait_on(*server, &signal, 0ms)) == Wake::readable);
  CHECK(signal.take());
}

namespace {
base::Co<Result<void>> upgrade(base::Stream& stream) { co_return co_await stream.start_tls(); }
}  // namespace

TEST_CASE("async/pipe: start_tls drops what was sent before it") {
  auto [client, server] = base::make_memory_pipe();
  base::run_blocking(write_after(*client, 0ms, "injected"));
  CHECK(base::run_blocking(upgrade(*server)));
  CHECK(server->tls().active);
  CHECK(base::run_blocking(wait_on(*server, nullptr, 0ms)) == Wake::timeout);
}
