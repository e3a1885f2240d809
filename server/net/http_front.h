// HttpFront: HTTP/1.1 sessions over base::Stream (RFC 9110, RFC 9112): keep-alive, pipelining, chunked bodies, limits and
// time-outs; adds Date, Content-Length and the security headers; an exception of the handler answers 500.
// Immutable after construction; may serve on all loops at once when the handler may.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "base/async/stream.h"
#include "base/clock.h"
#include "base/http/handler.h"
#include "base/http/request_parser.h"

namespace server::net {

struct HttpFrontOptions {
  base::HttpLimits limits;
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(2);   // between requests
  std::chrono::milliseconds head_timeout = std::chrono::seconds(30);  // for the whole request head
  std::chrono::milliseconds body_timeout = std::chrono::minutes(2);   // without any progress
  std::chrono::milliseconds write_timeout = std::chrono::minutes(2);
  std::size_t max_requests = 1000;                                    // per connection
  std::string content_security_policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";
};

class HttpFront {
 public:
  // `handler` and `clock` must outlive the front.
  HttpFront(base::HttpHandler& handler, const base::Clock& clock, HttpFrontOptions options = {});

  // One connection; use as a SessionHandler: [&front](auto stream, auto stop) { return front.serve(std::move(stream), stop); }
  base::Co<void> serve(std::unique_ptr<base::Stream> stream, std::stop_token stop) const;

 private:
  base::HttpHandler& handler_;
  const base::Clock& clock_;
  HttpFrontOptions options_;
};

}  // namespace server::net
