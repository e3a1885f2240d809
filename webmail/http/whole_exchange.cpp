#include "webmail/http/whole_exchange.h"

#include <memory>

namespace webmail::http {

namespace {

constexpr std::uint64_t kParsed = 12;  // what a form or a JSON document may take in memory, in times of its octets

base::HttpReply busy() {
  base::HttpReply reply = base::HttpReply::text(503,
                                                "Máy chủ đang bận, chưa có gì thay đổi; hãy thử lại sau giây lát. / "
                                                "The server is busy, nothing was changed; try again in a moment.\n");
  reply.headers.set("Retry-After", "2");
  return reply;
}

}  // namespace

base::Co<base::HttpReply> WholeExchange::answer(base::BodyReader& body) {
  std::unique_ptr<base::ReceiveLease> lease;  // until the answer: the endpoint parses what it covers
  if (request_.head.has_body()) {
    const base::Sender sender{request_.head.peer, {}};
    lease = context_.parts.memory.lease(sender);
    const bool room = lease->cover(request_.head.length.value_or(limits_.body) * kParsed);
    if (!room) co_return busy();
    auto read = co_await base::read_whole(body, static_cast<std::size_t>(limits_.body), *lease);
    if (!read && read.error().code == base::ErrorCode::busy) co_return busy();
    if (!read) co_return base::HttpReply::empty(400);  // the connection answers by itself
    request_.body = std::move(*read);
  }
  base::HttpReply reply = co_await endpoint_(context_, std::move(request_));
  co_return reply;
}

}  // namespace webmail::http
