// Stream: a byte stream with one reader and one writer, the only thing protocol sessions know of the network. Real
// sockets (plain and TLS) are in server/net; make_memory_pipe() gives two connected ends for tests. Belongs to its
// executor's thread. close() is the only cancellation: pending and later calls then return closed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/async/co.h"
#include "base/async/signal.h"
#include "base/result.h"

namespace base {

struct PeerAddress {
  std::string ip;  // "203.0.113.7", "2001:db8::1"; never with a port
  std::uint16_t port = 0;
  bool loopback = false;
};

struct TlsState {
  bool active = false;
  std::string protocol;  // "TLSv1.3"
  std::string cipher;
  std::string server_name;  // SNI, may be empty
  bool verified = false;    // client side: the peer's chain and name were checked and are good
};

enum class Wake { readable, signalled, timeout, closed };

class Stream {
 public:
  virtual ~Stream() = default;

  // Reads 1 … size bytes; 0 at the orderly end. Errors: timeout (see set_read_timeout), closed, io.
  virtual Co<Result<std::size_t>> read(char* buffer, std::size_t size) = 0;
  // Writes everything, parking while the peer is slow. The bytes must live until it returns. Errors: timeout, closed,
  // io.
  virtual Co<Result<void>> write(std::string_view bytes) = 0;
  // Waits without a buffer until bytes can be read, `signal` (may be null) is notified or `timeout` has passed: how an
  // idle session costs a parked coroutine and no buffer. A notification is consumed only when the answer is
  // `signalled`. `readable` also stands for the orderly end (read() then gives 0); `closed` means that close() was
  // called on this end. timeout: milliseconds::max() waits for ever.
  virtual Co<Wake> wait(Signal* signal, std::chrono::milliseconds timeout) = 0;

  // 0 = none. Default: none.
  virtual void set_read_timeout(std::chrono::milliseconds timeout) = 0;
  virtual void set_write_timeout(std::chrono::milliseconds timeout) = 0;

  // Server side of STARTTLS: drops plaintext that is already buffered in this stream, then handshakes. `unsupported`
  // when the listener has no certificate. The caller must drop what it has itself buffered (RFC 3207 §4.2).
  virtual Co<Result<void>> start_tls() = 0;
  virtual TlsState tls() const = 0;
  virtual PeerAddress peer() const = 0;
  virtual void close() = 0;
};

// Two ends; what one writes the other reads. Each end buffers up to `capacity` bytes, then write() parks.
// start_tls() on a memory end drops what the peer has sent but we have not read, and marks tls().active. Both ends must
// run on the same executor.
std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> make_memory_pipe(std::size_t capacity = 64 * 1024,
                                                                             PeerAddress peer = {"127.0.0.1", 0, true});

}  // namespace base
