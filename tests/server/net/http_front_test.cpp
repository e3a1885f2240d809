// The HTTP front: transcripts of raw bytes; then once over TLS. Bodies, slow clients, streams: the files beside this
// one.
#include "server/net/http/http_front.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "base/async/executor.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"
#include "tests/server/net/http_mirror.h"
#include "tests/server/net/http_pipe.h"
#include "tests/server/net/made_certificate.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using tests::count;
using tests::has;
using tests::HttpMirror;
using tests::HttpPipe;

std::string conversation(std::string sent, server::net::HttpFrontOptions options = {}) {
  HttpMirror mirror;
  HttpPipe pipe(mirror, std::move(options));
  pipe.stop() = mirror.stop;
  return pipe.answers({std::move(sent)});
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
  std::string out =
      conversation("GET /throw HTTP/1.1\r\nHost: x\r\n\r\nGET /on HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(out.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  CHECK_FALSE(has(out, "a bug"));
  CHECK(has(out, "GET /on?"));
}

TEST_CASE("net/http: a handler that fails before the body, or gives nothing, answers 500 too") {
  for (const char* path : {"/throw-early", "/null"}) {
    const std::string out =
        conversation("GET " + std::string(path) +
                     " HTTP/1.1\r\nHost: x\r\n\r\nGET /on HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(out.starts_with("HTTP/1.1 500 "));
    CHECK(has(out, "GET /on?"));
  }
}

TEST_CASE("net/http: bad requests get their status, a sentence in both languages, and the connection ends") {
  for (const auto& [bytes, status] :
       {std::pair<std::string, const char*>{"nonsense\r\n\r\n", "400 Bad Request"},
        {"GET /" + std::string(9000, 'a'), "414 "},
        {"GET / HTTP/1.1\r\nA: " + std::string(20000, 'a'), "431 "},
        {"GET / HTTP/2.0\r\n\r\n", "505 "},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: more\r\nContent-Length: 1\r\n\r\n", "417 "},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: br\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "501 "}}) {
    const std::string out = conversation(bytes);
    CAPTURE(status);
    CHECK(out.starts_with("HTTP/1.1 " + std::string(status)));
    CHECK(count(out, "Connection: close\r\n") == 1);
    CHECK(count(out, "\r\n\r\n") == 1);
    CHECK((has(out, "chưa có gì thay đổi") && has(out, "nothing was changed")));
  }
}

TEST_CASE("net/http: what smugglers send is answered once and never twice") {
  const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  struct Case {
    std::string head;
    const char* status;
  };
  const Case cases[] = {
      {"Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", "501"},
      {"Host: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501"},
      {"Host: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "501"},
      {"Host: x\r\nContent-Length: +5\r\n\r\nabcde", "400"},
      {"Host: x\r\nContent-Length: 5, 5\r\n\r\nabcde", "400"},
      {"Host: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", "400"},
      {"Host: x\r\nContent-Length: 0x5\r\n\r\nabcde", "400"},
      {"Host: x\r\nContent-Length: -1\r\n\r\nabcde", "400"},
      {"Host: x\nContent-Length: 0\r\n\r\n", "400"},
      {"Host: x\r\n Content-Length: 0\r\n\r\n", "400"},
      {std::string("Host: x\r\nA: \0b\r\n\r\n", 18), "400"},
      {"\r\n", "400"},
      {"Host: x\r\nHost: y\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", "413"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdefg\r\n0\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n", "400"},
      {"Host: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n", "400"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.head);
    const std::string out = conversation("POST /p HTTP/1.1\r\n" + one.head + hidden);
    CHECK(out.starts_with("HTTP/1.1 " + std::string(one.status)));
    CHECK(count(out, "HTTP/1.1 ") == 1);
    CHECK_FALSE(has(out, "/hidden"));
  }
}

TEST_CASE("net/http: header values of a handler cannot end the line") {
  std::string out = conversation("GET /inject HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK_FALSE(has(out, "\r\nSet-Cookie"));
  CHECK(has(out, "X-Value: a  Set-Cookie: stolen=1\r\n"));
}

TEST_CASE("net/http: keep-alive of HTTP/1.0, the last request of a connection, a stop") {
  std::string out = conversation("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n");
  CHECK(count(out, "Connection: keep-alive") == 1);
  CHECK(count(out, "Connection: close") == 1);
  server::net::HttpFrontOptions options;
  options.max_requests = 2;
  out = conversation(
      "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", options);
  CHECK(count(out, "HTTP/1.1 200") == 2);
  CHECK(count(out, "Connection: close") == 1);
  out = conversation("GET /stop HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(count(out, "HTTP/1.1 200") == 1);
  CHECK(has(out, "Connection: close"));
}

TEST_CASE("net/http: a stop ends an idle connection at once") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  pipe.stop().request_stop();
  const tests::Heard heard = pipe.talk({});
  CHECK(heard.text.empty());
  CHECK(heard.took == 0ms);
}

namespace {

base::Co<std::string> talk(base::Stream& stream, std::string sent) {
  (void)co_await stream.write(sent);
  std::string out;
  char buffer[4096];
  for (;;) {
    auto got = co_await stream.read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return out;
    out.append(buffer, *got);
  }
}

base::Co<std::string> over_tls(std::uint16_t port, server::net::SocketStream::ClientTls tls) {
  server::net::SocketStream::Connect where{.ip = "127.0.0.1", .port = port};
  auto stream = co_await server::net::SocketStream::connect(std::move(where));
  if (!stream || !co_await (*stream)->start_tls_client(tls)) co_return "no connection";
  co_return co_await talk(**stream, "GET /t HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
}

}  // namespace

TEST_CASE("net/http: over TLS the answer asks for strict transport") {
  tests::ScratchFolder folder;
  auto files = tests::make_certificate(folder, "web", "DNS:mail.example.vn");
  auto loops = std::move(*server::net::LoopGroup::start(1));
  HttpMirror mirror;
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
      std::move(*server::net::TlsClientContext::make({.system_roots = false, .ca_file = files.chain_file})),
      "mail.example.vn", true};
  std::string out = tests::on_loop(loops->at(0), over_tls(listener->endpoints().at(0).port, tls));
  CHECK(has(out, "\r\nStrict-Transport-Security: max-age="));
  CHECK(has(out, "GET /t?  tls 127.0.0.1"));
}
