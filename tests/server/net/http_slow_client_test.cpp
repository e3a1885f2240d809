// Slow clients under a simulated clock: each wait ends at its moment, and a slow line that brings enough is left alone.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/server/net/http_mirror.h"
#include "tests/server/net/http_pipe.h"

namespace {

using namespace std::chrono_literals;
using tests::has;
using tests::Heard;
using tests::HttpMirror;
using tests::HttpPipe;
using tests::Said;

// `head`, then pieces of `piece` with a pause behind each.
std::vector<Said> drip(const std::string& head, const std::string& piece, std::size_t pieces,
                       std::chrono::milliseconds pause) {
  std::vector<Said> out = {Said(head, pause)};
  for (std::size_t i = 0; i < pieces; ++i) out.emplace_back(piece, pause);
  return out;
}

std::string post(std::size_t length) {
  return "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

}  // namespace

TEST_CASE("net/http/slow: an idle connection ends after two minutes, without a word") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk({});
  CHECK(heard.text.empty());
  CHECK(heard.took == 120s);
}

TEST_CASE("net/http/slow: a head has ten seconds in all, however it drips") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk(drip("GET / HTTP/1.1\r\nHost: x\r\n", "A: b\r\n", 80, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 408 "));
  CHECK(heard.took >= 10s);
  CHECK(heard.took <= 12100ms);  // two of them reading on
  CHECK(mirror.begun == 0);
}

TEST_CASE("net/http/slow: a body of one octet a second is ended with 408 after one window") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk(drip(post(1000), "a", 2000, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 408 "));
  CHECK(has(heard.text, "Connection: close"));
  CHECK(heard.took >= 10s);
  CHECK(heard.took <= 13s);
}

TEST_CASE("net/http/slow: chunk framing without a body is no progress") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk(
      drip("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;", std::string(1000, 'x'), 15, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 408 "));
  CHECK(heard.took <= 13s);
}

TEST_CASE("net/http/slow: twice the least rate goes on as long as it takes") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk(drip(post(200 * 2048), std::string(2048, 'a'), 200, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 200 OK"));
  CHECK(heard.took >= 200s);
}

TEST_CASE("net/http/slow: a fast beginning buys no credit for a standstill") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  std::vector<Said> script = {Said(post(500000) + std::string(400000, 'a'), 1h)};
  const Heard heard = pipe.talk(std::move(script));
  CHECK(heard.text.starts_with("HTTP/1.1 408 "));
  CHECK(heard.took <= 22s);
}

TEST_CASE("net/http/slow: a body has its deadline as a whole, the front's or the exchange's") {
  HttpMirror mirror;
  server::net::HttpFrontOptions options;
  options.body_timeout = 60s;
  {
    HttpPipe pipe(mirror, options);
    const Heard heard = pipe.talk(drip(post(200 * 2048), std::string(2048, 'a'), 200, 1s));
    CHECK(heard.text.starts_with("HTTP/1.1 408 "));
    CHECK(heard.took >= 60s);
    CHECK(heard.took <= 63s);
  }
  mirror.limits.whole = 5s;
  HttpPipe pipe(mirror, options);
  const Heard heard = pipe.talk(drip(post(200 * 2048), std::string(2048, 'a'), 200, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 408 "));
  CHECK(heard.took <= 8s);
}

TEST_CASE("net/http/slow: who drips behind a refusal is dropped after two seconds") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk(drip("nonsense\r\n\r\n", "a", 100, 1s));
  CHECK(heard.text.starts_with("HTTP/1.1 400 "));
  CHECK(heard.took <= 2100ms);
}

TEST_CASE("net/http/slow: a client that takes nothing of its answer is dropped after a minute") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk({"GET /big HTTP/1.1\r\nHost: x\r\n\r\n"}, 1h);
  CHECK(heard.took == 60s);
}
