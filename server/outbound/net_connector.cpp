#include "server/outbound/net_connector.h"

#include <utility>

#include "server/net/socket_stream.h"

namespace server::outbound {

base::Result<std::unique_ptr<NetConnector>> NetConnector::make() {
  auto tls = net::TlsClientContext::make({});
  if (!tls) return std::move(tls).error();
  return std::make_unique<NetConnector>(std::move(*tls));
}

base::Co<base::Result<std::unique_ptr<base::Stream>>> NetConnector::connect(std::string ip, std::uint16_t port,
                                                                            std::chrono::milliseconds timeout) {
  net::SocketStream::Connect where;
  where.ip = std::move(ip);
  where.port = port;
  where.timeout = timeout;
  auto stream = co_await net::SocketStream::connect(std::move(where));
  if (!stream) co_return std::move(stream).error();
  co_return std::unique_ptr<base::Stream>(std::move(*stream));
}

base::Co<base::Result<std::unique_ptr<base::Stream>>> NetConnector::start_tls(std::unique_ptr<base::Stream> stream,
                                                                              std::string server_name, bool verify) {
  auto* socket = dynamic_cast<net::SocketStream*>(stream.get());
  if (!socket || !tls_)
    co_return base::Error::permanent(base::ErrorCode::unsupported, {"Chưa thiết lập TLS.", "TLS is not set up."});
  net::SocketStream::ClientTls options;
  options.context = tls_;
  options.server_name = std::move(server_name);
  options.verify = verify;
  base::Result<void> done = co_await socket->start_tls_client(std::move(options));
  if (!done) co_return std::move(done).error();
  co_return std::move(stream);
}

}  // namespace server::outbound
