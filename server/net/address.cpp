#include "server/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

namespace server::net {

std::optional<NativeAddress> to_native(const std::string& ip, std::uint16_t port) {
  NativeAddress out;
  sockaddr_in v4{};
  if (::inet_pton(AF_INET, ip.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&out.storage, &v4, sizeof v4);
    out.length = sizeof v4;
    return out;
  }
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET6, ip.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&out.storage, &v6, sizeof v6);
    out.length = sizeof v6;
    return out;
  }
  return std::nullopt;
}

base::PeerAddress to_peer(const NativeAddress& address) {
  base::PeerAddress out;
  char text[INET6_ADDRSTRLEN] = "";
  if (address.storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    out.port = ntohs(v4.sin_port);
    out.loopback = (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
  } else if (address.storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address.storage, sizeof v6);
    out.port = ntohs(v6.sin6_port);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
      ::inet_ntop(AF_INET, v6.sin6_addr.s6_addr + 12, text, sizeof text);
      out.loopback = v6.sin6_addr.s6_addr[12] == 127;
    } else {
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
      out.loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    }
  } else {
    out.loopback = true;
    out.ip = "local";
    return out;
  }
  out.ip = text;
  return out;
}

}  // namespace server::net
