// Bodies by length and by chunks, as views, never over the limit.
#include "base/http/body_decoder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>

namespace {

using base::HttpBodyDecoder;
using State = HttpBodyDecoder::State;

struct Decoded {
  std::string body;
  std::string rest;
  State state;
  int status = 0;
};

Decoded decode(HttpBodyDecoder decoder, std::string_view bytes, std::size_t piece) {
  Decoded out{{}, {}, decoder.state()};
  while (decoder.state() == State::reading && !bytes.empty()) {
    const std::string_view given = bytes.substr(0, piece);
    const std::uint64_t promised = decoder.data_left();
    const auto got = decoder.decode(given);
    REQUIRE((got.used > 0 || decoder.state() == State::failed));
    if (promised > 0) CHECK(got.data.size() == std::min<std::uint64_t>(promised, given.size()));
    if (!got.data.empty()) {
      CHECK(got.data.data() >= given.data());
      CHECK(got.data.data() + got.data.size() <= given.data() + given.size());
    }
    out.body += got.data;
    bytes.remove_prefix(got.used);
  }
  CHECK(decoder.yielded() == out.body.size());
  out.rest = bytes;
  out.state = decoder.state();
  out.status = decoder.status();
  return out;
}

}  // namespace

TEST_CASE("http/body: by length, and what follows stays") {
  for (std::size_t piece : {1, 3, 100}) {
    Decoded out = decode(HttpBodyDecoder(false, 5, 5), "helloGET /", piece);
    CHECK(out.state == State::complete);
    CHECK(out.body == "hello");
    CHECK(out.rest == "GET /");
  }
  CHECK(HttpBodyDecoder(false, 0, 0).state() == State::complete);
  HttpBodyDecoder large(false, 6, 5);
  CHECK(large.state() == State::failed);
  CHECK(large.status() == 413);
}

TEST_CASE("http/body: chunks with extensions, padding and trailers") {
  const std::string bytes =
      "5;a=\"b\"\r\nhello\r\n00a  \r\n0123456789\r\n1\t;x\r\n!\r\n000\r\nTrailer: x\r\nMore: y\r\n\r\nrest";
  for (std::size_t piece : {1, 2, 7, 1000}) {
    Decoded out = decode(HttpBodyDecoder(true, 0, 16), bytes, piece);
    CHECK(out.state == State::complete);
    CHECK(out.body == "hello0123456789!");
    CHECK(out.rest == "rest");
    Decoded cut = decode(HttpBodyDecoder(true, 0, 15), bytes, piece);
    CHECK(cut.status == 413);
    CHECK(cut.body == "hello0123456789");
  }
}

TEST_CASE("http/body: extensions may not outgrow the body they frame") {
  std::string bytes;
  for (int i = 0; i < 40; ++i) bytes += "1;" + std::string(1000, 'x') + "\r\na\r\n";
  Decoded out = decode(HttpBodyDecoder(true, 0, 1 << 20), bytes, 100);
  CHECK(out.status == 400);
  CHECK(out.body.size() < 20);
}

TEST_CASE(
    "http/body: whatever the bytes and the limit, no more than the limit is yielded and any cutting gives the same") {
  std::mt19937 random(20261130);
  const std::string letters = "0123456789abcdefF;= \t\r\n\r\n\r\nxyz";
  int complete = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    if (round % 2 == 0) {  // well formed, perhaps cut or with one octet changed
      for (std::size_t chunks = random() % 5; chunks > 0; --chunks) {
        const std::size_t size = 1 + random() % 40;
        char line[32];
        std::snprintf(line, sizeof line, "%zx%s\r\n", size, random() % 4 == 0 ? ";e=1" : "");
        bytes += line + std::string(size, 'd') + "\r\n";
      }
      bytes += random() % 3 == 0 ? "0\r\nT: v\r\n\r\n" : "0\r\n\r\n";
      if (random() % 3 == 0) bytes[random() % bytes.size()] = letters[random() % letters.size()];
    } else {
      for (std::size_t n = random() % 60; n > 0; --n) bytes += letters[random() % letters.size()];
    }
    const bool chunked = random() % 4 != 0;
    const std::uint64_t limit = random() % 100, length = random() % 100;
    Decoded whole = decode(HttpBodyDecoder(chunked, length, limit), bytes, bytes.size() + 1);
    Decoded cut = decode(HttpBodyDecoder(chunked, length, limit), bytes, 1 + random() % 5);
    REQUIRE(whole.body.size() <= limit);
    REQUIRE(whole.state == cut.state);
    REQUIRE(whole.status == cut.status);
    REQUIRE(whole.body == cut.body);
    if (whole.state == State::complete) REQUIRE(whole.rest == cut.rest);
    complete += whole.state == State::complete;
  }
  CHECK(complete > 2000);
}
