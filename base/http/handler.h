// HttpHandler: what answers requests (webmail/http implements it, server/net calls it).
#pragma once

#include "base/async/co.h"
#include "base/http/message.h"

namespace base {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Called on the connection's loop; may park; may be called on several loops at once. An exception answers 500.
  virtual Co<HttpResponse> handle(HttpRequest request) = 0;
};

}  // namespace base
