#include "server/outbound/route.h"

#include <arpa/inet.h>

#include <algorithm>
#include <limits>

#include "base/crypto/random.h"
#include "base/text/case.h"
#include "server/outbound/idna.h"

namespace server::outbound {

namespace {

Route no_route(bool temporary, std::string status, std::string reason) {
  Route out;
  out.none = {temporary, std::move(status), std::move(reason)};
  return out;
}

bool is_ip(const std::string& text) {
  unsigned char buffer[16];
  return inet_pton(AF_INET, text.c_str(), buffer) == 1 || inet_pton(AF_INET6, text.c_str(), buffer) == 1;
}

// RFC 5321 §4.1.3: "[192.0.2.1]", "[IPv6:2001:db8::1]".
Route literal_route(std::string_view literal, std::uint16_t port) {
  std::string_view inside = literal.substr(1, literal.size() - 2);
  if (base::starts_with_ignoring_case(inside, "IPv6:")) inside.remove_prefix(5);
  std::string ip(inside);
  if (!is_ip(ip)) return no_route(false, "5.1.2", "the address literal is malformed");
  Route out;
  out.hosts.push_back({ip, {ip}, port});
  return out;
}

Route relay_route(const RelayHost& relay) {
  Route out;
  Host host{relay.host, {}, relay.port};
  if (is_ip(relay.host)) host.addresses.push_back(relay.host);
  out.hosts.push_back(std::move(host));
  return out;
}

}  // namespace

std::vector<std::string> order_mx(std::vector<MxRecord> records, const std::string& own_name,
                                  const std::function<std::size_t(std::size_t)>& random) {
  int best_own = std::numeric_limits<int>::max();
  for (const MxRecord& record : records) {
    if (base::equals_ignoring_case(record.host, own_name)) best_own = std::min(best_own, record.preference);
  }
  std::erase_if(records, [&](const MxRecord& record) { return record.preference >= best_own; });
  for (std::size_t i = records.size(); i > 1; --i) std::swap(records[i - 1], records[random(i)]);
  std::stable_sort(records.begin(), records.end(),
                   [](const MxRecord& a, const MxRecord& b) { return a.preference < b.preference; });
  std::vector<std::string> out;
  for (MxRecord& record : records) out.push_back(std::move(record.host));
  return out;
}

base::Co<Route> find_route(Resolver& resolver, std::string domain, const OutboundSettings& settings) {
  if (!settings.relay.host.empty()) co_return relay_route(settings.relay);
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']')
    co_return literal_route(domain, settings.port);
  base::Result<std::string> name = to_a_labels(domain);
  if (!name) co_return no_route(false, "5.1.2", "the domain name is malformed");
  base::Result<std::vector<MxRecord>> records = co_await resolver.mx(*name);
  if (!records && records.error().code == base::ErrorCode::not_found) {
    co_return no_route(false, "5.1.2", "the domain " + *name + " does not exist");
  }
  if (!records) co_return no_route(true, "4.4.3", "DNS gave no answer about the domain " + *name);
  Route out;
  if (records->empty()) {  // RFC 5321 §5.1: the domain itself is its implicit MX
    out.hosts.push_back({*name, {}, settings.port});
    co_return out;
  }
  if (records->size() == 1 && records->front().host.empty()) {  // RFC 7505 §3
    co_return no_route(false, "5.1.10", "the domain " + *name + " takes no mail (null MX)");
  }
  auto random = [](std::size_t n) { return static_cast<std::size_t>(base::random_u64() % n); };
  for (std::string& host : order_mx(std::move(*records), settings.hostname, random)) {
    if (!host.empty()) out.hosts.push_back({std::move(host), {}, settings.port});
  }
  if (out.hosts.empty())
    co_return no_route(false, "5.4.6", "the mail for " + *name + " would come back to this server");
  co_return out;
}

}  // namespace server::outbound
