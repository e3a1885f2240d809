#include "server/net/unix_listener.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/thread_annotations.h"
#include "server/net/acceptor.h"
#include "server/net/session_host.h"
#include "server/net/unix_address.h"

namespace server::net {

namespace {

base::Error cannot_listen(const std::string& path, const char* what, int error) {
  auto code = base::ErrorCode::io;
  if (error == EACCES || error == EPERM || error == EROFS) code = base::ErrorCode::no_permission;
  return base::Error::permanent(code, {"Không tạo được socket điều khiển.", "Cannot make the control socket."},
                                path + ": " + what + ": " + std::strerror(error));
}

base::Result<void> remove_stale(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return cannot_listen(path, "lstat", errno);
  }
  if (!S_ISSOCK(info.st_mode)) {
    return base::Error::permanent(base::ErrorCode::exists,
                                  {"Không tạo được socket điều khiển: tên của nó đã có thứ khác dùng.",
                                   "Cannot make the control socket: something else has its name."},
                                  path);
  }
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return cannot_listen(path, "unlink", errno);
  return {};
}

base::Result<Descriptor> open_socket(const std::string& path) {
  auto removed = remove_stale(path);
  if (!removed) return std::move(removed).error();
  auto address = UnixAddress::of(path);
  if (!address) return std::move(address).error();
  Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return cannot_listen(path, "socket", errno);
  // The mode is set on the descriptor before the name exists: bind() creates the name with it, nobody can be quicker.
  ::fchmod(fd.get(), S_IRUSR | S_IWUSR);
  if (::bind(fd.get(), address->native(), address->length()) != 0) return cannot_listen(path, "bind", errno);
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) return cannot_listen(path, "chmod", errno);
  if (::listen(fd.get(), 64) != 0) return cannot_listen(path, "listen", errno);
  return fd;
}

}  // namespace

struct UnixListener::State {
  std::string path;
  std::shared_ptr<SessionHost> host;
  base::Mutex mutex;
  std::unique_ptr<Acceptor> acceptor GUARDED_BY(mutex);
};

UnixListener::UnixListener() : state_(std::make_unique<State>()) {}

UnixListener::~UnixListener() {
  if (!state_->host) return;
  stop();
  (void)wait_drained(std::chrono::milliseconds(0));
}

base::Result<std::unique_ptr<UnixListener>> UnixListener::open(LoopGroup& loops, std::string path,
                                                               SessionHandler handler) {
  auto fd = open_socket(path);
  if (!fd) return std::move(fd).error();
  ListenerOptions options;
  options.name = "control";
  options.max_connections = 256;
  options.max_per_source = 0;
  options.read_timeout = std::chrono::milliseconds(0);
  std::unique_ptr<UnixListener> out(new UnixListener());
  State& s = *out->state_;
  s.path = std::move(path);
  s.host = std::make_shared<SessionHost>(loops, std::move(options), std::move(handler));
  auto acceptor = Acceptor::start(s.host, loops.next(), std::move(*fd));
  if (!acceptor) return std::move(acceptor).error();
  base::MutexLock lock(s.mutex);
  s.acceptor = std::move(*acceptor);
  return out;
}

void UnixListener::stop() {
  std::unique_ptr<Acceptor> closing;
  {
    base::MutexLock lock(state_->mutex);
    closing.swap(state_->acceptor);
  }
  if (closing) ::unlink(state_->path.c_str());
  closing.reset();
  state_->host->request_stop();
}

bool UnixListener::wait_drained(std::chrono::milliseconds grace) { return state_->host->wait_drained(grace); }

}  // namespace server::net
