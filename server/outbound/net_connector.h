// NetConnector: the real Connector, over server/net's sockets and TLS. REQUIRES: used on a net::EventLoop's thread.
#pragma once

#include <memory>

#include "server/net/tls_context.h"
#include "server/outbound/connector.h"

namespace server::outbound {

class NetConnector final : public Connector {
 public:
  explicit NetConnector(std::shared_ptr<const net::TlsClientContext> tls) : tls_(std::move(tls)) {}
  // With the trusted roots of the operating system.
  static base::Result<std::unique_ptr<NetConnector>> make();
  base::Co<base::Result<std::unique_ptr<base::Stream>>> connect(std::string ip, std::uint16_t port,
                                                                std::chrono::milliseconds timeout) override;
  base::Co<base::Result<std::unique_ptr<base::Stream>>> start_tls(std::unique_ptr<base::Stream> stream,
                                                                  std::string server_name, bool verify) override;

 private:
  std::shared_ptr<const net::TlsClientContext> tls_;
};

}  // namespace server::outbound
