#include "server/cli/run/listen_addresses.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/log.h"

namespace server::cli {

namespace {

// 0, or why there is no such family: no sockets of it (kernel without it, or forbidden), or no address.
int family_error(int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  const auto* address =
      family == AF_INET6 ? reinterpret_cast<const sockaddr*>(&six) : reinterpret_cast<const sockaddr*>(&four);
  const int done = ::bind(fd, address, family == AF_INET6 ? sizeof six : sizeof four);
  const int error = done == 0 ? 0 : errno;
  ::close(fd);
  return error;
}

bool is_missing(int error) { return error == EAFNOSUPPORT || error == EADDRNOTAVAIL || error == EPROTONOSUPPORT; }

}  // namespace

std::vector<std::string> present_addresses(const std::vector<std::string>& listen) {
  std::vector<std::string> present;
  std::size_t left = listen.size();
  for (const std::string& ip : listen) {
    const int family = ip == "::" ? AF_INET6 : ip == "0.0.0.0" ? AF_INET : AF_UNSPEC;
    const int error = family == AF_UNSPEC ? 0 : family_error(family);
    if (is_missing(error) && (!present.empty() || left > 1)) {
      base::log(base::LogLevel::warning, "SRV-0008",
                "this machine has no addresses of that kind; listening on the others",
                {{"listen", ip}, {"family", family == AF_INET6 ? "IPv6" : "IPv4"}, {"error", std::strerror(error)}});
      --left;
      continue;
    }
    present.push_back(ip);
  }
  return present;
}

}  // namespace server::cli
