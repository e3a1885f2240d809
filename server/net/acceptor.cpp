#include "server/net/acceptor.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <latch>
#include <utility>

#include "base/log.h"
#include "server/net/address.h"

namespace server::net {

namespace {
constexpr int kAcceptsPerTurn = 64;
constexpr std::chrono::milliseconds kPause{200};  // when descriptors have run out
}  // namespace

Acceptor::Acceptor(std::shared_ptr<SessionHost> host, EventLoop& loop, Descriptor fd)
    : host_(std::move(host)), loop_(loop), fd_(std::move(fd)) {}

base::Result<std::unique_ptr<Acceptor>> Acceptor::start(std::shared_ptr<SessionHost> host, EventLoop& loop,
                                                        Descriptor fd) {
  std::unique_ptr<Acceptor> out(new Acceptor(std::move(host), loop, std::move(fd)));
  auto watched = loop.watch(out->fd_.get(), EPOLLIN, out.get());  // epoll_ctl itself is thread-safe
  if (!watched) {
    out->closed_ = true;
    return std::move(watched).error();
  }
  return out;
}

Acceptor::~Acceptor() { close(); }

void Acceptor::ready(std::uint32_t) {
  for (int i = 0; i < kAcceptsPerTurn && !closed_; ++i) {
    NativeAddress from;
    from.length = sizeof from.storage;
    Descriptor fd(
        ::accept4(fd_.get(), reinterpret_cast<sockaddr*>(&from.storage), &from.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) pause(errno);
      return;
    }
    base::PeerAddress peer = to_peer(from);
    if (allowed(fd.get(), peer)) host_->begin(std::move(fd), std::move(peer));
  }
}

// On the control socket only our own user and root speak; the mode of the socket says so too.
bool Acceptor::allowed(int fd, const base::PeerAddress& peer) const {
  if (peer.ip != "local") return true;
  ucred who{};
  socklen_t length = sizeof who;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0) return false;
  return who.uid == ::geteuid() || who.uid == 0;
}

void Acceptor::pause(int error) {
  base::log(base::LogLevel::error, "NET-0007", "connections cannot be accepted for a moment",
            {{"listener", host_->options().name}, {"error", std::strerror(error)}});
  (void)loop_.change(fd_.get(), 0, this);
  pause_timer_ = loop_.start_timer(kPause, [this] {
    pause_timer_ = 0;
    (void)loop_.change(fd_.get(), EPOLLIN, this);
  });
}

void Acceptor::close_here() {
  if (std::exchange(closed_, true)) return;
  if (pause_timer_ != 0) loop_.cancel_timer(pause_timer_);
  loop_.unwatch(fd_.get());
  fd_ = Descriptor();
}

void Acceptor::close() {
  if (EventLoop::current() == &loop_) {
    close_here();
    return;
  }
  std::latch done(1);
  loop_.post([&] {
    close_here();
    done.count_down();
  });
  done.wait();
}

}  // namespace server::net
