// HttpReply: what answers a request. Status, fields, and a text, a stream or another protocol. Movable only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/http/body.h"
#include "base/http/message.h"

namespace base {

struct HttpReply {
  using Body = std::variant<std::string, std::unique_ptr<BodySource>, std::unique_ptr<Takeover>>;

  int status = 200;
  HttpHeaders headers;  // the front adds Date, Connection, the framing and the security headers that are not set
  Body body;            // Takeover: status 101 and Upgrade are set; the request had no body

  static HttpReply empty(int status);                                // no body
  static HttpReply text(int status, std::string_view body);          // text/plain; charset=utf-8
  static HttpReply html(int status, std::string body);               // text/html; charset=utf-8
  static HttpReply json(int status, std::string body);               // application/json
  static HttpReply redirect(int status, std::string_view location);  // 302, 303, 307, 308
};

// "Not Found" for 404; "" for codes we do not know.
std::string_view http_reason(int status);

}  // namespace base
