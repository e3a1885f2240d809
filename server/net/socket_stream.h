// SocketStream: base::Stream over a non-blocking TCP or UNIX socket, plain or TLS (our own SSL*, dependencies.md).
// Belongs to one EventLoop's thread. Parked, it holds no buffer. The destructor closes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/async/stream.h"
#include "server/net/event_loop.h"
#include "server/net/tls_context.h"

namespace server::net {

class SocketStream final : public base::Stream {
 public:
  struct Connect {
    std::string ip;  // "203.0.113.7" or "2001:db8::1"; names are resolved elsewhere
    std::uint16_t port = 0;
    std::string source_ip;  // empty = the system chooses
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
  };
  // Errors: bad_input (ip), timeout and unavailable (both temporary). REQUIRES: EventLoop::current().
  static base::Co<base::Result<std::unique_ptr<SocketStream>>> connect(Connect where);

  struct ClientTls {
    std::shared_ptr<const TlsClientContext> context;
    std::string server_name;  // for SNI and, when verifying, the name the certificate must carry; may be an IP
    bool verify = false;      // false: encrypt only (opportunistic, RFC 7435); tls().verified says what it was worth
  };
  // Client side of STARTTLS or of implicit TLS. After an error the stream is closed. Errors: timeout, io (handshake),
  // no_permission (certificate does not verify).
  base::Co<base::Result<void>> start_tls_client(ClientTls options);

  // Streams a stopping listener still has to close; used on the loop's thread only.
  using Registry = std::unordered_set<SocketStream*>;
  // Takes over an accepted descriptor. `tls` may be null; `registry` may be null. REQUIRES: on `loop`'s thread.
  static base::Result<std::unique_ptr<SocketStream>> adopt(EventLoop& loop, int fd, base::PeerAddress peer,
                                                           std::shared_ptr<const TlsSource> tls,
                                                           std::shared_ptr<Registry> registry = nullptr);
  ~SocketStream() override;

  base::Co<base::Result<std::size_t>> read(char* buffer, std::size_t size) override;
  base::Co<base::Result<void>> write(std::string_view bytes) override;
  base::Co<base::Wake> wait(base::Signal* signal, std::chrono::milliseconds timeout) override;
  void set_read_timeout(std::chrono::milliseconds timeout) override;   // per read() call
  void set_write_timeout(std::chrono::milliseconds timeout) override;  // without any progress
  void set_handshake_timeout(std::chrono::milliseconds timeout);       // for the whole handshake; default 30 s
  base::Co<base::Result<void>> start_tls() override;
  base::TlsState tls() const override;
  base::PeerAddress peer() const override;
  void close() override;

 private:
  struct State;
  explicit SocketStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace server::net
