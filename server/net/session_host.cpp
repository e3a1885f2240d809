#include "server/net/session_host.h"

#include <sys/socket.h>

#include <utility>

#include "base/log.h"

namespace server::net {

namespace {
constexpr std::chrono::seconds kUnwindTime{5};
}

SessionHost::SessionHost(LoopGroup& loops, ListenerOptions options, SessionHandler handler)
    : loops_(loops), options_(std::move(options)), handler_(std::move(handler)) {
  for (std::size_t i = 0; i < loops_.size(); ++i) registries_.push_back(std::make_shared<SocketStream::Registry>());
}

SessionHost::Admission SessionHost::admit(const base::SourceNetwork& source) {
  base::MutexLock lock(mutex_);
  if (active_ >= options_.max_connections) return Admission::too_many;
  if (!source.near.empty() && !per_source_.enter(source, options_.max_per_source)) return Admission::too_many_of_source;
  ++active_;
  return Admission::yes;
}

void SessionHost::leave(const base::SourceNetwork& source) {
  base::MutexLock lock(mutex_);
  if (!source.near.empty()) per_source_.leave(source);
  if (--active_ == 0) emptied_.notify_all();
}

void SessionHost::refuse(const Descriptor& fd, const base::PeerAddress& peer, Admission why) {
  base::log(base::LogLevel::warning, "NET-0003", "connection refused over a limit",
            {{"listener", options_.name},
             {"peer", peer.ip},
             {"limit", why == Admission::too_many ? "max_connections" : "max_per_source"}});
  if (options_.implicit_tls || options_.refusal.empty()) return;
  ::send(fd.get(), options_.refusal.data(), options_.refusal.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::shutdown(fd.get(), SHUT_WR);
}

void SessionHost::begin(Descriptor fd, base::PeerAddress peer) {
  if (stop_.stop_requested()) return;
  const bool counted = options_.max_per_source > 0 && !(peer.loopback && options_.exempt_loopback);
  base::SourceNetwork source = counted ? base::source_network(peer) : base::SourceNetwork();
  Admission verdict = admit(source);
  if (verdict != Admission::yes) {
    refuse(fd, peer, verdict);
    return;
  }
  Seat seat(shared_from_this(), std::move(source));
  const std::size_t place = next_place_.fetch_add(1, std::memory_order_relaxed) % loops_.size();
  base::spawn(loops_.at(place), run(std::move(seat), place, std::move(fd), std::move(peer)));
}

base::Co<void> SessionHost::run_handler(SessionHost& self, std::unique_ptr<SocketStream> stream) {
  try {
    co_await self.handler_(std::move(stream), self.stop_.get_token());
  } catch (const std::exception& e) {
    base::log(base::LogLevel::error, "NET-0004", "an exception ended a session",
              {{"listener", self.options_.name}, {"what", e.what()}});
  }
}

base::Co<void> SessionHost::run(Seat seat, std::size_t place, Descriptor fd, base::PeerAddress peer) {
  SessionHost& self = seat.host();
  const ListenerOptions& options = self.options_;
  auto stream =
      SocketStream::adopt(self.loops_.at(place), fd.release(), std::move(peer), options.tls, self.registries_[place]);
  if (!stream) co_return;
  SocketStream& made = **stream;
  made.set_read_timeout(options.read_timeout);
  made.set_write_timeout(options.write_timeout);
  made.set_handshake_timeout(options.handshake_timeout);
  if (self.closing_) made.close();
  base::Result<void> ready;
  if (options.implicit_tls) ready = co_await made.start_tls();
  if (ready) {
    co_await run_handler(self, std::move(*stream));
  } else {
    base::log(base::LogLevel::info, "NET-0005", "TLS handshake failed",
              {{"listener", options.name}, {"peer", made.peer().ip}, {"error", base::describe(ready.error())}});
  }
}

bool SessionHost::wait_until_empty(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  base::MutexLock lock(mutex_);
  while (active_ > 0 && emptied_.wait_until(mutex_, deadline)) {
  }
  return active_ == 0;
}

bool SessionHost::wait_drained(std::chrono::milliseconds grace) {
  if (wait_until_empty(grace)) return true;
  closing_ = true;
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    loops_.at(i).post([registry = registries_[i]] {
      for (SocketStream* stream : *registry) stream->close();
    });
  }
  if (wait_until_empty(kUnwindTime)) return true;
  base::log(base::LogLevel::warning, "NET-0006", "sessions did not end in time",
            {{"listener", options_.name}, {"sessions", std::to_string(active())}});
  return false;
}

std::size_t SessionHost::active() const {
  base::MutexLock lock(mutex_);
  return active_;
}

}  // namespace server::net
