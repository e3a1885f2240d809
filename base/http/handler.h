// HttpHandler: what answers requests (webmail/http implements it, server/net calls it). The head comes first and alone:
// a handler finds route, caller and limits by it, and only then may an octet of the body be read.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <variant>

#include "base/async/co.h"
#include "base/http/body.h"
#include "base/http/head.h"
#include "base/http/reply.h"

namespace base {

// One request whose head was accepted; owns what it needs (the head, a session, a lease of memory). It lives until its
// reply is written, or until a Takeover begins.
class HttpExchange {
 public:
  struct Limits {
    std::uint64_t body = 0;              // octets; a longer Content-Length is refused at the head with 413
    std::chrono::milliseconds whole{0};  // for the whole body; 0: what the front has
    std::uint32_t bytes_per_second = 0;  // the least, while we wait for the client; 0: what the front has
  };
  virtual ~HttpExchange() = default;
  virtual Limits limits() const = 0;
  // Called once. Need not read the body. An exception answers 500.
  virtual Co<HttpReply> answer(BodyReader& body) = 0;
};

using HttpBegun = std::variant<HttpReply, std::unique_ptr<HttpExchange>>;

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // A reply refuses or answers at once, without the body. Called on the connection's loop; may park; may be called on
  // several loops at once. An exception answers 500.
  virtual Co<HttpBegun> begin(HttpHead head) = 0;
};

}  // namespace base
