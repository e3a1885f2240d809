// Where somebody comes from, as the gate counts: base::source_network, and for an IPv4 address the /24 around it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/async/stream.h"

namespace directory {

struct Network {
  std::string near;  // "203.0.113.7", "2001:db8:1:2::/64": one household or office
  std::string wide;  // "203.0.113.0/24", "2001:db8:1::/48": what one customer of a provider may hold
  bool loopback = false;
  // Who shares one place in the hashing queue: an IPv4 address, or all of an IPv6 /48.
  const std::string& queue_share() const { return near.ends_with("/64") ? wide : near; }
};

// An IPv4 address inside IPv6 (::ffff:…) is that IPv4 address. Both are "" when nothing is known of the peer.
Network network_of(const base::PeerAddress& peer);
// The same of a `near` that was stored.
Network network_of(std::string_view near);

}  // namespace directory
