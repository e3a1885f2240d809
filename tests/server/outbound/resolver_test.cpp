// libunbound answers from local data: no network.
#include <doctest/doctest.h>

#include "base/async/executor.h"
#include "server/outbound/unbound_resolver.h"

using namespace server::outbound;

TEST_CASE("outbound/resolver: MX, addresses and names without them, from local data") {
  UnboundResolver::Options options;
  options.resolv_conf = "";
  options.hosts = "";
  options.local_data = {"office.test. 300 IN MX 20 b.office.test.", "office.test. 300 IN MX 10 A.office.test.",
                        "a.office.test. 300 IN A 192.0.2.1", "a.office.test. 300 IN AAAA 2001:db8::1",
                        "null.test. 300 IN MX 0 ."};
  auto resolver = UnboundResolver::open(options);
  REQUIRE(resolver);
  auto records = base::run_blocking((*resolver)->mx("office.test"));
  REQUIRE(records);
  REQUIRE(records->size() == 2);
  auto& first = records->at(0).preference == 10 ? records->at(0) : records->at(1);
  CHECK(first.host == "a.office.test");
  auto addresses = base::run_blocking((*resolver)->addresses("a.office.test"));
  REQUIRE(addresses);
  CHECK(*addresses == std::vector<std::string>{"2001:db8::1", "192.0.2.1"});
  auto none = base::run_blocking((*resolver)->mx("a.office.test"));
  REQUIRE(none);
  CHECK(none->empty());
  auto null_mx = base::run_blocking((*resolver)->mx("null.test"));
  REQUIRE(null_mx);
  REQUIRE(null_mx->size() == 1);
  CHECK(null_mx->front().host.empty());
}
