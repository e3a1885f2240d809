// Settings of outgoing mail. Each field: default, range, one sentence. A value type.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace server::outbound {

// One host that takes all outgoing mail instead of the MX of each domain.
struct RelayHost {
  std::string host;            // name or address; empty = send to the MX of each domain
  std::uint16_t port = 25;     // 1 … 65535
  std::string user, password;  // AUTH PLAIN; empty = none. Only used under TLS or on loopback
  bool tls_required = false;   // without STARTTLS (or with a bad certificate) nothing is sent
};

struct OutboundSettings {
  std::string hostname;     // our name in EHLO and as the reporting MTA
  std::string report_from;  // address in From of reports, "mailer-daemon@DOMAIN" or postmaster
  RelayHost relay;
  std::uint16_t port = 25;            // 1 … 65535: port of MX hosts
  int connections = 20;               // 1 … 1000: at the same time
  int connections_per_domain = 4;     // 1 … 100: at the same time to one destination domain (or the relay)
  int messages_per_connection = 100;  // 1 … 10000: after so many a connection is closed; 1 = one connection a message
  std::chrono::seconds idle_close =
      std::chrono::seconds(5);  // 0 … 300: a connection waits so long for another message; 0 = none is kept
  std::vector<std::chrono::seconds> retry_after = {  // waiting times after the 1st, 2nd … failure; the last one repeats
      std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(15), std::chrono::minutes(30),
      std::chrono::hours(1),   std::chrono::hours(2),   std::chrono::hours(4)};
  std::chrono::seconds delay_warning = std::chrono::hours(4);    // 0 = none: age at which the sender is warned once
  std::chrono::seconds give_up_after = std::chrono::hours(120);  // 1 h … 30 days: then the sender gets a failure report
  std::chrono::seconds lease = std::chrono::minutes(30);  // 1 min … 1 day: an item taken and not finished is due again

  // RFC 5321 §4.5.3.2.
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(30);
  std::chrono::milliseconds greeting_timeout = std::chrono::minutes(5);
  std::chrono::milliseconds command_timeout = std::chrono::minutes(5);
  std::chrono::milliseconds data_start_timeout = std::chrono::minutes(2);
  std::chrono::milliseconds data_block_timeout = std::chrono::minutes(3);
  std::chrono::milliseconds data_end_timeout = std::chrono::minutes(10);
};

}  // namespace server::outbound
