#include "server/net/http_front.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <optional>
#include <utility>

#include "base/async/executor.h"
#include "base/async/signal.h"
#include "base/log.h"

namespace server::net {

namespace {

using base::HttpRequest;
using base::HttpRequestParser;
using base::HttpResponse;
using Milliseconds = std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kJoinedBody = 16 * 1024;           // smaller bodies go out in one write with the head
constexpr std::size_t kDrained = 1024 * 1024;            // read and dropped after an error, so that the answer arrives
constexpr std::chrono::seconds kDrainTime{2};

// RFC 9110 §5.6.7: IMF-fixdate.
std::string http_date(base::Timestamp now) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::time_t seconds = now.seconds();
  std::tm t{};
  ::gmtime_r(&seconds, &t);
  char out[64];
  std::snprintf(out, sizeof out, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[t.tm_wday], t.tm_mday, kMonths[t.tm_mon],
                t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
  return out;
}

// No value of ours may end a header line early, whatever a handler put into it.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  auto append_clean = [&out](std::string_view text) {
    for (char c : text) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  };
  append_clean(name);
  out += ": ";
  append_clean(value);
  out += "\r\n";
}

bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

// One connection.
class HttpSession {
 public:
  HttpSession(base::HttpHandler& handler, const base::Clock& clock, const HttpFrontOptions& options,
              base::Stream& stream, std::stop_token stop)
      : handler_(handler), clock_(clock), options_(options), stream_(stream), stop_(std::move(stop)),
        parser_(options.limits) {}

  base::Co<void> run();

 private:
  base::Co<bool> wait_for_request();
  base::Co<bool> read_request();
  base::Co<bool> read_more();
  base::Co<HttpResponse> answer(HttpRequest request);
  base::Co<bool> send(HttpResponse response, bool head_only, bool minor_zero, bool keep_open);
  base::Co<void> fail(int status);
  std::string head_of(const HttpResponse& response, bool minor_zero, bool keep_open) const;

  base::HttpHandler& handler_;
  const base::Clock& clock_;
  const HttpFrontOptions& options_;
  base::Stream& stream_;
  std::stop_token stop_;
  HttpRequestParser parser_;
  std::string pending_;  // read but not parsed yet: pipelined requests; empty while idle
};

base::Co<void> HttpSession::run() {
  stream_.set_write_timeout(options_.write_timeout);
  for (std::size_t served = 1;; ++served) {
    if (!co_await wait_for_request()) co_return;
    if (!co_await read_request()) co_return;
    const bool keep_open = parser_.keep_alive() && served < options_.max_requests;
    HttpRequest request = parser_.take();
    request.peer = stream_.peer();
    request.tls = stream_.tls().active;
    const bool head_only = request.method == "HEAD";
    const bool minor_zero = request.minor_version == 0;
    HttpResponse response = co_await answer(std::move(request));
    const bool stays = keep_open && !stop_.stop_requested();
    if (!co_await send(std::move(response), head_only, minor_zero, stays) || !stays) co_return;
  }
}

// Between requests a connection holds no buffer.
base::Co<bool> HttpSession::wait_for_request() {
  if (!pending_.empty()) co_return true;
  pending_.shrink_to_fit();
  base::Signal stopping;
  std::stop_callback wake(stop_, [&stopping] { stopping.notify(); });
  co_return co_await stream_.wait(&stopping, options_.idle_timeout) == base::Wake::readable;
}

base::Co<bool> HttpSession::read_more() {
  char buffer[kReadSize];
  auto got = co_await stream_.read(buffer, sizeof buffer);
  if (!got || *got == 0) {
    if (!got && got.error().code == base::ErrorCode::timeout) co_await fail(408);
    co_return false;
  }
  pending_.append(buffer, *got);
  co_return true;
}

base::Co<bool> HttpSession::read_request() {
  const auto start = Clock::now();
  for (;;) {
    pending_.erase(0, parser_.feed(pending_));
    switch (parser_.state()) {
      case HttpRequestParser::State::complete:
        co_return true;
      case HttpRequestParser::State::failed:
        base::log(base::LogLevel::info, "NET-0010", "an HTTP request was refused",
                  {{"peer", stream_.peer().ip}, {"status", std::to_string(parser_.status())}, {"reason", parser_.reason()}});
        co_await fail(parser_.status());
        co_return false;
      case HttpRequestParser::State::head: {
        auto spent = std::chrono::duration_cast<Milliseconds>(Clock::now() - start);
        stream_.set_read_timeout(std::max(Milliseconds(1), options_.head_timeout - spent));
        break;
      }
      case HttpRequestParser::State::body:
        stream_.set_read_timeout(options_.body_timeout);
        if (parser_.take_expect_continue() && !co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
        break;
    }
    if (!co_await read_more()) co_return false;
  }
}

base::Co<HttpResponse> HttpSession::answer(HttpRequest request) {
  const std::string what = request.method + " " + request.path;
  std::optional<HttpResponse> response;
  std::string bug;
  try {
    response = co_await handler_.handle(std::move(request));
  } catch (const std::exception& e) {
    bug = e.what();
  } catch (...) {
    bug = "unknown exception";
  }
  if (!response) {
    base::log(base::LogLevel::error, "NET-0011", "an exception ended an HTTP request", {{"request", what}, {"what", bug}});
    response = HttpResponse::text(500, "Máy chủ gặp lỗi, xin thử lại sau. / The server failed; please try again later.\n");
  }
  co_return std::move(*response);
}

std::string HttpSession::head_of(const HttpResponse& response, bool minor_zero, bool keep_open) const {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(base::http_reason(response.status)) + "\r\n";
  append_field(out, "Date", http_date(clock_.now()));
  for (const auto& [name, value] : response.headers.all()) append_field(out, name, value);
  auto add_default = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && !response.headers.has(name)) append_field(out, name, value);
  };
  add_default("Cache-Control", "no-store");
  add_default("X-Content-Type-Options", "nosniff");
  add_default("Referrer-Policy", "same-origin");
  add_default("Content-Security-Policy", options_.content_security_policy);
  if (stream_.tls().active) add_default("Strict-Transport-Security", "max-age=31536000");
  if (!has_no_body(response.status)) append_field(out, "Content-Length", std::to_string(response.body.size()));
  if (!keep_open) {
    append_field(out, "Connection", "close");
  } else if (minor_zero) {
    append_field(out, "Connection", "keep-alive");
  }
  return out + "\r\n";
}

base::Co<bool> HttpSession::send(HttpResponse response, bool head_only, bool minor_zero, bool keep_open) {
  // These say how the message is framed; only the front knows.
  for (const char* ours : {"Content-Length", "Transfer-Encoding", "Connection", "Date"}) response.headers.remove(ours);
  std::string head = head_of(response, minor_zero, keep_open);
  if (has_no_body(response.status) || head_only) response.body.clear();
  if (response.body.size() <= kJoinedBody) {
    head += response.body;
    response.body.clear();
  }
  auto sent = co_await stream_.write(head);
  if (sent && !response.body.empty()) sent = co_await stream_.write(response.body);
  co_return sent.has_value();
}

// Answers and reads on for a moment: closing over unread bytes would make the kernel throw our answer away.
base::Co<void> HttpSession::fail(int status) {
  std::string text = std::to_string(status) + " " + std::string(base::http_reason(status)) + "\n";
  HttpResponse response = HttpResponse::text(status, text);
  if (!co_await send(std::move(response), false, false, false)) co_return;
  const auto end = Clock::now() + kDrainTime;
  char buffer[kReadSize];
  for (std::size_t dropped = 0; dropped < kDrained && Clock::now() < end;) {
    stream_.set_read_timeout(std::max(Milliseconds(1), std::chrono::duration_cast<Milliseconds>(end - Clock::now())));
    auto got = co_await stream_.read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
    dropped += *got;
  }
}

}  // namespace

HttpFront::HttpFront(base::HttpHandler& handler, const base::Clock& clock, HttpFrontOptions options)
    : handler_(handler), clock_(clock), options_(std::move(options)) {}

base::Co<void> HttpFront::serve(std::unique_ptr<base::Stream> stream, std::stop_token stop) const {
  HttpSession session(handler_, clock_, options_, *stream, std::move(stop));
  co_await session.run();
}

}  // namespace server::net
