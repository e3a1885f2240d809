#include "server/net/http/http_session.h"

#include <algorithm>
#include <utility>

#include "base/async/signal.h"
#include "base/log.h"
#include "server/net/http/http_body_writer.h"
#include "server/net/http/http_refusal.h"

namespace server::net {

namespace {

using base::HttpReply;
using Milliseconds = std::chrono::milliseconds;

constexpr std::size_t kJoinedBody = 16 * 1024;  // smaller bodies go out in one write with the head
constexpr std::size_t kDrained = 1024 * 1024;   // read and dropped before a close, so that the answer arrives
constexpr std::chrono::seconds kDrainTime{2};

void log_bug(const std::string& request, const std::string& what) {
  base::log(base::LogLevel::error, "NET-0011", "an exception ended an HTTP request",
            {{"request", request}, {"what", what}});
}

// RFC 9112 §6.3: without a length and without chunks (HTTP/1.0) the end of the connection is the end of the body.
bool ends_with_connection(const HttpReply& reply, bool minor_zero) {
  const auto* streamed = std::get_if<std::unique_ptr<base::BodySource>>(&reply.body);
  return minor_zero && streamed && !(*streamed)->length();
}
bool is_takeover(const HttpReply& reply) { return std::holds_alternative<std::unique_ptr<base::Takeover>>(reply.body); }

}  // namespace

HttpSession::HttpSession(base::HttpHandler& handler, const base::Clock& clock, const HttpFrontOptions& options,
                         base::Stream& stream, std::stop_token stop)
    : handler_(handler),
      clock_(clock),
      options_(options),
      stream_(stream),
      stop_(std::move(stop)),
      input_(stream),
      parser_(options.limits) {}

base::Co<void> HttpSession::run() {
  stream_.set_write_timeout(options_.write_timeout);
  for (std::size_t served = 1;; ++served) {
    const bool awake = co_await wait_for_request();
    if (!awake) co_return;
    const bool stays = co_await serve_request(served >= options_.max_requests);
    if (!stays) co_return;
  }
}

base::Co<bool> HttpSession::wait_for_request() {
  if (!input_.view().empty()) co_return true;
  (void)input_.take();
  base::Signal stopping;
  std::stop_callback wake(stop_, [&stopping] { stopping.notify(); });
  const base::Wake why = co_await stream_.wait(&stopping, options_.idle_timeout);
  co_return why == base::Wake::readable;
}

// True when the connection may serve another one.
base::Co<bool> HttpSession::serve_request(bool last) {
  std::optional<base::HttpHead> head = co_await read_head();
  if (!head) co_return false;
  const Asked asked{head->method + " " + head->path, head->method == "HEAD", head->minor_version == 0,
                    head->keep_alive && !last};
  HttpBodyReader body(input_, clock_, options_, *head);
  base::HttpBegun begun = co_await begin(std::move(*head), asked);
  head.reset();
  HttpReply reply;
  if (auto* done = std::get_if<HttpReply>(&begun)) {
    reply = std::move(*done);
  } else {
    base::HttpExchange& exchange = *std::get<std::unique_ptr<base::HttpExchange>>(begun);
    if (body.allow(exchange.limits())) {
      reply = co_await answer(exchange, body, asked);
    } else {
      reply = http_refusal(413);
    }
  }
  if (body.failure()) {
    const int status = *body.failure();
    if (status != 0) co_await refuse(status, body.reason());
    co_return false;
  }
  if (!is_takeover(reply)) {
    const bool stays = co_await finish(std::move(reply), body, asked);
    co_return stays;
  }
  const bool may = !asked.minor_zero && !asked.head_only && body.worth_finishing() && body.complete();
  if (!may) {
    co_await refuse(400, "another protocol was asked for with a body or in HTTP/1.0");
    co_return false;
  }
  begun = HttpReply();  // the exchange is over
  co_await hand_over(std::move(reply), asked);
  co_return false;
}

base::Co<std::optional<base::HttpHead>> HttpSession::read_head() {
  const auto start = clock_.steady();
  for (;;) {
    input_.drop(parser_.feed(input_.view()));
    if (parser_.state() == base::HttpHeadParser::State::failed) {
      co_await refuse(parser_.status(), parser_.reason());
      co_return std::nullopt;
    }
    if (parser_.state() == base::HttpHeadParser::State::complete) {
      base::HttpHead head = parser_.take();
      head.peer = stream_.peer();
      head.tls = stream_.tls().active;
      co_return std::optional<base::HttpHead>(std::move(head));
    }
    const auto left = std::chrono::ceil<Milliseconds>(options_.head_timeout - (clock_.steady() - start));
    stream_.set_read_timeout(std::max(Milliseconds(1), left));
    auto got = co_await input_.fill();
    if (!got && got.error().code == base::ErrorCode::timeout) co_await refuse(408, "the head came too slowly");
    if (!got || *got == 0) co_return std::nullopt;
  }
}

base::Co<base::HttpBegun> HttpSession::begin(base::HttpHead head, const Asked& asked) {
  base::HttpBegun begun;
  std::string bug = "no exchange";
  try {
    begun = co_await handler_.begin(std::move(head));
    const auto* exchange = std::get_if<std::unique_ptr<base::HttpExchange>>(&begun);
    if (!exchange || *exchange) co_return begun;
  } catch (const std::exception& e) {
    bug = e.what();
  } catch (...) {
    bug = "unknown exception";
  }
  log_bug(asked.what, bug);
  co_return base::HttpBegun(http_refusal(500));
}

base::Co<HttpReply> HttpSession::answer(base::HttpExchange& exchange, HttpBodyReader& body, const Asked& asked) {
  std::string bug;
  try {
    HttpReply reply = co_await exchange.answer(body);
    co_return reply;
  } catch (const std::exception& e) {
    bug = e.what();
  } catch (...) {
    bug = "unknown exception";
  }
  log_bug(asked.what, bug);
  co_return http_refusal(500);
}

// Sends the answer; then what is left of the body is read when it is little, else the connection ends.
base::Co<bool> HttpSession::finish(HttpReply reply, HttpBodyReader& body, const Asked& asked) {
  const bool finishable = body.worth_finishing();
  const bool stays =
      asked.keep_alive && finishable && !stop_.stop_requested() && !ends_with_connection(reply, asked.minor_zero);
  const bool sent = co_await send(reply, asked, stays);
  if (!sent) co_return false;
  if (body.complete()) co_return stays;
  if (!stays) {
    co_await drain();
    co_return false;
  }
  const bool finished = co_await body.finish();
  co_return finished;
}

base::Co<bool> HttpSession::send(HttpReply& reply, const Asked& asked, bool stays) {
  HttpFraming framing;
  framing.tls = stream_.tls().active;
  framing.keep_alive = asked.minor_zero;
  framing.close = !stays;
  auto* streamed = std::get_if<std::unique_ptr<base::BodySource>>(&reply.body);
  auto* text = std::get_if<std::string>(&reply.body);
  if (!http_has_no_body(reply.status)) {
    if (text) framing.length = text->size();
    if (streamed) framing.length = (*streamed)->length();
    framing.chunked = streamed && !framing.length && !asked.minor_zero;
  }
  std::string head = http_response_head(reply, framing, clock_.now(), options_.content_security_policy);
  const bool with_body = !http_has_no_body(reply.status) && !asked.head_only;
  if (streamed && with_body) {
    const bool sent = co_await send_source(**streamed, std::move(head), framing, asked);
    co_return sent;
  }
  std::string_view body = text && with_body ? std::string_view(*text) : std::string_view();
  if (body.size() <= kJoinedBody) {
    head += body;
    body = {};
  }
  auto sent = co_await stream_.write(head);
  if (sent && !body.empty()) sent = co_await stream_.write(body);
  co_return sent.has_value();
}

base::Co<bool> HttpSession::send_source(base::BodySource& source, std::string head, const HttpFraming& framing,
                                        const Asked& asked) {
  HttpBodyWriter writer(stream_, std::move(head), framing.length, framing.chunked);
  std::string bug;
  try {
    auto sent = co_await source.write_to(writer);
    if (sent) sent = co_await writer.finish();
    if (!sent && sent.error().code == base::ErrorCode::internal) bug = base::describe(sent.error());
    if (bug.empty()) co_return sent.has_value();
  } catch (const std::exception& e) {
    bug = e.what();
  } catch (...) {
    bug = "unknown exception";
  }
  log_bug(asked.what, bug);
  co_return false;
}

// RFC 9110 §15.2.2. From here on the connection is the other protocol's.
base::Co<void> HttpSession::hand_over(HttpReply reply, const Asked& asked) {
  const std::unique_ptr<base::Takeover> takeover = std::move(std::get<std::unique_ptr<base::Takeover>>(reply.body));
  std::string head = http_response_head(reply, {}, clock_.now(), {});
  head.insert(head.size() - 2, "Connection: Upgrade\r\n");
  auto sent = co_await stream_.write(head);
  if (!sent) co_return;
  reply = HttpReply();
  stream_.set_read_timeout(Milliseconds(0));
  std::string bug;
  try {
    std::string early = input_.take();
    co_await takeover->run(stream_, std::move(early), stop_);
    co_return;
  } catch (const std::exception& e) {
    bug = e.what();
  } catch (...) {
    bug = "unknown exception";
  }
  log_bug(asked.what, bug);
}

// Answers what cannot be trusted any further, and ends the connection.
base::Co<void> HttpSession::refuse(int status, std::string reason) {
  base::log(base::LogLevel::info, "NET-0010", "an HTTP request was refused",
            {{"peer", stream_.peer().ip}, {"status", std::to_string(status)}, {"reason", reason}});
  HttpReply reply = http_refusal(status);
  const Asked asked;
  const bool sent = co_await send(reply, asked, false);
  if (sent) co_await drain();
}

// Reads on for a moment: closing over unread bytes would make the kernel throw our answer away.
base::Co<void> HttpSession::drain() {
  const auto end = clock_.steady() + kDrainTime;
  (void)input_.take();
  for (std::size_t dropped = 0; dropped < kDrained && clock_.steady() < end;) {
    stream_.set_read_timeout(std::max(Milliseconds(1), std::chrono::ceil<Milliseconds>(end - clock_.steady())));
    auto got = co_await input_.fill();
    if (!got || *got == 0) co_return;
    dropped += *got;
    input_.drop(*got);
  }
}

}  // namespace server::net
