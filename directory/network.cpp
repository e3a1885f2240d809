#include "directory/network.h"

#include <arpa/inet.h>

#include <array>

namespace directory {

namespace {

std::string ipv6_block(const std::array<unsigned char, 16>& bytes, int groups) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < groups; ++i) {
    const unsigned group = static_cast<unsigned>(bytes[2 * i]) << 8 | bytes[2 * i + 1];
    bool begun = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = group >> shift & 15u;
      begun = begun || digit != 0 || shift == 0;
      if (begun) out += kHex[digit];
    }
    out += ':';
  }
  return out + ":/" + std::to_string(groups * 16);
}

Network parse(std::string ip) {
  if (const auto zone = ip.find('%'); zone != std::string::npos) ip.resize(zone);  // fe80::1%eth0
  std::array<unsigned char, 16> bytes{};
  Network out;
  if (::inet_pton(AF_INET6, ip.c_str(), bytes.data()) == 1) {
    const std::string text(bytes.begin(), bytes.end());
    if (!text.starts_with(std::string("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12))) {
      out.near = ipv6_block(bytes, 4);
      out.wide = ipv6_block(bytes, 3);
      return out;
    }
    ip.clear();
    for (int i = 12; i < 16; ++i) ip += (i > 12 ? "." : "") + std::to_string(bytes[i]);
  }
  out.near = ip;
  const auto dot = ip.rfind('.');
  out.wide = dot == std::string::npos ? ip : ip.substr(0, dot) + ".0/24";
  return out;
}

}  // namespace

Network network_of(const base::PeerAddress& peer) {
  Network out = parse(peer.ip);
  out.loopback = peer.loopback;
  return out;
}

Network network_of(std::string_view near) { return parse(std::string(near.substr(0, near.find('/')))); }

}  // namespace directory
