// UnboundResolver: DNS by libunbound, on a pool of its own, because its lookups may take a minute. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/outbound/connector.h"

namespace server::outbound {

class UnboundResolver final : public Resolver {
 public:
  struct Options {
    std::string resolv_conf = "/etc/resolv.conf";  // whose servers are asked; "" = unbound asks the roots itself
    std::string hosts = "/etc/hosts";              // "" = not read
    std::string trust_anchor_file;                 // DNSSEC root key; "" = answers are not validated
    std::vector<std::string> local_data;  // records answered at once ("a.example. MX 10 mx.example."), for tests
    unsigned threads = 4;                 // 1 … 64 lookups at the same time
  };
  static base::Result<std::unique_ptr<UnboundResolver>> open(Options options);
  static base::Result<std::unique_ptr<UnboundResolver>> make() { return open({}); }
  ~UnboundResolver() override;

  base::Co<base::Result<std::vector<MxRecord>>> mx(std::string name) override;
  base::Co<base::Result<std::vector<std::string>>> addresses(std::string name) override;

 private:
  struct State;
  explicit UnboundResolver(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One MX rdata in wire form: preference and an uncompressed name (RFC 1035 §3.3.9). bad_input when malformed. Pure.
base::Result<MxRecord> parse_mx_rdata(std::string_view rdata);

}  // namespace server::outbound
