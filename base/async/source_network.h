// SourceNetwork: what a limit per source counts, the same for every door, every lock and every share. An IPv4 address
// stands for itself; an IPv6 address for its /64, which one customer gets for every machine, and for the /48 above it,
// which one customer may get as a whole: limits allow that one kWideFactor times as much. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "base/async/stream.h"

namespace base {

struct SourceNetwork {
  std::string near;  // "203.0.113.7", "2001:db8:1:2::/64"; what is no address stays as it is ("local")
  std::string wide;  // "2001:db8:1::/48"; empty for IPv4
};

inline constexpr std::size_t kWideFactor = 8;

SourceNetwork source_network(const PeerAddress& peer);

}  // namespace base
