// Listener and SocketStream over loopback, plain: echo, limits, time-outs, graceful stop.
#include "server/net/listener.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <atomic>
#include <string>
#include <thread>

#include "base/async/parking.h"
#include "server/net/socket_stream.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using base::Result;
using server::net::Listener;
using server::net::ListenerOptions;
using server::net::LoopGroup;
using server::net::SocketStream;
using Stream = std::unique_ptr<base::Stream>;

base::Co<void> echo(Stream stream, std::stop_token) {
  char buffer[4096];
  for (;;) {
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
    if (!co_await stream->write(std::string_view(buffer, *got))) co_return;
  }
}

// Says good-bye when asked to stop, as IMAP does.
base::Co<void> polite(Stream stream, std::stop_token stop) {
  base::Signal signal;
  std::stop_callback wake(stop, [&signal] { signal.notify(); });
  for (;;) {
    base::Wake why = co_await stream->wait(&signal, base::kForever);
    if (stop.stop_requested()) {
      (void)co_await stream->write("BYE\r\n");
      co_return;
    }
    if (why != base::Wake::readable) co_return;
    char buffer[64];
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
  }
}

// Ignores the stop; only close() ends it.
base::Co<void> stubborn(Stream stream, std::stop_token) {
  char buffer[64];
  for (;;) {
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
  }
}

base::Co<void> throws(Stream, std::stop_token) {
  throw std::runtime_error("a bug in a session");
  co_return;
}

ListenerOptions loopback(std::string name = "test") {
  ListenerOptions options;
  options.name = std::move(name);
  options.endpoints = {{"127.0.0.1", 0}};
  return options;
}

base::Co<std::string> read_all(base::Stream& stream) {
  std::string out;
  char buffer[4096];
  for (;;) {
    auto got = co_await stream.read(buffer, sizeof buffer);
    if (!got) co_return out + "!" + base::to_string(got.error().code);
    if (*got == 0) co_return out;
    out.append(buffer, *got);
  }
}

base::Co<Result<std::unique_ptr<SocketStream>>> dial(std::uint16_t port, std::string source = {}) {
  SocketStream::Connect where{.ip = "127.0.0.1", .port = port, .source_ip = source, .timeout = 5s};
  co_return co_await SocketStream::connect(std::move(where));
}

base::Co<bool> echo_client(std::uint16_t port, std::size_t total) {
  auto stream = co_await dial(port);
  if (!stream) co_return false;
  std::string sent;
  for (std::size_t i = 0; i < total; ++i) sent += static_cast<char>('a' + i % 23);
  std::size_t at = 0;
  while (at < total) {
    std::string_view piece = std::string_view(sent).substr(at, 1000);
    if (!co_await (*stream)->write(piece)) co_return false;
    std::string back(piece.size(), '\0');
    std::size_t have = 0;
    while (have < piece.size()) {
      auto got = co_await (*stream)->read(back.data() + have, back.size() - have);
      if (!got || *got == 0) co_return false;
      have += *got;
    }
    if (back != piece) co_return false;
    at += piece.size();
  }
  co_return true;
}

base::Co<std::string> greeting(std::uint16_t port, std::string source = {}) {
  auto stream = co_await dial(port, source);
  if (!stream) co_return "no connection";
  (*stream)->set_read_timeout(2s);
  co_return co_await read_all(**stream);
}

base::Co<Stream> hold(std::uint16_t port, std::string source = {}) {
  auto stream = co_await dial(port, source);
  if (!stream) co_return nullptr;
  co_return Stream(std::move(*stream));
}

base::Co<bool> drop(Stream stream) {
  stream.reset();
  co_return true;
}

base::Co<std::string> drain(Stream stream) {
  stream->set_read_timeout(10s);
  co_return co_await read_all(*stream);
}

void wait_until_active(const Listener& listener, std::size_t count) {
  for (int i = 0; i < 1000 && listener.active() != count; ++i) std::this_thread::sleep_for(5ms);
  REQUIRE(listener.active() == count);
}

}  // namespace

TEST_CASE("net/listener: many clients echo at once") {
  auto loops = std::move(*LoopGroup::start(2));
  auto listener = Listener::open(*loops, loopback(), echo);
  REQUIRE(listener);
  const auto port = (*listener)->endpoints().at(0).port;
  REQUIRE(port != 0);
  std::vector<std::promise<bool>> done(40);
  for (auto& one : done) base::spawn(loops->next(), tests::fulfil(echo_client(port, 50000), one));
  for (auto& one : done) CHECK(one.get_future().get());
  wait_until_active(**listener, 0);
}

TEST_CASE("net/listener: a taken port, a bad address and a TLS listener without certificate are refused") {
  auto loops = std::move(*LoopGroup::start(1));
  auto first = Listener::open(*loops, loopback(), echo);
  REQUIRE(first);
  ListenerOptions again = loopback();
  again.endpoints = (*first)->endpoints();
  auto second = Listener::open(*loops, again, echo);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::exists);
  again.endpoints = {{"mail.example", 0}};
  auto third = Listener::open(*loops, again, echo);
  REQUIRE_FALSE(third);
  CHECK(third.error().code == ErrorCode::bad_input);
  again.endpoints = {{"127.0.0.1", 0}};
  again.implicit_tls = true;
  CHECK_FALSE(Listener::open(*loops, again, echo));
}

TEST_CASE("net/listener: IPv6 and IPv4 side by side on one port") {
  auto loops = std::move(*LoopGroup::start(1));
  auto four = Listener::open(*loops, loopback(), echo);
  REQUIRE(four);
  ListenerOptions options = loopback();
  options.endpoints = {{"::1", (*four)->endpoints().at(0).port}};
  auto six = Listener::open(*loops, options, echo);
  if (!six && six.error().code == ErrorCode::bad_input) return;  // no IPv6 on this machine
  CHECK(six);
}

TEST_CASE("net/listener: over the limit in all, and over the limit per source") {
  auto loops = std::move(*LoopGroup::start(2));
  ListenerOptions options = loopback();
  options.max_connections = 3;
  options.max_per_source = 2;
  options.exempt_loopback = false;
  options.refusal = "421 too many\r\n";
  auto listener = std::move(*Listener::open(*loops, options, stubborn));
  const auto port = listener->endpoints().at(0).port;
  auto& loop = loops->at(0);
  Stream one = tests::on_loop(loop, hold(port, "127.0.0.1"));
  Stream two = tests::on_loop(loop, hold(port, "127.0.0.1"));
  CHECK(tests::on_loop(loop, greeting(port, "127.0.0.1")) == "421 too many\r\n");
  Stream three = tests::on_loop(loop, hold(port, "127.0.0.2"));
  wait_until_active(*listener, 3);
  CHECK(tests::on_loop(loop, greeting(port, "127.0.0.3")) == "421 too many\r\n");
  tests::on_loop(loop, drop(std::move(one)));
  wait_until_active(*listener, 2);
  Stream four = tests::on_loop(loop, hold(port, "127.0.0.1"));
  wait_until_active(*listener, 3);
  tests::on_loop(loop, drop(std::move(two)));
  tests::on_loop(loop, drop(std::move(three)));
  tests::on_loop(loop, drop(std::move(four)));
}

TEST_CASE("net/listener: an exception ends only its session") {
  auto loops = std::move(*LoopGroup::start(1));
  auto listener = std::move(*Listener::open(*loops, loopback(), throws));
  const auto port = listener->endpoints().at(0).port;
  CHECK(tests::on_loop(loops->at(0), greeting(port)) == "");
  CHECK(tests::on_loop(loops->at(0), greeting(port)) == "");
  wait_until_active(*listener, 0);
}

TEST_CASE("net/listener: a graceful stop lets sessions say good-bye and frees the port") {
  auto loops = std::move(*LoopGroup::start(2));
  auto listener = std::move(*Listener::open(*loops, loopback(), polite));
  const auto port = listener->endpoints().at(0).port;
  std::vector<Stream> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(tests::on_loop(loops->at(0), hold(port)));
  wait_until_active(*listener, 10);
  listener->stop();
  CHECK(listener->wait_drained(10s));
  for (Stream& client : clients) CHECK(tests::on_loop(loops->at(0), drain(std::move(client))) == "BYE\r\n");
  CHECK(tests::on_loop(loops->at(0), greeting(port)) == "no connection");
  ListenerOptions again = loopback();
  again.endpoints = {{"127.0.0.1", port}};
  CHECK(Listener::open(*loops, again, polite));
}

TEST_CASE("net/listener: sessions that ignore the stop are closed after the grace period") {
  auto loops = std::move(*LoopGroup::start(2));
  auto listener = std::move(*Listener::open(*loops, loopback(), stubborn));
  const auto port = listener->endpoints().at(0).port;
  std::vector<Stream> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(tests::on_loop(loops->at(0), hold(port)));
  wait_until_active(*listener, 5);
  listener->stop();
  CHECK(listener->wait_drained(20ms));
  CHECK(listener->active() == 0);
  for (Stream& client : clients) tests::on_loop(loops->at(0), drop(std::move(client)));
}

namespace {

// Reads nothing, so that the other side's write fills all buffers.
base::Co<void> flood(Stream stream, std::stop_token, std::promise<std::string>* verdict) {
  stream->set_write_timeout(50ms);
  std::string block(1 << 20, 'x');
  for (;;) {
    auto done = co_await stream->write(block);
    if (!done) {
      verdict->set_value(base::to_string(done.error().code));
      co_return;
    }
  }
}

base::Co<void> impatient(Stream stream, std::stop_token, std::promise<std::string>* verdict) {
  stream->set_read_timeout(30ms);
  char byte;
  auto got = co_await stream->read(&byte, 1);
  verdict->set_value(got ? "data" : base::to_string(got.error().code));
}

}  // namespace

TEST_CASE("net/stream: a peer that reads nothing or sends nothing runs into the time-outs") {
  auto loops = std::move(*LoopGroup::start(2));
  std::promise<std::string> wrote, read;
  auto flooding = std::move(*Listener::open(
      *loops, loopback(), [&](Stream stream, std::stop_token stop) { return flood(std::move(stream), stop, &wrote); }));
  auto waiting = std::move(*Listener::open(*loops, loopback(), [&](Stream stream, std::stop_token stop) {
    return impatient(std::move(stream), stop, &read);
  }));
  Stream slow = tests::on_loop(loops->at(0), hold(flooding->endpoints().at(0).port));
  Stream silent = tests::on_loop(loops->at(1), hold(waiting->endpoints().at(0).port));
  CHECK(wrote.get_future().get() == "timeout");
  CHECK(read.get_future().get() == "timeout");
  tests::on_loop(loops->at(0), drop(std::move(slow)));
  tests::on_loop(loops->at(1), drop(std::move(silent)));
}

TEST_CASE("net/stream: connect answers unavailable, timeout and bad_input") {
  auto loops = std::move(*LoopGroup::start(1));
  std::uint16_t port;
  {
    auto gone = std::move(*Listener::open(*loops, loopback(), echo));
    port = gone->endpoints().at(0).port;
  }
  auto refused = tests::on_loop(loops->at(0), dial(port));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::unavailable);
  CHECK(refused.error().temporary);
  auto bad = tests::on_loop(loops->at(0), SocketStream::connect({.ip = "localhost", .port = port}));
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ErrorCode::bad_input);
}
