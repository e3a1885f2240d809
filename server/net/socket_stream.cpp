#include "server/net/socket_stream.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/async/parking.h"
#include "server/net/address.h"
#include "server/net/tls_io.h"

namespace server::net {

namespace {

using Milliseconds = std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Woken = base::ParkingSpot::Woken;
using base::Error;
using base::ErrorCode;

// A fast peer must not keep its loop for itself: after so many calls without parking, others go first.
constexpr unsigned kCallsBetweenYields = 64;

// Poco owns the descriptor; reads and writes go to it directly, because an expected end must not cost an exception.
class OwnedSocket final : public Poco::Net::StreamSocket {
 public:
  explicit OwnedSocket(int fd) : StreamSocket(new Poco::Net::StreamSocketImpl(fd)) {}
};

Error closed() { return Error::permanent(ErrorCode::closed, {"Kết nối đã đóng.", "The connection is closed."}); }
Error timed_out(const char* what) {
  return Error::transient(ErrorCode::timeout, {"Kết nối quá thời gian chờ.", "The connection timed out."}, what);
}
Error broken(std::string detail) {
  return Error::transient(ErrorCode::io, {"Kết nối bị đứt.", "The connection broke."}, std::move(detail));
}

// How much of a time-out is left; counts from the first call, so that spurious wake-ups do not prolong it.
class Deadline {
 public:
  explicit Deadline(Milliseconds timeout) : timeout_(timeout) {}
  Milliseconds left() {
    if (timeout_.count() == 0 || timeout_ == base::kForever) return base::kForever;
    auto now = Clock::now();
    if (start_ == Clock::time_point{}) start_ = now;
    return std::max(Milliseconds(0), timeout_ - std::chrono::duration_cast<Milliseconds>(now - start_));
  }

 private:
  Milliseconds timeout_;
  Clock::time_point start_{};
};

}  // namespace

struct SocketStream::State final : Watcher {
  EventLoop& loop;
  OwnedSocket socket;
  base::PeerAddress peer;
  std::shared_ptr<const TlsSource> tls_source;
  std::shared_ptr<Registry> registry;
  std::unique_ptr<TlsIo> tls;
  base::ParkingSpot reader;
  base::ParkingSpot writer;
  Milliseconds read_timeout{0};
  Milliseconds write_timeout{0};
  Milliseconds handshake_timeout = std::chrono::seconds(30);
  unsigned calls = 0;
  bool closed = false;
  bool write_failed = false;  // part of a write may have gone out: nothing sensible can follow

  State(EventLoop& l, int fd) : loop(l), socket(fd) {}

  int fd() const { return socket.impl()->sockfd(); }

  void ready(std::uint32_t events) override {
    const bool ends = events & (EPOLLHUP | EPOLLERR);
    // TLS may need to read in order to write and the other way round.
    if (ends || tls || (events & (EPOLLIN | EPOLLRDHUP))) reader.wake(Woken::event);
    if (ends || tls || (events & EPOLLOUT)) writer.wake(Woken::event);
  }

  bool yield_due() {
    if (++calls < kCallsBetweenYields) return false;
    calls = 0;
    return true;
  }

  // Sends an ACK that the kernel holds back. A client with Nagle's algorithm that sends a literal and then its CRLF
  // (Python's imaplib does) would otherwise wait 40 ms for it; after an answer of ours nothing is held back and this
  // costs one call.
  void acknowledge() {
    const int on = 1;
    ::setsockopt(fd(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  }

  IoStep receive(char* buffer, std::size_t size, int flags) {
    for (;;) {
      ssize_t got = ::recv(fd(), buffer, size, flags | MSG_DONTWAIT);
      if (got > 0) return {IoStep::done, static_cast<std::size_t>(got), {}};
      if (got == 0) return {IoStep::end, 0, {}};
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return {IoStep::blocked, 0, {}};
      return {IoStep::failed, 0, std::strerror(errno)};
    }
  }

  IoStep send(std::string_view bytes) {
    for (;;) {
      ssize_t sent = ::send(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent >= 0) return {IoStep::done, static_cast<std::size_t>(sent), {}};
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return {IoStep::blocked, 0, {}};
      return {IoStep::failed, 0, std::strerror(errno)};
    }
  }

  IoStep read(char* buffer, std::size_t size) { return tls ? tls->read(buffer, size) : receive(buffer, size, 0); }
  IoStep write(std::string_view bytes) { return tls ? tls->write(bytes) : send(bytes); }
  IoStep peek() {
    char byte;
    return tls ? tls->peek() : receive(&byte, 1, MSG_PEEK);
  }

  base::Co<base::Result<void>> shake_hands() {
    Deadline deadline(handshake_timeout);
    for (;;) {
      if (closed) co_return net::closed();
      IoStep step = tls->handshake();
      if (step.kind == IoStep::done) co_return base::Result<void>();
      if (step.kind != IoStep::blocked) {
        if (tls->verification_failed()) {
          co_return Error::permanent(
              ErrorCode::no_permission,
              {"Chứng thư của bên kia không tin cậy được.", "The certificate of the other side cannot be trusted."},
              step.detail);
        }
        co_return broken("TLS handshake: " + (step.detail.empty() ? std::string("connection ended") : step.detail));
      }
      if (co_await reader.park(deadline.left()) == Woken::timeout) co_return timed_out("TLS handshake");
    }
  }
};

SocketStream::SocketStream(std::unique_ptr<State> state) : state_(std::move(state)) {
  if (state_->registry) state_->registry->insert(this);
}

SocketStream::~SocketStream() {
  close();
  if (state_->registry) state_->registry->erase(this);
}

base::Result<std::unique_ptr<SocketStream>> SocketStream::adopt(EventLoop& loop, int fd, base::PeerAddress peer,
                                                                std::shared_ptr<const TlsSource> tls,
                                                                std::shared_ptr<Registry> registry) {
  auto state = std::make_unique<State>(loop, fd);
  state->peer = std::move(peer);
  state->tls_source = std::move(tls);
  state->registry = std::move(registry);
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // fails on UNIX sockets, which need it not
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  // One edge-triggered registration for life: every call tries first and parks only on EAGAIN, so no edge is missed.
  auto watched = loop.watch(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, state.get());
  if (!watched) return std::move(watched).error();
  return std::unique_ptr<SocketStream>(new SocketStream(std::move(state)));
}

base::Co<base::Result<std::unique_ptr<SocketStream>>> SocketStream::connect(Connect where) {
  using Out = std::unique_ptr<SocketStream>;
  EventLoop* loop = EventLoop::current();
  assert(loop);
  auto target = to_native(where.ip, where.port);
  auto source = where.source_ip.empty() ? std::nullopt : to_native(where.source_ip, 0);
  if (!target || (!where.source_ip.empty() && !source)) {
    co_return Error::permanent(ErrorCode::bad_input, {"Không phải địa chỉ IP.", "Not an IP address."},
                               where.ip + " from " + where.source_ip);
  }
  const int fd = ::socket(target->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    co_return Error::transient(ErrorCode::limit,
                               {"Máy chủ không mở được kết nối.", "The server cannot open a connection."},
                               std::strerror(errno));
  auto made = adopt(*loop, fd, to_peer(*target), nullptr);
  if (!made) co_return std::move(made).error();
  Out stream = std::move(*made);
  auto unreachable = [&](int error) {
    return Error::transient(ErrorCode::unavailable,
                            {"Không liên lạc được với máy chủ bên kia.", "The other server cannot be reached."},
                            where.ip + ":" + std::to_string(where.port) + ": " + std::strerror(error));
  };
  if (source && ::bind(fd, reinterpret_cast<const sockaddr*>(&source->storage), source->length) != 0) {
    co_return unreachable(errno);
  }
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&target->storage), target->length) != 0 && errno != EINPROGRESS) {
    co_return unreachable(errno);
  }
  Deadline deadline(where.timeout);
  for (;;) {
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) co_return unreachable(error);
    sockaddr_storage there{};
    length = sizeof there;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&there), &length) == 0) co_return std::move(stream);
    if (co_await stream->state_->writer.park(deadline.left()) == Woken::timeout) co_return timed_out("connect");
  }
}

base::Co<base::Result<std::size_t>> SocketStream::read(char* buffer, std::size_t size) {
  State& s = *state_;
  Deadline deadline(s.read_timeout);
  if (s.yield_due()) co_await base::yield_now();
  for (;;) {
    if (s.closed) co_return closed();
    IoStep step = s.read(buffer, size);
    if (step.kind == IoStep::done) co_return step.count;
    if (step.kind == IoStep::end) co_return std::size_t{0};
    if (step.kind == IoStep::failed) co_return broken(std::move(step.detail));
    s.calls = 0;
    s.acknowledge();
    if (co_await s.reader.park(deadline.left()) == Woken::timeout) co_return timed_out("read");
  }
}

base::Co<base::Result<void>> SocketStream::write(std::string_view bytes) {
  State& s = *state_;
  Deadline deadline(s.write_timeout);
  while (!bytes.empty()) {
    if (s.closed || s.write_failed) co_return closed();
    if (s.yield_due()) {
      co_await base::yield_now();
      continue;
    }
    IoStep step = s.write(bytes);
    if (step.kind == IoStep::done) {
      bytes.remove_prefix(step.count);
      deadline = Deadline(s.write_timeout);
      continue;
    }
    if (step.kind == IoStep::blocked) {
      s.calls = 0;
      if (co_await s.writer.park(deadline.left()) != Woken::timeout) continue;
      s.write_failed = true;
      co_return timed_out("write");
    }
    s.write_failed = true;
    co_return broken(std::move(step.detail));
  }
  if (s.closed) co_return closed();
  co_return base::Result<void>();
}

base::Co<base::Wake> SocketStream::wait(base::Signal* signal, Milliseconds timeout) {
  State& s = *state_;
  const auto start = Clock::now();
  for (;;) {
    if (s.closed) co_return base::Wake::closed;
    // The end and errors are readable too: the next read() tells which.
    if (s.peek().kind != IoStep::blocked) co_return base::Wake::readable;
    if (signal && signal->take()) co_return base::Wake::signalled;
    Milliseconds left = base::kForever;
    if (timeout != base::kForever) {
      auto spent = std::chrono::duration_cast<Milliseconds>(Clock::now() - start);
      if (spent >= timeout) co_return base::Wake::timeout;
      left = timeout - spent;
    }
    s.calls = 0;
    base::SignalLink link(signal, s.reader);
    co_await s.reader.park(left);
  }
}

base::Co<base::Result<void>> SocketStream::start_tls() {
  State& s = *state_;
  if (s.closed) co_return closed();
  auto context = s.tls_source ? s.tls_source->current() : nullptr;
  if (!context || s.tls)
    co_return Error::permanent(ErrorCode::unsupported, {"Ở đây không có TLS.", "TLS is not available here."});
  // This stream buffers no plaintext: what the kernel still holds is read as TLS and ends the handshake.
  auto tls = TlsIo::server(std::move(context), s.fd());
  if (!tls) co_return std::move(tls).error();
  s.tls = std::move(*tls);
  auto done = co_await s.shake_hands();
  if (!done) close();
  co_return done;
}

base::Co<base::Result<void>> SocketStream::start_tls_client(ClientTls options) {
  State& s = *state_;
  if (s.closed) co_return closed();
  if (!options.context || s.tls)
    co_return Error::permanent(ErrorCode::unsupported, {"Ở đây không có TLS.", "TLS is not available here."});
  auto tls = TlsIo::client(std::move(options.context), s.fd(), options.server_name, options.verify);
  if (!tls) co_return std::move(tls).error();
  s.tls = std::move(*tls);
  auto done = co_await s.shake_hands();
  if (!done) close();
  co_return done;
}

void SocketStream::set_read_timeout(Milliseconds timeout) { state_->read_timeout = timeout; }
void SocketStream::set_write_timeout(Milliseconds timeout) { state_->write_timeout = timeout; }
void SocketStream::set_handshake_timeout(Milliseconds timeout) { state_->handshake_timeout = timeout; }
base::TlsState SocketStream::tls() const { return state_->tls ? state_->tls->describe() : base::TlsState{}; }
base::PeerAddress SocketStream::peer() const { return state_->peer; }

void SocketStream::close() {
  State& s = *state_;
  if (s.closed) return;
  s.closed = true;
  if (s.tls) s.tls->say_goodbye();
  s.loop.unwatch(s.fd());
  s.tls.reset();
  s.socket.close();
  s.reader.wake(Woken::closed);
  s.writer.wake(Woken::closed);
}

}  // namespace server::net
