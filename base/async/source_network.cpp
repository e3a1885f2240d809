#include "base/async/source_network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace base {

namespace {

std::string network_text(in6_addr address, int octets) {
  std::fill(address.s6_addr + octets, address.s6_addr + 16, 0);
  char text[INET6_ADDRSTRLEN] = "";
  ::inet_ntop(AF_INET6, &address, text, sizeof text);
  return std::string(text) + "/" + std::to_string(octets * 8);
}

}  // namespace

SourceNetwork source_network(const PeerAddress& peer) {
  in6_addr address{};
  const std::string ip = peer.ip.substr(0, peer.ip.find('%'));  // fe80::1%eth0
  if (::inet_pton(AF_INET6, ip.c_str(), &address) != 1) return {peer.ip, ""};
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    char text[INET_ADDRSTRLEN] = "";
    ::inet_ntop(AF_INET, address.s6_addr + 12, text, sizeof text);
    return {text, ""};
  }
  return {network_text(address, 8), network_text(address, 6)};
}

}  // namespace base
