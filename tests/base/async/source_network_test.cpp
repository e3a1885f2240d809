#include "base/async/source_network.h"

#include <doctest/doctest.h>

TEST_CASE("async/source_network: an IPv4 address stands for itself, an IPv6 address for its /64 and /48") {
  const struct {
    const char *ip, *near, *wide;
  } rows[] = {
      {"203.0.113.7", "203.0.113.7", ""},
      {"127.0.0.1", "127.0.0.1", ""},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"},
      {"2001:db8:1:2::9", "2001:db8:1:2::/64", "2001:db8:1::/48"},
      {"2001:db8:1:3::9", "2001:db8:1:3::/64", "2001:db8:1::/48"},
      {"2001:db8:2::9", "2001:db8:2::/64", "2001:db8:2::/48"},
      {"::1", "::/64", "::/48"},
      {"::ffff:203.0.113.7", "203.0.113.7", ""},
      {"local", "local", ""},
      {"", "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.ip);
    const base::SourceNetwork got = base::source_network({row.ip, 0, false});
    CHECK(got.near == row.near);
    CHECK(got.wide == row.wide);
  }
}
