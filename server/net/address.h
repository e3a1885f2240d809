// Socket addresses as text and back. Pure. Internal to server/net.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/async/stream.h"

namespace server::net {

struct NativeAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

// Only numbers: "203.0.113.7", "2001:db8::1". Nothing when it is neither.
std::optional<NativeAddress> to_native(const std::string& ip, std::uint16_t port);
// IPv4-mapped IPv6 addresses become IPv4. UNIX sockets: ip "local", loopback true.
base::PeerAddress to_peer(const NativeAddress& address);

}  // namespace server::net
