// TlsIo: one TLS connection on a non-blocking descriptor, one attempt per call; who calls parks and tries again.
// Internal to server/net. Belongs to its loop's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/async/stream.h"
#include "base/result.h"
#include "server/net/tls_context.h"

struct ssl_st;  // OpenSSL's SSL

namespace server::net {

// The outcome of one attempt on a non-blocking descriptor.
struct IoStep {
  enum Kind { done, end, blocked, failed } kind = blocked;
  std::size_t count = 0;  // bytes, when done
  std::string detail;     // for the log, when failed
};

class TlsIo {
 public:
  static base::Result<std::unique_ptr<TlsIo>> server(std::shared_ptr<const TlsContext> context, int fd);
  static base::Result<std::unique_ptr<TlsIo>> client(std::shared_ptr<const TlsClientContext> context, int fd,
                                                     const std::string& server_name, bool verify);
  ~TlsIo();
  TlsIo(const TlsIo&) = delete;
  TlsIo& operator=(const TlsIo&) = delete;

  IoStep handshake();
  IoStep read(char* buffer, std::size_t size);
  IoStep write(std::string_view bytes);
  // done when read() would give bytes, without taking them.
  IoStep peek();
  // Sends close_notify once, if it can be sent at once.
  void say_goodbye();
  // True when the handshake failed because the peer's certificate or name did not verify.
  bool verification_failed() const;
  base::TlsState describe() const;

 private:
  explicit TlsIo(ssl_st* ssl) : ssl_(ssl) {}
  IoStep outcome(int result, std::size_t count);

  ssl_st* ssl_;
  // Held only until the handshake is over: afterwards an old certificate may go.
  std::shared_ptr<const TlsContext> server_context_;
  bool checks_name_ = false;
  bool ready_ = false;   // the handshake is over
  bool broken_ = false;  // after a fatal error no call is allowed, not even a shutdown
};

}  // namespace server::net
