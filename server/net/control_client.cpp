#include "server/net/control_client.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "server/net/unix_address.h"

namespace server::net {

namespace {

constexpr std::size_t kLongestLine = 64 * 1024 * 1024;

base::Error failed(const char* what, int error) {
  auto code = base::ErrorCode::io;
  if (error == ENOENT || error == ENOTDIR) code = base::ErrorCode::not_found;
  if (error == ECONNREFUSED) code = base::ErrorCode::unavailable;
  if (error == EACCES || error == EPERM) code = base::ErrorCode::no_permission;
  if (error == EAGAIN || error == EWOULDBLOCK) code = base::ErrorCode::timeout;
  if (error == EPIPE || error == ECONNRESET) code = base::ErrorCode::closed;
  return base::Error::transient(code,
                                {"Không liên lạc được với máy chủ đang chạy; hãy kiểm tra rồi chạy lại.",
                                 "The running server cannot be spoken to."},
                                std::string(what) + ": " + std::strerror(error));
}

}  // namespace

ControlClient::ControlClient(int fd) : fd_(fd) {}

ControlClient::ControlClient(ControlClient&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)) {}

ControlClient& ControlClient::operator=(ControlClient&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

ControlClient::~ControlClient() {
  if (fd_ >= 0) ::close(fd_);
}

base::Result<ControlClient> ControlClient::connect(const std::string& path) {
  auto address = UnixAddress::of(path);
  if (!address) return std::move(address).error();
  ControlClient out(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (out.fd_ < 0) return failed("socket", errno);
  if (::connect(out.fd_, address->native(), address->length()) != 0) return failed("connect", errno);
  return out;
}

void ControlClient::set_read_timeout(std::chrono::milliseconds timeout) {
  timeval value{};
  value.tv_sec = timeout.count() / 1000;
  value.tv_usec = (timeout.count() % 1000) * 1000;
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
}

base::Result<void> ControlClient::write(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return failed("send", errno);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

base::Result<void> ControlClient::write_line(std::string_view line) { return write(std::string(line) + "\n"); }

base::Result<std::optional<std::string>> ControlClient::read_line() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return std::optional<std::string>(std::move(line));
    }
    searched = buffer_.size();
    if (searched > kLongestLine) {
      return base::Error::permanent(base::ErrorCode::too_large,
                                    {"Trả lời của máy chủ quá dài.", "The server's answer is too long."});
    }
    char chunk[16 * 1024];
    ssize_t got = ::recv(fd_, chunk, sizeof chunk, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("recv", errno);
    if (got == 0) {
      if (buffer_.empty()) return std::optional<std::string>();
      return std::optional<std::string>(std::exchange(buffer_, std::string()));
    }
    buffer_.append(chunk, static_cast<std::size_t>(got));
  }
}

}  // namespace server::net
