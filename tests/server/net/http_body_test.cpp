// Bodies behind the head: limits that hold before an octet of them is read, and what becomes of a body that nobody
// reads.
#include <doctest/doctest.h>

#include <string>

#include "tests/server/net/http_mirror.h"
#include "tests/server/net/http_pipe.h"

namespace {

using namespace std::chrono_literals;
using tests::count;
using tests::has;
using tests::Heard;
using tests::HttpMirror;
using tests::HttpPipe;

const std::string kNext = "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

std::string post(const std::string& path, std::size_t length, const std::string& more = "") {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::string chunk(const std::string& text) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", text.size());
  return size + text + "\r\n";
}

const std::string kChunked = " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE(
    "net/http/body: a Content-Length over the limit is 413 at the head, without 100 Continue, whatever comes of the body") {
  HttpMirror mirror;
  mirror.limits.body = 16 * 1024;
  for (const char* expect : {"", "Expect: 100-continue\r\n"}) {
    for (const char* part : {"", "abc"}) {
      HttpPipe pipe(mirror);
      const Heard heard = pipe.talk({post("/", 25 << 20, expect) + part, tests::Said("", 1h)});
      CHECK(heard.text.starts_with("HTTP/1.1 413 "));
      CHECK(count(heard.text, "HTTP/1.1") == 1);
      CHECK(has(heard.text, "Connection: close\r\n"));
      CHECK(heard.took <= 2100ms);
    }
  }
}

TEST_CASE("net/http/body: one a little over the limit is dropped, and the next request is answered") {
  HttpMirror mirror;
  mirror.limits.body = 10;
  HttpPipe pipe(mirror);
  const std::string out = pipe.answers({post("/", 20000) + std::string(20000, 'a') + kNext});
  CHECK(out.starts_with("HTTP/1.1 413 "));
  CHECK(count(out, "HTTP/1.1 ") == 2);
  CHECK(has(out, "GET /next?"));
}

TEST_CASE(
    "net/http/body: just the limit is taken, by length and by chunks; one octet of a chunk more is not, nor sent on") {
  HttpMirror mirror;
  mirror.limits.body = 10;
  HttpPipe pipe(mirror);
  CHECK(has(pipe.answers({post("/p", 10) + "0123456789" + kNext}), "POST /p? 0123456789 "));
  CHECK(has(pipe.answers({"POST /p" + kChunked + chunk("01234") + chunk("56789") + "0\r\n\r\n" + kNext}),
            "POST /p? 0123456789 "));
  const std::string out = pipe.answers({"POST /p" + kChunked + chunk("01234") + chunk("567890") + "0\r\n\r\n" + kNext});
  CHECK(out.starts_with("HTTP/1.1 413 "));
  CHECK(count(out, "HTTP/1.1 ") == 1);
  CHECK_FALSE(has(out, "never sent"));
}

TEST_CASE(
    "net/http/body: 100 Continue is sent by the first read, once, and not when the body has come or nobody reads") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const std::string expect = "Expect: 100-continue\r\n";
  std::string out = pipe.answers({tests::Said(post("/p", 5, expect), 1s), "hello" + kNext});
  CHECK(out.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  CHECK(count(out, "100 Continue") == 1);
  CHECK(has(out, "POST /p? hello "));
  CHECK(has(out, "GET /next?"));
  CHECK_FALSE(has(pipe.answers({post("/p", 5, expect) + "hello" + kNext}), "100 Continue"));
  for (const char* path : {"/unread", "/forbidden"}) {
    out = pipe.answers({post(path, 5, expect)});  // may or may not send it now: nothing behind it can be trusted
    CHECK_FALSE(has(out, "100 Continue"));
    CHECK(has(out, "Connection: close\r\n"));
  }
}

TEST_CASE("net/http/body: what nobody reads is dropped up to 64 KiB, beyond it the connection ends") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  for (const char* path : {"/unread", "/forbidden", "/some", "/throw"}) {
    CAPTURE(path);
    std::string out = pipe.answers({post(path, 60000) + std::string(60000, 'a') + kNext});
    CHECK(count(out, "HTTP/1.1 ") == 2);
    CHECK(has(out, "GET /next?"));
    out = pipe.answers({post(path, 200000) + std::string(200000, 'a') + kNext});
    CHECK(count(out, "HTTP/1.1 ") == 1);
    CHECK(has(out, "Connection: close\r\n"));
    // Of chunks nobody knows how many come.
    out = pipe.answers({"POST " + std::string(path) + kChunked + chunk("abc") + "0\r\n\r\n" + kNext});
    CHECK(has(out, "GET /next?"));
    out = pipe.answers({tests::Said("POST " + std::string(path) + kChunked + chunk("abcd"), 1s), "0\r\n\r\n" + kNext});
    CHECK(count(out, "HTTP/1.1 ") == 1);
  }
}

TEST_CASE("net/http/body: what is left unread is cut off when it does not come") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const Heard heard = pipe.talk({post("/unread", 60000), tests::Said("", 1h), kNext});
  CHECK(has(heard.text, "not read"));
  CHECK(count(heard.text, "HTTP/1.1 200") == 1);
  CHECK(heard.took <= 12s);
}

TEST_CASE("net/http/body: broken framing inside a body is 400, and a client that goes away inside one gets nothing") {
  HttpMirror mirror;
  HttpPipe pipe(mirror);
  const std::string out = pipe.answers({"POST /p" + kChunked + "3\r\nabcd\r\n0\r\n\r\n" + kNext});
  CHECK(out.starts_with("HTTP/1.1 400 "));
  CHECK(count(out, "HTTP/1.1 ") == 1);
  CHECK_FALSE(has(out, "never sent"));
}
