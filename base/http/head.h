// The head of an HTTP request as a value: all that is known before a byte of its body is read. No I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/async/stream.h"
#include "base/http/message.h"

namespace base {

struct HttpHead {
  std::string method;     // "GET", as sent (case matters)
  std::string target;     // as sent: "/mail?x=1"
  std::string path;       // percent-decoded, starts with '/', no NUL, no "." or ".." segments; "*" for OPTIONS *
  std::string query;      // raw, without '?': for parse_form()
  std::string host;       // as sent: the target's authority, else the Host field; "" in HTTP/1.0 without one
  int minor_version = 1;  // HTTP/1.minor: 0 or 1
  HttpHeaders headers;
  PeerAddress peer;
  bool tls = false;
  std::optional<std::uint64_t> length;  // Content-Length
  bool chunked = false;
  bool expects_continue = false;  // it waits for "100 Continue" to send the body (RFC 9110 §10.1.1)
  bool keep_alive = false;        // the client lets the connection serve another request
  bool has_body() const { return chunked || length.value_or(0) > 0; }
};

struct HttpHeadLimits {
  std::size_t target = 8 * 1024;  // octets of the request target; beyond: 414
  std::size_t head = 16 * 1024;   // octets of request line and fields, also of chunk trailers; beyond: 431
  std::size_t fields = 100;       // beyond: 431
};

}  // namespace base
