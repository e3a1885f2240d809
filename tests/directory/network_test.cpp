#include "directory/gate/network.h"

#include <doctest/doctest.h>

#include "directory/people/audit_verb.h"

namespace {

TEST_CASE("network: the address and the block it stands in") {
  const struct {
    const char *ip, *near, *wide, *share;
  } rows[] = {
      {"203.0.113.7", "203.0.113.7", "203.0.113.0/24", "203.0.113.7"},
      {"127.0.0.1", "127.0.0.1", "127.0.0.0/24", "127.0.0.1"},
      {"::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24", "203.0.113.7"},
      {"::ffff:cb00:7107", "203.0.113.7", "203.0.113.0/24", "203.0.113.7"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48", "2001:db8:1::/48"},
      {"2001:DB8:0001:2::9", "2001:db8:1:2::/64", "2001:db8:1::/48", "2001:db8:1::/48"},
      {"2001:db8::5:6:7:8", "2001:db8::/64", "2001:db8::/48", "2001:db8::/48"},
      {"1::2:3:4:5:6:7", "1:0:2:3::/64", "1:0:2::/48", "1:0:2::/48"},
      {"fe80::1%eth0", "fe80::/64", "fe80::/48", "fe80::/48"},
      {"::1", "::/64", "::/48", "::/48"},
      {"", "", "", ""},
      {"unix", "unix", "unix", "unix"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.ip);
    const directory::Network network = directory::network_of(base::PeerAddress{row.ip, 1, false});
    CHECK(network.near == row.near);
    CHECK(network.wide == row.wide);
    CHECK(network.queue_share() == row.share);
    CHECK(directory::network_of(std::string_view(network.near)).wide == row.wide);  // as read back from SQL
  }
}

TEST_CASE("audit verbs: every word is its verb's own, and a word nobody knows is unknown") {
  for (int i = 0; i <= static_cast<int>(directory::AuditVerb::access_withdrawn); ++i) {
    const auto verb = static_cast<directory::AuditVerb>(i);
    CAPTURE(to_string(verb));
    CHECK_FALSE(to_string(verb).empty());
    CHECK(directory::audit_verb(to_string(verb)) == verb);
  }
  CHECK(to_string(directory::AuditVerb::password_changed) == "password-changed");  // words are stored: never renamed
  CHECK(to_string(directory::AuditVerb::sign_in) == "sign-in");
  CHECK(directory::audit_verb("of-tomorrow") == directory::AuditVerb::unknown);
}

}  // namespace
