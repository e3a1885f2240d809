// WholeExchange: a request whose whole body is read, under a lease of memory, before an endpoint sees it. The streaming
// ones are classes of their own.
#pragma once

#include <utility>

#include "base/http/handler.h"
#include "webmail/http/endpoints.h"

namespace webmail::http {

class WholeExchange final : public base::HttpExchange {
 public:
  using Endpoint = base::Co<base::HttpReply> (*)(const Context& context, Request request);
  WholeExchange(const Context& context, base::HttpHead head, Limits limits, Endpoint endpoint)
      : context_(context), request_{std::move(head), {}}, limits_(limits), endpoint_(endpoint) {}

  Limits limits() const override { return limits_; }
  base::Co<base::HttpReply> answer(base::BodyReader& body) override;

 private:
  const Context& context_;
  Request request_;
  const Limits limits_;
  const Endpoint endpoint_;
};

}  // namespace webmail::http
