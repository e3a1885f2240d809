#include "server/net/listener.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <fcntl.h>

#include <cerrno>
#include <utility>

#include "base/thread_annotations.h"
#include "server/net/acceptor.h"
#include "server/net/address.h"
#include "server/net/session_host.h"

namespace server::net {

namespace {

constexpr int kBacklog = 1024;

struct Opened {
  Descriptor fd;
  Endpoint endpoint;
};

base::Error cannot_listen(const Endpoint& at, base::ErrorCode code, const std::string& why) {
  std::string where = at.ip + ":" + std::to_string(at.port);
  return base::Error::permanent(code, {"Không mở được " + where + ".", "Cannot listen on " + where + "."}, why);
}

// The one place where Poco's exceptions of server sockets become errors.
base::Result<Opened> open_socket(const Endpoint& at) {
  auto native = to_native(at.ip, at.port);
  if (!native) return cannot_listen(at, base::ErrorCode::bad_input, "not an IP address");
  try {
    Poco::Net::SocketAddress address(at.ip, at.port);
    Poco::Net::ServerSocket socket;
    if (address.family() == Poco::Net::SocketAddress::IPv6) {
      socket.bind6(address, true, true);
    } else {
      socket.bind(address, true, false);
    }
    socket.listen(kBacklog);
    Opened out;
    out.endpoint = {at.ip, socket.address().port()};
    // The acceptor owns a descriptor of its own: Poco's closes with `socket`.
    out.fd = Descriptor(::fcntl(socket.impl()->sockfd(), F_DUPFD_CLOEXEC, 0));
    if (!out.fd) return cannot_listen(at, base::ErrorCode::io, "no file descriptor left");
    ::fcntl(out.fd.get(), F_SETFL, ::fcntl(out.fd.get(), F_GETFL) | O_NONBLOCK);
    return out;
  } catch (const Poco::Exception& e) {
    auto code = base::ErrorCode::io;
    if (e.code() == EADDRINUSE) code = base::ErrorCode::exists;
    if (e.code() == EACCES) code = base::ErrorCode::no_permission;
    if (e.code() == EADDRNOTAVAIL) code = base::ErrorCode::bad_input;
    return cannot_listen(at, code, e.displayText());
  }
}

}  // namespace

struct Listener::State {
  std::shared_ptr<SessionHost> host;
  std::vector<Endpoint> endpoints;
  base::Mutex mutex;
  std::vector<std::unique_ptr<Acceptor>> acceptors GUARDED_BY(mutex);
};

Listener::Listener() : state_(std::make_unique<State>()) {}

Listener::~Listener() {
  stop();
  (void)wait_drained(std::chrono::milliseconds(0));
}

base::Result<std::unique_ptr<Listener>> Listener::open(LoopGroup& loops, ListenerOptions options,
                                                       SessionHandler handler) {
  std::vector<Opened> opened;
  for (const Endpoint& at : options.endpoints) {
    auto socket = open_socket(at);
    if (!socket) return std::move(socket).error();
    opened.push_back(std::move(*socket));
  }
  if (options.implicit_tls && (!options.tls || !options.tls->current())) {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Cổng TLS cần có chứng thư.", "A TLS listener needs a certificate."}, options.name);
  }
  std::unique_ptr<Listener> out(new Listener());
  State& s = *out->state_;
  s.host = std::make_shared<SessionHost>(loops, std::move(options), std::move(handler));
  for (Opened& one : opened) {
    s.endpoints.push_back(one.endpoint);
    auto acceptor = Acceptor::start(s.host, loops.next(), std::move(one.fd));
    if (!acceptor) return std::move(acceptor).error();
    base::MutexLock lock(s.mutex);
    s.acceptors.push_back(std::move(*acceptor));
  }
  return out;
}

std::vector<Endpoint> Listener::endpoints() const { return state_->endpoints; }
std::size_t Listener::active() const { return state_->host->active(); }

void Listener::stop() {
  std::vector<std::unique_ptr<Acceptor>> closing;
  {
    base::MutexLock lock(state_->mutex);
    closing.swap(state_->acceptors);
  }
  closing.clear();
  state_->host->request_stop();
}

bool Listener::wait_drained(std::chrono::milliseconds grace) { return state_->host->wait_drained(grace); }

}  // namespace server::net
