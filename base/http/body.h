// How bodies of HTTP requests and responses flow between a connection (server/net) and what answers on it (webmail): in
// pieces, both ways. All belong to the connection's loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/async/receive_lease.h"
#include "base/async/stream.h"
#include "base/result.h"

namespace base {

class BodyReader {
 public:
  virtual ~BodyReader() = default;
  // Reads 1 … size octets of the body; 0 at its end. The first read lets a client go on that waits for "100 Continue".
  // Errors: too_large (over the limit of the exchange), timeout (too slow), bad_input (framing), closed, io. After an
  // error the connection answers and ends by itself: whatever the exchange then returns is not sent.
  virtual Co<Result<std::size_t>> read(char* buffer, std::size_t size) = 0;
};

class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  // Takes everything, parking while the client is slow. Small pieces are gathered. Errors: timeout, closed, io;
  // internal when more comes than BodySource::length() said.
  virtual Co<Result<void>> write(std::string_view bytes) = 0;
  // Sends what was gathered: for answers that a client shall see grow.
  virtual Co<Result<void>> flush() = 0;
};

// The body of a response that is not held whole.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // Nothing: not known before (chunked coding).
  virtual std::optional<std::uint64_t> length() const = 0;
  // Called once, not for HEAD. An error, an exception or less than length() ends the connection, so that the client
  // sees a break.
  virtual Co<Result<void>> write_to(BodyWriter& out) = 0;
};

// Another protocol on the connection, after 101 (RFC 9110 §7.8).
class Takeover {
 public:
  virtual ~Takeover() = default;
  // `early`: what the client has sent behind the head. The connection is closed when it returns. Read time-out: none;
  // it sets its own.
  virtual Co<void> run(Stream& stream, std::string early, std::stop_token stop) = 0;
};

// The whole body, kept under `lease` as it comes. too_large beyond `limit` octets; busy when there is no memory for it
// (the caller answers 503 with Retry-After). Who makes more of the bytes than a text covers that first.
Co<Result<std::string>> read_whole(BodyReader& body, std::size_t limit, ReceiveLease& lease);

}  // namespace base
