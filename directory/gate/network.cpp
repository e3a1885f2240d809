#include "directory/gate/network.h"

#include "base/async/source_network.h"

namespace directory {

Network network_of(const base::PeerAddress& peer) {
  base::SourceNetwork source = base::source_network(peer);
  Network out{std::move(source.near), std::move(source.wide), peer.loopback};
  if (!out.wide.empty()) return out;
  const auto dot = out.near.rfind('.');
  out.wide = dot == std::string::npos ? out.near : out.near.substr(0, dot) + ".0/24";
  return out;
}

Network network_of(std::string_view near) {
  return network_of(base::PeerAddress{std::string(near.substr(0, near.find('/'))), 0, false});
}

}  // namespace directory
