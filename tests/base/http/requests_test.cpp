// Requests as raw bytes against what they mean, whole and one byte at a time.
#include <doctest/doctest.h>

#include <string>

#include "tests/base/http/whole_requests.h"

namespace {

using base::HttpHeadLimits;
using tests::read_requests;
using tests::Requests;

struct Refusal {
  std::string name;
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
    Requests out = read_requests(bytes, piece);
    CHECK(out.status == 0);
    CHECK_FALSE(out.inside);
    REQUIRE(out.whole.size() == 6);
    const bool keep_alive[] = {true, true, true, false, true, false};
    for (std::size_t i = 0; i < 6; ++i) CHECK(out.whole[i].head.keep_alive == keep_alive[i]);
    CHECK(out.whole[0].head.method == "GET");
    CHECK(out.whole[0].head.target == "/a%20b?q=1");
    CHECK(out.whole[0].head.path == "/a b");
    CHECK(out.whole[0].head.query == "q=1");
    CHECK(out.whole[0].head.host == "mail.vn");
    CHECK(out.whole[0].head.headers.get("x-tab") == "a b");
    CHECK(out.whole[0].head.headers.has("x-empty"));
    CHECK_FALSE(out.whole[0].head.has_body());
    CHECK(out.whole[1].head.length == 5);
    CHECK(out.whole[1].body == "hello");
    CHECK(out.whole[2].head.chunked);
    CHECK(out.whole[2].body == "hello0123456789");
    CHECK_FALSE(out.whole[2].head.headers.has("Trailer"));
    CHECK(out.whole[3].head.minor_version == 0);
    CHECK(out.whole[3].head.host.empty());
    CHECK(out.whole[5].head.path == "/last");
  }
}

TEST_CASE("http/parser: what is refused, with which status, in any pieces") {
  HttpHeadLimits limits;
  limits.target = 100;
  limits.head = 500;
  limits.fields = 5;
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
      {"coding twice",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"expectation", "POST / HTTP/1.1\r\n" + host + "Expect: more\r\nContent-Length: 1\r\n\r\n", 417},
      {"chunk size", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"chunk size prefix", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0x5\r\n", 400},
      {"chunk size behind a space",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n", 400},
      {"space inside a chunk size",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1 0\r\na\r\n0\r\n\r\n", 400},
      {"empty chunk size", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n;x\r\n", 400},
      {"bare LF behind a chunk size",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", 400},
      {"bare LF in an extension",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;x\na\r\n0\r\n\r\n", 400},
      {"CR in an extension",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;x\ry\r\na\r\n0\r\n\r\n", 400},
      {"bare LF behind a chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n",
       400},
      {"bare LF at the end", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\n", 400},
      {"bare LF in a trailer", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\n\r\n", 400},
      {"long chunk size", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n00000000000000001\r\n",
       400},
      {"chunk longer than said",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400},
      {"chunks over the limit",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n1\r\n", 413},
      {"huge chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413},
      {"endless chunk line",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(20000, 'x'), 400},
      {"endless trailers",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + std::string(20000, 'x'), 431},
  };
  for (const Refusal& one : cases) {
    for (std::size_t piece : {1, 5, 100000}) {
      CAPTURE(one.name);
      CAPTURE(piece);
      Requests out = read_requests(one.bytes, piece, limits, 20);
      CHECK(out.whole.empty());
      CHECK(out.status == one.status);
      CHECK(out.most <= 20);
    }
  }
}

TEST_CASE("http/parser: endless empty lines before a request are refused") {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += "\r\n";
  CHECK(read_requests(bytes, 1000).status == 431);
}

TEST_CASE("http/parser: who waits for 100-continue, and whom the request is for") {
  auto head = [](const std::string& bytes) { return read_requests(bytes, 3).whole.at(0).head; };
  CHECK(head("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\nab").expects_continue);
  CHECK_FALSE(head("GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n").expects_continue);
  CHECK_FALSE(head("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab").expects_continue);
  // RFC 9112 §3.2.2: the target's authority outranks the field.
  CHECK(head("GET https://real.vn:8443/p HTTP/1.1\r\nHost: other.vn\r\n\r\n").host == "real.vn:8443");
}

TEST_CASE("http/parser: at_start tells an orderly end, and a head that was taken leaves no memory of it") {
  base::HttpHeadParser parser;
  CHECK(parser.at_start());
  CHECK(parser.feed("GET / HT") == 8);
  CHECK_FALSE(parser.at_start());
  const std::string rest = "TP/1.1\r\nHost: x\r\n\r\nGET";
  CHECK(parser.feed(rest) == rest.size() - 3);
  REQUIRE(parser.state() == base::HttpHeadParser::State::complete);
  CHECK(parser.take().path == "/");
  CHECK(parser.at_start());
}
