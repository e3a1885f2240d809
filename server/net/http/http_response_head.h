// The head of a response as text: status line, the handler's fields, ours. Internal to the HTTP front; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/http/reply.h"

namespace server::net {

struct HttpFraming {
  std::optional<std::uint64_t> length;  // Content-Length
  bool chunked = false;
  bool close = false;       // Connection: close
  bool keep_alive = false;  // Connection: keep-alive, for HTTP/1.0
  bool tls = false;
};

// Drops the fields of a handler that only the front can know, and control characters in the others.
std::string http_response_head(const base::HttpReply& reply, const HttpFraming& framing, base::Timestamp now,
                               std::string_view content_security_policy);

// RFC 9110 §6.4.1: 1xx, 204 and 304 have no body.
inline bool http_has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace server::net
