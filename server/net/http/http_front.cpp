#include "server/net/http/http_front.h"

#include <utility>

#include "server/net/http/http_session.h"

namespace server::net {

HttpFront::HttpFront(base::HttpHandler& handler, const base::Clock& clock, HttpFrontOptions options)
    : handler_(handler), clock_(clock), options_(std::move(options)) {}

base::Co<void> HttpFront::serve(std::unique_ptr<base::Stream> stream, std::stop_token stop) const {
  HttpSession session(handler_, clock_, options_, *stream, std::move(stop));
  co_await session.run();
}

}  // namespace server::net
