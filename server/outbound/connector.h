// Connector: makes outgoing connections; server/net has the real one (net_connector.h adapts it). Resolver: asks DNS;
// unbound_resolver.h is the real one. Interfaces, so that tests run against scripted peers. Executor thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/async/stream.h"
#include "base/result.h"

namespace server::outbound {

class Connector {
 public:
  virtual ~Connector() = default;
  // ip: "203.0.113.7" or "2001:db8::1". Errors: unavailable, timeout (temporary).
  virtual base::Co<base::Result<std::unique_ptr<base::Stream>>> connect(std::string ip, std::uint16_t port,
                                                                        std::chrono::milliseconds timeout) = 0;
  // Client side of STARTTLS: handshakes and gives the stream that goes on. verify: the chain and `server_name` must be
  // good, else any certificate will do (opportunistic TLS, RFC 7435). Errors: unavailable, timeout, closed.
  virtual base::Co<base::Result<std::unique_ptr<base::Stream>>> start_tls(std::unique_ptr<base::Stream> stream,
                                                                          std::string server_name, bool verify) = 0;
};

struct MxRecord {
  int preference = 0;  // the lower the better
  std::string host;    // lower case, without the last dot; "" is the null MX (RFC 7505)
};

class Resolver {
 public:
  virtual ~Resolver() = default;
  // `name` is in A-label form. An existing name without such records gives an empty list. Errors: not_found (the name
  // does not exist, permanent), unavailable (temporary: servers silent, broken, or DNSSEC bogus).
  virtual base::Co<base::Result<std::vector<MxRecord>>> mx(std::string name) = 0;
  // Addresses, IPv6 and IPv4.
  virtual base::Co<base::Result<std::vector<std::string>>> addresses(std::string name) = 0;
};

}  // namespace server::outbound
