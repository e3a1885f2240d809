// Bodies that are never held whole, both ways, and another protocol on the connection.
#include <doctest/doctest.h>
#include <malloc.h>

#include <array>
#include <stdexcept>
#include <string>

#include "tests/server/net/http_mirror.h"
#include "tests/server/net/http_pipe.h"

namespace {

using namespace std::chrono_literals;
using base::HttpReply;
using tests::count;
using tests::has;
using tests::HttpPipe;

constexpr std::size_t kMib = 1 << 20;

std::size_t allocated() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Every octet of a long body follows from its place.
char octet_at(std::uint64_t place) { return static_cast<char>('a' + place % 23); }

// Takes a body in pieces and keeps only sums of it.
class Upload final : public base::HttpExchange {
 public:
  explicit Upload(std::chrono::milliseconds think) : think_(think) {}
  Limits limits() const override { return {.body = 64 * kMib}; }
  base::Co<HttpReply> answer(base::BodyReader& body) override {
    const std::size_t before = allocated();
    std::size_t most = 0;
    std::uint64_t length = 0, wrong = 0;
    std::string piece(64 * 1024, '\0');
    for (;;) {
      auto got = co_await body.read(piece.data(), piece.size());
      if (!got) co_return HttpReply::text(200, "never sent\n");
      if (*got == 0) break;
      for (std::size_t i = 0; i < *got; ++i) wrong += piece[i] != octet_at(length + i);
      length += *got;
      most = std::max(most, allocated());
      if (think_.count() > 0) co_await base::sleep_for(think_);
    }
    const std::size_t grown = most > before ? most - before : 0;
    co_return HttpReply::text(200, "length " + std::to_string(length) + " wrong " + std::to_string(wrong) +
                                       (grown <= kMib ? " small" : " grown by " + std::to_string(grown)) + "\n");
  }

 private:
  std::chrono::milliseconds think_;
};

class Lines final : public base::BodySource {
 public:
  Lines(std::size_t lines, std::optional<std::uint64_t> length) : lines_(lines), length_(length) {}
  std::optional<std::uint64_t> length() const override { return length_; }
  base::Co<base::Result<void>> write_to(base::BodyWriter& out) override {
    for (std::size_t i = 0; i < lines_; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      auto written = co_await out.write(line);
      if (!written) co_return written;
      if (lines_ == 3) {  // so few: each shall be seen at once
        written = co_await out.flush();
        if (!written) co_return written;
        co_await base::sleep_for(1s);
      }
    }
    co_return base::Result<void>();
  }

 private:
  const std::size_t lines_;
  const std::optional<std::uint64_t> length_;
};

class Large final : public base::BodySource {
 public:
  std::optional<std::uint64_t> length() const override { return std::nullopt; }
  base::Co<base::Result<void>> write_to(base::BodyWriter& out) override {
    const std::string piece(kMib, 'L');
    for (int i = 0; i < 3; ++i) {
      auto written = co_await out.write(piece);
      if (!written) co_return written;
    }
    co_return base::Result<void>();
  }
};

class Broken final : public base::BodySource {
 public:
  explicit Broken(bool throws) : throws_(throws) {}
  std::optional<std::uint64_t> length() const override { return std::nullopt; }
  base::Co<base::Result<void>> write_to(base::BodyWriter& out) override {
    auto written = co_await out.write("so far\n");
    if (written) written = co_await out.flush();
    if (throws_) throw std::runtime_error("a bug");
    co_return base::Error::permanent(base::ErrorCode::io, base::protocol_words("a disk"));
  }

 private:
  const bool throws_;
};

// Answers each line in capitals until an empty one.
class Shouting final : public base::Takeover {
 public:
  base::Co<void> run(base::Stream& stream, std::string early, std::stop_token) override {
    std::string have = std::move(early);
    char buffer[100];
    for (;;) {
      const std::size_t end = have.find('\n');
      if (end == 0) co_return;
      if (end != std::string::npos) {
        std::string line = have.substr(0, end + 1);
        have.erase(0, end + 1);
        for (char& c : line) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        auto sent = co_await stream.write(line);
        if (!sent) co_return;
        continue;
      }
      auto got = co_await stream.read(buffer, sizeof buffer);
      if (!got || *got == 0) co_return;
      have.append(buffer, *got);
    }
  }
};

class Streams final : public base::HttpHandler {
 public:
  base::Co<base::HttpBegun> begin(base::HttpHead head) override {
    HttpReply reply;
    if (head.path == "/upload") co_return std::make_unique<Upload>(0ms);
    if (head.path == "/thoughtful") co_return std::make_unique<Upload>(1min);
    if (head.path == "/lines") reply.body = std::make_unique<Lines>(5000, std::nullopt);
    if (head.path == "/few") reply.body = std::make_unique<Lines>(3, std::nullopt);
    if (head.path == "/sized") reply.body = std::make_unique<Lines>(3, 21);
    if (head.path == "/less") reply.body = std::make_unique<Lines>(3, 22);
    if (head.path == "/more") reply.body = std::make_unique<Lines>(3, 20);
    if (head.path == "/nothing") reply.body = std::make_unique<Lines>(0, std::nullopt);
    if (head.path == "/large") reply.body = std::make_unique<Large>();
    if (head.path == "/broken") reply.body = std::make_unique<Broken>(false);
    if (head.path == "/bug") reply.body = std::make_unique<Broken>(true);
    if (head.path == "/shout") {
      reply.status = 101;
      reply.headers.set("Upgrade", "shout");
      reply.body = std::make_unique<Shouting>();
    }
    co_return reply;
  }
};

std::string get(const std::string& path, const std::string& version = "1.1", const std::string& more = "") {
  return "GET " + path + " HTTP/" + version + "\r\nHost: x\r\n" + more + "\r\n";
}

// The body behind the head of the first answer, chunks taken apart; "?" when they are broken or have no end.
std::string unchunked(const std::string& answer) {
  std::size_t at = answer.find("\r\n\r\n");
  if (at == std::string::npos) return "?";
  std::string out;
  for (at += 4;;) {
    const std::size_t line = answer.find("\r\n", at);
    if (line == std::string::npos) return "?";
    const std::size_t size = std::stoul(answer.substr(at, line - at), nullptr, 16);
    if (size == 0) return answer.compare(line, 4, "\r\n\r\n") == 0 ? out : "?";
    if (answer.compare(line + 2 + size, 2, "\r\n") != 0) return "?";
    out += answer.substr(line + 2, size);
    at = line + 2 + size + 2;
  }
}

std::string lines(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += "line " + std::to_string(i) + "\n";
  return out;
}

base::Co<void> push(base::Stream& stream, std::size_t total, bool chunked) {
  std::string head = "POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  head += chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + std::to_string(total) + "\r\n\r\n";
  (void)co_await stream.write(head);
  std::string piece(23 * 1000, '\0');  // a whole number of turns of octet_at
  for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = octet_at(i);
  for (std::size_t sent = 0; sent < total; sent += piece.size()) {
    const std::string_view now = std::string_view(piece).substr(0, total - sent);
    if (chunked) {
      char size[32];
      std::snprintf(size, sizeof size, "%zx\r\n", now.size());
      (void)co_await stream.write(size);
    }
    auto written = co_await stream.write(now);
    if (!written) co_return;
    if (chunked) (void)co_await stream.write("\r\n");
  }
  if (chunked) (void)co_await stream.write("0\r\n\r\n");
}

base::Co<void> hear(base::Stream& stream, std::string& out, bool& done) {
  char buffer[1000];
  for (;;) {
    auto got = co_await stream.read(buffer, sizeof buffer);
    if (!got || *got == 0) break;
    out.append(buffer, *got);
  }
  done = true;
}

}  // namespace

TEST_CASE("net/http/stream: an upload of 50 MiB passes through less than 1 MiB of memory, by length and by chunks") {
  Streams streams;
  for (bool chunked : {false, true}) {
    base::SystemClock clock;
    server::net::HttpFront front(streams, clock);
    base::ManualExecutor executor;
    auto [client, server] = base::make_memory_pipe();
    std::string heard;
    bool done = false;
    base::spawn(executor, front.serve(std::move(server), {}));
    base::spawn(executor, push(*client, 50 * kMib, chunked));
    base::spawn(executor, hear(*client, heard, done));
    executor.run_until([&] { return done; });
    CHECK(has(heard, "length 52428800 wrong 0 small"));
  }
}

TEST_CASE("net/http/stream: what we do with a body is not held against the client") {
  Streams streams;
  HttpPipe pipe(streams);
  std::string body;
  for (std::size_t i = 0; i < 200000; ++i) body += octet_at(i);
  const tests::Heard heard =
      pipe.talk({"POST /thoughtful HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n" + body});
  CHECK(has(heard.text, "length 200000 wrong 0"));
  CHECK(heard.took > 3min);
}

TEST_CASE("net/http/stream: an answer of unknown length goes out in chunks, and the connection goes on") {
  Streams streams;
  HttpPipe pipe(streams);
  const std::string out = pipe.answers({get("/lines") + get("/few", "1.1", "Connection: close\r\n")});
  CHECK(has(out, "Transfer-Encoding: chunked\r\n"));
  CHECK_FALSE(has(out, "Content-Length"));
  CHECK(unchunked(out) == lines(5000));
  CHECK(unchunked(out.substr(out.find("HTTP/1.1", 20))) == lines(3));
  const std::string nothing = pipe.answers({get("/nothing")});
  CHECK(nothing.ends_with("\r\n\r\n0\r\n\r\n"));
  const std::string large = pipe.answers({get("/large")});
  CHECK(unchunked(large) == std::string(3 * kMib, 'L'));
}

TEST_CASE("net/http/stream: small pieces are gathered, flushed ones are chunks of their own") {
  Streams streams;
  HttpPipe pipe(streams);
  CHECK(count(pipe.answers({get("/lines")}), "\r\n4") < 10);
  const std::string out = pipe.answers({get("/few")});
  CHECK(has(out, "\r\n\r\n7\r\nline 0\n\r\n7\r\nline 1\n\r\n7\r\nline 2\n\r\n0\r\n\r\n"));
}

TEST_CASE("net/http/stream: of known length, for HEAD, for HTTP/1.0") {
  Streams streams;
  HttpPipe pipe(streams);
  std::string out = pipe.answers({get("/sized") + get("/few")});
  CHECK(has(out, "Content-Length: 21\r\n"));
  CHECK(has(out, "\r\n\r\n" + lines(3) + "HTTP/1.1 200"));
  out = pipe.answers({"HEAD /sized HTTP/1.1\r\nHost: x\r\n\r\nHEAD /lines HTTP/1.1\r\nHost: x\r\n\r\n"});
  CHECK(count(out, "HTTP/1.1 200") == 2);
  CHECK_FALSE(has(out, "line 0"));
  out = pipe.answers({get("/lines", "1.0", "Connection: keep-alive\r\n") + get("/few", "1.0")});
  CHECK(has(out, "Connection: close\r\n"));
  CHECK_FALSE(has(out, "chunked"));
  CHECK(out.ends_with("\r\n\r\n" + lines(5000)));
}

TEST_CASE(
    "net/http/stream: a source that breaks, or tells a wrong length, breaks the connection: the client sees no end") {
  Streams streams;
  HttpPipe pipe(streams);
  for (const char* path : {"/broken", "/bug"}) {
    const std::string out = pipe.answers({get(path) + get("/few")});
    CHECK(has(out, "so far\n"));
    CHECK(unchunked(out) == "?");
    CHECK(count(out, "HTTP/1.1 200") == 1);
  }
  for (const char* path : {"/less", "/more"}) {
    const std::string out = pipe.answers({get(path) + get("/few")});
    CHECK(count(out, "HTTP/1.1 200") == 1);
    CHECK_FALSE(has(out, "line 2\nHTTP"));
  }
}

TEST_CASE("net/http/takeover: 101, then the connection is the other protocol's, what came early included") {
  Streams streams;
  HttpPipe pipe(streams);
  const std::string head = get("/shout", "1.1", "Connection: Upgrade\r\nUpgrade: shout\r\n");
  const std::string out = pipe.answers({head + "early\nhal", tests::Said("", 10min), "f\nlate\n\n"});
  CHECK(out.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  CHECK(has(out, "Upgrade: shout\r\n"));
  CHECK(count(out, "Connection: ") == 1);
  CHECK(has(out, "Connection: Upgrade\r\n"));
  CHECK_FALSE(has(out, "Content-Length"));
  CHECK(out.ends_with("\r\n\r\nEARLY\nHALF\nLATE\n"));
}

TEST_CASE("net/http/takeover: not behind a body, not in HTTP/1.0") {
  Streams streams;
  HttpPipe pipe(streams);
  CHECK(pipe.answers({get("/shout", "1.0", "Connection: Upgrade\r\nUpgrade: shout\r\n")}).starts_with("HTTP/1.1 400 "));
  const std::string out =
      pipe.answers({get("/shout", "1.1", "Connection: Upgrade\r\nContent-Length: 100\r\n") + "abc"});
  CHECK(out.starts_with("HTTP/1.1 400 "));
  CHECK_FALSE(has(out, "ABC"));
}
