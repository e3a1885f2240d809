// Where a domain's mail goes: MX hosts in their order, RFC 5321 §5.1, RFC 7505.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/result.h"
#include "server/outbound/connector.h"
#include "server/outbound/settings.h"

namespace server::outbound {

struct Host {
  std::string name;                    // A-labels, or the address itself for a literal
  std::vector<std::string> addresses;  // known already (literals); empty = ask the resolver
  std::uint16_t port = 25;
};

// Why there is no route: a final or a passing reason, with the enhanced status for the report.
struct NoRoute {
  bool temporary = false;
  std::string status, reason;
};

struct Route {
  std::vector<Host> hosts;  // try in this order; empty: see `none`
  NoRoute none;
};

// The MX records in the order to try them: by preference, shuffled among equals (`random(n)` gives 0 … n-1). Ourselves
// and everything not better than ourselves is left out (RFC 5321 §5.1); then the answer may be empty.
std::vector<std::string> order_mx(std::vector<MxRecord> records, const std::string& own_name,
                                  const std::function<std::size_t(std::size_t)>& random);

base::Co<Route> find_route(Resolver& resolver, std::string domain, const OutboundSettings& settings);

}  // namespace server::outbound
