// The HTTP front over the in-memory pipe: transcripts of raw bytes; then once over TLS.
#include "server/net/http_front.h"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/async/executor.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"
#include "tests/server/net/made_certificate.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using base::HttpRequest;
using base::HttpResponse;

// Tells what it saw; /throw, /later, /big, /inject, /empty and /stop do what they say.
class Mirror final : public base::HttpHandler {
 public:
  std::stop_source stop;

  base::Co<HttpResponse> handle(HttpRequest request) override {
    if (request.path == "/throw") throw std::runtime_error("a bug");
    if (request.path == "/later") co_await base::sleep_for(5ms);
    if (request.path == "/big") co_return HttpResponse::text(200, std::string(300000, 'b'));
    if (request.path == "/stop") stop.request_stop();
    if (request.path == "/empty") co_return HttpResponse{.status = 204};
    HttpResponse response =
        HttpResponse::text(200, request.method + " " + request.path + "?" + request.query + " " + request.body +
                                    (request.tls ? " tls" : "") + " " + request.peer.ip + "\n");
    if (request.path == "/inject") response.headers.set("X-Value", "a\r\nSet-Cookie: stolen=1");
    co_return response;
  }
};

base::Co<std::string> talk(base::Stream& stream, std::string sent, bool close_after) {
  (void)co_await stream.write(sent);
  std::string out;
  char buffer[4096];
  for (;;) {
    auto got = co_await stream.read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return out;
    out.append(buffer, *got);
    if (close_after) stream.set_read_timeout(30ms);
  }
}

template <class T>
base::Co<void> keep(base::Co<T> work, std::optional<T>& out) {
  out.emplace(co_await std::move(work));
}

base::Co<bool> ended(base::Co<void> inner) {
  co_await std::move(inner);
  co_return true;
}

std::string conversation(std::string sent, server::net::HttpFrontOptions options = {}, bool client_closes = true) {
  Mirror mirror;
  base::FakeClock clock(base::Timestamp::from_seconds(784111777));
  server::net::HttpFront front(mirror, clock, options);
  base::ManualExecutor executor;
  auto [client, server] = base::make_memory_pipe();
  std::optional<std::string> answer;
  std::optional<bool> session_done;
  base::spawn(executor, keep(ended(front.serve(std::move(server), mirror.stop.get_token())), session_done));
  base::spawn(executor, keep(talk(*client, std::move(sent), client_closes), answer));
  executor.run_until([&] { return answer.has_value(); });
  executor.post([&client = client] { client.reset(); });
  executor.run_until([&] { return session_done.has_value(); });
  return *answer;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("net/http: an answer with date, length and the security headers") {
  std::string out = conversation("GET /a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(out.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(has(out, "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  CHECK(has(out, "\r\nContent-Length: 20\r\n"));
  CHECK(has(out, "\r\nX-Content-Type-Options: nosniff\r\n"));
  CHECK(has(out, "\r\nReferrer-Policy: same-origin\r\n"));
  CHECK(has(out, "\r\nConnection: close\r\n"));
  CHECK_FALSE(has(out, "Strict-Transport-Security"));
  CHECK(out.ends_with("\r\n\r\nGET /a?b  127.0.0.1\n"));
}

TEST_CASE("net/http: pipelined requests are answered in order") {
  std::string out = conversation(
      "GET /later HTTP/1.1\r\nHost: x\r\n\r\nPOST /two HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n\r\nHEAD /three HTTP/1.1\r\nHost: x\r\n\r\nGET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(count(out, "HTTP/1.1 200 OK") == 3);
  CHECK(out.find("GET /later?") < out.find("POST /two? abc"));
  CHECK_FALSE(has(out, "HEAD /three"));
  CHECK(has(out, "Content-Length: 24"));
  CHECK(has(out, "HTTP/1.1 204 No Content"));
  CHECK(count(out, "Content-Length") == 3);
}

TEST_CASE("net/http: a big body arrives whole through the pipe's back-pressure") {
  std::string out = conversation("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(has(out, "Content-Length: 300000\r\n"));
  CHECK(out.ends_with(std::string(300000, 'b')));
}

TEST_CASE("net/http: an exception of the handler answers 500 and the connection goes on") {
  std::string out = conversation("GET /throw HTTP/1.1\r\nHost: x\r\n\r\nGET /on HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(out.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  CHECK_FALSE(has(out, "a bug"));
  CHECK(has(out, "GET /on?"));
}

TEST_CASE("net/http: bad requests get their status and the connection ends") {
  server::net::HttpFrontOptions options;
  options.limits.body = 10;
  CHECK(conversation("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
  CHECK(conversation("GET /" + std::string(9000, 'a')).starts_with("HTTP/1.1 414 "));
  CHECK(conversation("GET / HTTP/1.1\r\nA: " + std::string(20000, 'a')).starts_with("HTTP/1.1 431 "));
  CHECK(conversation("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n", options).starts_with("HTTP/1.1 413 "));
  std::string out = conversation("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: br\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(out.starts_with("HTTP/1.1 501 "));
  CHECK(count(out, "HTTP/1.1") == 1);
}

TEST_CASE("net/http: header values of a handler cannot end the line") {
  std::string out = conversation("GET /inject HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK_FALSE(has(out, "\r\nSet-Cookie"));
  CHECK(has(out, "X-Value: a  Set-Cookie: stolen=1\r\n"));
}

TEST_CASE("net/http: time-outs of an idle connection, of a slow head and of a slow body") {
  server::net::HttpFrontOptions options;
  options.idle_timeout = 10ms;
  options.head_timeout = 20ms;
  options.body_timeout = 20ms;
  CHECK(conversation("", options, false) == "");
  CHECK(conversation("GET / HTTP/1.1\r\n", options, false).starts_with("HTTP/1.1 408 "));
  CHECK(conversation("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", options, false).starts_with("HTTP/1.1 408 "));
}

TEST_CASE("net/http: 100-continue, keep-alive of HTTP/1.0, the last request of a connection, a stop") {
  std::string out = conversation("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(out == "HTTP/1.1 100 Continue\r\n\r\n");
  out = conversation("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n", {}, false);
  CHECK(count(out, "Connection: keep-alive") == 1);
  CHECK(count(out, "Connection: close") == 1);
  server::net::HttpFrontOptions options;
  options.max_requests = 2;
  out = conversation("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", options, false);
  CHECK(count(out, "HTTP/1.1 200") == 2);
  out = conversation("GET /stop HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", {}, false);
  CHECK(count(out, "HTTP/1.1 200") == 1);
  CHECK(has(out, "Connection: close"));
}

namespace {

base::Co<std::string> over_tls(std::uint16_t port, server::net::SocketStream::ClientTls tls) {
  server::net::SocketStream::Connect where{.ip = "127.0.0.1", .port = port};
  auto stream = co_await server::net::SocketStream::connect(std::move(where));
  if (!stream || !co_await (*stream)->start_tls_client(tls)) co_return "no connection";
  co_return co_await talk(**stream, "GET /t HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false);
}

}  // namespace

TEST_CASE("net/http: over TLS the answer asks for strict transport") {
  tests::ScratchFolder folder;
  auto files = tests::make_certificate(folder, "web", "DNS:mail.example.vn");
  auto loops = std::move(*server::net::LoopGroup::start(1));
  Mirror mirror;
  base::SystemClock clock;
  server::net::HttpFront front(mirror, clock);
  server::net::ListenerOptions options;
  options.name = "https";
  options.endpoints = {{"127.0.0.1", 0}};
  options.tls = std::make_shared<server::net::TlsSource>(std::move(*server::net::TlsContext::load({files})));
  options.implicit_tls = true;
  auto listener = std::move(*server::net::Listener::open(*loops, options, [&](auto stream, std::stop_token stop) {
    return front.serve(std::move(stream), std::move(stop));
  }));
  server::net::SocketStream::ClientTls tls{
      std::move(*server::net::TlsClientContext::make({.system_roots = false, .ca_file = files.chain_file})), "mail.example.vn", true};
  std::string out = tests::on_loop(loops->at(0), over_tls(listener->endpoints().at(0).port, tls));
  CHECK(has(out, "\r\nStrict-Transport-Security: max-age="));
  CHECK(has(out, "GET /t?  tls 127.0.0.1"));
}
