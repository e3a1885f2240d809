// Peers for the tests of outgoing mail: a scripted SMTP server behind a Connector and a Resolver out of a table.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/async/executor.h"
#include "server/outbound/connector.h"
#include "tests/server/dialogue.h"

namespace tests {

// In a script the peer's lines are "C:" (it speaks) and what it expects are "S:" lines, as in dialogue.h.
class ScriptedNetwork final : public server::outbound::Connector, public server::outbound::Resolver {
 public:
  std::map<std::string, std::vector<server::outbound::MxRecord>> mx_of;
  std::map<std::string, std::vector<std::string>> addresses_of;
  std::map<std::string, std::vector<std::string>> scripts;  // by address: one for each connection, in order
  bool dns_down = false;
  bool tls_works = true;
  std::vector<std::string> connected;  // addresses, in order
  std::vector<std::string> problems;   // what scripts did not get as they expected

  base::Co<base::Result<std::unique_ptr<base::Stream>>> connect(std::string ip, std::uint16_t,
                                                                std::chrono::milliseconds) override {
    connected.push_back(ip);
    auto found = scripts.find(ip);
    if (found == scripts.end() || found->second.empty()) {
      co_return base::Error::transient(base::ErrorCode::unavailable, base::protocol_words("Connection refused."));
    }
    std::string script = found->second.front();
    found->second.erase(found->second.begin());
    auto pipe = base::make_memory_pipe();
    base::spawn(*base::Executor::current(), serve(std::move(pipe.second), std::move(script), problems));
    co_return std::move(pipe.first);
  }
  base::Co<base::Result<std::unique_ptr<base::Stream>>> start_tls(std::unique_ptr<base::Stream> stream, std::string,
                                                                  bool) override {
    if (!tls_works) {
      stream->close();
      co_return base::Error::transient(base::ErrorCode::io, base::protocol_words("The TLS handshake failed."));
    }
    (void)co_await stream->start_tls();
    co_return std::move(stream);
  }
  base::Co<base::Result<std::vector<server::outbound::MxRecord>>> mx(std::string name) override {
    if (dns_down)
      co_return base::Error::transient(base::ErrorCode::unavailable, base::protocol_words("DNS gave no answer."));
    auto found = mx_of.find(name);
    if (found == mx_of.end())
      co_return base::Error::permanent(base::ErrorCode::not_found, base::protocol_words("no such domain"));
    co_return found->second;
  }
  base::Co<base::Result<std::vector<std::string>>> addresses(std::string name) override {
    auto found = addresses_of.find(name);
    if (found == addresses_of.end())
      co_return base::Error::permanent(base::ErrorCode::not_found, base::protocol_words("no such host"));
    co_return found->second;
  }

  // One MX with one address for a domain.
  void domain(const std::string& name, const std::string& ip) {
    mx_of[name] = {{10, "mx." + name}};
    addresses_of["mx." + name] = {ip};
  }

 private:
  static base::Co<void> serve(std::unique_ptr<base::Stream> stream, std::string script,
                              std::vector<std::string>& problems) {
    Dialogue dialogue(*stream);
    std::string problem = co_await dialogue.play(std::move(script));
    if (!problem.empty()) problems.push_back(problem);
    stream->close();
  }
};

}  // namespace tests
