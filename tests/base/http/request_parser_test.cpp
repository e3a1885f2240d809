// Requests as raw bytes against what they mean, whole and one byte at a time.
#include "base/http/request_parser.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using base::HttpLimits;
using base::HttpRequest;
using base::HttpRequestParser;
using State = HttpRequestParser::State;

struct Outcome {
  std::vector<HttpRequest> requests;
  std::vector<bool> keep_alive;
  int continues = 0;
  State last = State::head;
  int status = 0;
};

Outcome run(std::string_view bytes, std::size_t piece, HttpLimits limits = {}) {
  HttpRequestParser parser(limits);
  Outcome out;
  std::string pending;
  while (!bytes.empty() || !pending.empty()) {
    if (pending.empty()) {
      pending = bytes.substr(0, piece);
      bytes.remove_prefix(pending.size());
    }
    std::size_t used = parser.feed(pending);
    pending.erase(0, used);
    if (parser.take_expect_continue()) ++out.continues;
    if (parser.state() == State::complete) {
      out.keep_alive.push_back(parser.keep_alive());
      out.requests.push_back(parser.take());
    }
    if (parser.state() == State::failed) break;
    REQUIRE((used > 0 || parser.state() == State::head));
  }
  out.last = parser.state();
  out.status = parser.status();
  return out;
}

struct Refusal {
  const char* name;
  std::string bytes;
  int status;
};

}  // namespace

TEST_CASE("http/parser: bodies by length and by chunks, pipelined, in any pieces") {
  const std::string bytes =
      "\r\nGET /a%20b?q=1 HTTP/1.1\r\nHost: mail.vn\r\nX-Empty:\r\nX-Tab: \t a b \t\r\n\r\n"
      "POST /p HTTP/1.1\r\nhost: mail.vn\r\nContent-Length: 5\r\n\r\nhello"
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n5;ext=\"y\"\r\nhello\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
      "GET /old HTTP/1.0\r\n\r\n"
      "GET /keep HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
      "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  for (std::size_t piece : {1, 2, 3, 7, 100, 10000}) {
    CAPTURE(piece);
    Outcome out = run(bytes, piece);
    REQUIRE(out.last == State::head);
    REQUIRE(out.requests.size() == 6);
    CHECK(out.keep_alive == std::vector<bool>{true, true, true, false, true, false});
    CHECK(out.requests[0].method == "GET");
    CHECK(out.requests[0].target == "/a%20b?q=1");
    CHECK(out.requests[0].path == "/a b");
    CHECK(out.requests[0].query == "q=1");
    CHECK(out.requests[0].headers.get("x-tab") == "a b");
    CHECK(out.requests[0].headers.has("x-empty"));
    CHECK(out.requests[1].body == "hello");
    CHECK(out.requests[2].body == "hello0123456789");
    CHECK_FALSE(out.requests[2].headers.has("Trailer"));
    CHECK(out.requests[3].minor_version == 0);
    CHECK(out.requests[5].path == "/last");
  }
}

TEST_CASE("http/parser: what is refused, with which status, in any pieces") {
  HttpLimits limits;
  limits.target = 100;
  limits.head = 500;
  limits.fields = 5;
  limits.body = 20;
  const std::string host = "Host: x\r\n";
  const Refusal cases[] = {
      {"no version", "GET /\r\n\r\n", 400},
      {"version 2", "GET / HTTP/2.0\r\n\r\n", 505},
      {"version text", "GET / HTTX/1.1\r\n\r\n", 400},
      {"lower case version", "GET / http/1.1\r\n\r\n", 400},
      {"method", "G@T / HTTP/1.1\r\n\r\n", 400},
      {"two spaces", "GET  / HTTP/1.1\r\n\r\n", 400},
      {"8-bit target", "GET /\xc3\xa1 HTTP/1.1\r\n\r\n", 400},
      {"connect", "CONNECT mail.vn:443 HTTP/1.1\r\n\r\n", 501},
      {"asterisk for GET", "GET * HTTP/1.1\r\n\r\n", 400},
      {"bare LF", "GET / HTTP/1.1\n" + host + "\n", 400},
      {"bare LF in the fields", "GET / HTTP/1.1\r\nHost: x\n\r\n", 400},
      {"CR inside", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", 400},
      {"NUL inside", std::string("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26), 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"folding", "GET / HTTP/1.1\r\n" + host + " folded\r\n\r\n", 400},
      {"no colon", "GET / HTTP/1.1\r\n" + host + "nonsense\r\n\r\n", 400},
      {"long target", "GET /" + std::string(200, 'a') + " HTTP/1.1\r\n", 414},
      {"endless request line", std::string(1000, 'a'), 414},
      {"long field", "GET / HTTP/1.1\r\nA: " + std::string(1000, 'a'), 431},
      {"many fields", "GET / HTTP/1.1\r\n" + host + "A:1\r\nB:1\r\nC:1\r\nD:1\r\nE:1\r\n\r\n", 431},
      {"both lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
      {"length list", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1, 1\r\n\r\n", 400},
      {"negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"plus length", "POST / HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\n", 400},
      {"huge length", "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {"empty length", "POST / HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\n", 400},
      {"over the body limit", "POST / HTTP/1.1\r\n" + host + "Content-Length: 21\r\n\r\n", 413},
      {"unknown coding", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"coding twice", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"expectation", "POST / HTTP/1.1\r\n" + host + "Expect: more\r\nContent-Length: 1\r\n\r\n", 417},
      {"chunk size", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"chunk size prefix", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0x5\r\n", 400},
      {"chunk longer than said", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400},
      {"chunks over the limit", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n1\r\n", 413},
      {"huge chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413},
      {"endless chunk line", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(2000, 'x'), 400},
      {"endless trailers", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + std::string(600, 'x'), 431},
  };
  for (const Refusal& one : cases) {
    for (std::size_t piece : {1, 5, 100000}) {
      CAPTURE(one.name);
      CAPTURE(piece);
      Outcome out = run(one.bytes, piece, limits);
      CHECK(out.requests.empty());
      CHECK(out.last == State::failed);
      CHECK(out.status == one.status);
    }
  }
}

TEST_CASE("http/parser: endless empty lines before a request are refused") {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += "\r\n";
  CHECK(run(bytes, 1000).status == 431);
}

TEST_CASE("http/parser: 100-continue is asked for once and only while the body is awaited") {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  HttpRequestParser parser;
  CHECK(parser.at_start());
  CHECK(parser.feed(head) == head.size());
  CHECK_FALSE(parser.at_start());
  CHECK(parser.take_expect_continue());
  CHECK_FALSE(parser.take_expect_continue());
  CHECK(parser.feed("ab") == 2);
  CHECK(parser.state() == State::complete);
  CHECK(parser.take().body == "ab");
  CHECK(parser.at_start());
  CHECK(run(head + "ab", 1000).continues == 0);
  CHECK(run("GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n", 1).continues == 0);
}
