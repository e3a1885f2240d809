// HttpFront: HTTP/1.1 sessions over base::Stream (RFC 9110, RFC 9112). Immutable after construction; may serve on all
// loops at once when the handler may. One connection is an HttpSession (http_session.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "base/async/stream.h"
#include "base/clock.h"
#include "base/http/handler.h"

namespace server::net {

// Each field: default, range of the setting in [http], one sentence.
struct HttpFrontOptions {
  base::HttpHeadLimits limits;                                       // of request heads; no setting
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(2);  // 5 s … 1 h: between two requests of a connection
  std::chrono::milliseconds head_timeout = std::chrono::seconds(10);  // 1 s … 5 min: for a whole request head
  std::chrono::milliseconds body_timeout = std::chrono::minutes(15);  // 1 s … 24 h: for a whole body
  std::uint32_t body_rate = 1024;                                     // 1 … 1048576: octets a second of a body …
  std::chrono::milliseconds body_window = std::chrono::seconds(10);  // 1 s … 5 min: … on the average of so long a wait
  std::chrono::milliseconds write_timeout = std::chrono::minutes(1);  // 1 s … 1 h: until a client takes more
  std::size_t max_requests = 10000;                                   // 1 … 1000000: of one connection
  // Of answers that have none of their own.
  std::string content_security_policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";
};

class HttpFront {
 public:
  // `handler` and `clock` must outlive the front.
  HttpFront(base::HttpHandler& handler, const base::Clock& clock, HttpFrontOptions options = {});

  // One connection; use as a SessionHandler: [&front](auto stream, auto stop) { return front.serve(std::move(stream),
  // stop); }
  base::Co<void> serve(std::unique_ptr<base::Stream> stream, std::stop_token stop) const;

 private:
  base::HttpHandler& handler_;
  const base::Clock& clock_;
  HttpFrontOptions options_;
};

}  // namespace server::net
