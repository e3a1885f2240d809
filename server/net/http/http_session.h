// HttpSession: one HTTP/1.1 connection: heads, keep-alive, pipelining, the exchange with the handler, the answer.
// Between requests it holds a parked coroutine and no buffer. Belongs to its stream's loop. Internal to the HTTP front.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/async/stream.h"
#include "base/clock.h"
#include "base/http/handler.h"
#include "base/http/head_parser.h"
#include "server/net/http/http_body_reader.h"
#include "server/net/http/http_front.h"
#include "server/net/http/http_input.h"
#include "server/net/http/http_response_head.h"

namespace server::net {

class HttpSession {
 public:
  // All outlive the session.
  HttpSession(base::HttpHandler& handler, const base::Clock& clock, const HttpFrontOptions& options,
              base::Stream& stream, std::stop_token stop);
  base::Co<void> run();

 private:
  // What is kept of a request when its head has gone to the handler.
  struct Asked {
    std::string what;         // method and path, for the log
    bool head_only = false;   // HEAD
    bool minor_zero = false;  // HTTP/1.0
    bool keep_alive = false;
  };

  base::Co<bool> wait_for_request();
  base::Co<bool> serve_request(bool last);
  base::Co<std::optional<base::HttpHead>> read_head();
  base::Co<base::HttpBegun> begin(base::HttpHead head, const Asked& asked);
  base::Co<base::HttpReply> answer(base::HttpExchange& exchange, HttpBodyReader& body, const Asked& asked);
  base::Co<bool> finish(base::HttpReply reply, HttpBodyReader& body, const Asked& asked);
  base::Co<bool> send(base::HttpReply& reply, const Asked& asked, bool stays);
  base::Co<bool> send_source(base::BodySource& source, std::string head, const HttpFraming& framing,
                             const Asked& asked);
  base::Co<void> hand_over(base::HttpReply reply, const Asked& asked);
  base::Co<void> refuse(int status, std::string reason);
  base::Co<void> drain();

  base::HttpHandler& handler_;
  const base::Clock& clock_;
  const HttpFrontOptions& options_;
  base::Stream& stream_;
  std::stop_token stop_;
  HttpInput input_;
  base::HttpHeadParser parser_;
};

}  // namespace server::net
