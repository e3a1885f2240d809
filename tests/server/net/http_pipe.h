// One HTTP connection over the in-memory pipe, under a simulated clock: a script of what the client says and when it
// pauses, and all that the server answered.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async/stream.h"
#include "server/net/http/http_front.h"
#include "tests/base/async/simulated_executor.h"

namespace tests {

struct Said {
  Said(std::string said, std::chrono::milliseconds then = {}) : text(std::move(said)), pause(then) {}
  Said(const char* said, std::chrono::milliseconds then = {}) : text(said), pause(then) {}
  std::string text;
  std::chrono::milliseconds pause;  // behind it
};

struct Heard {
  std::string text;
  std::chrono::milliseconds took{0};  // from the beginning to the end of the connection
};

class HttpPipe {
 public:
  explicit HttpPipe(base::HttpHandler& handler, server::net::HttpFrontOptions options = {},
                    std::size_t capacity = 64 * 1024)
      : front_(handler, clock_, std::move(options)), capacity_(capacity) {}

  base::FakeClock& clock() { return clock_; }
  std::stop_source& stop() { return stop_; }

  // `slow`: how long the client waits before each read.
  Heard talk(std::vector<Said> script, std::chrono::milliseconds slow = {}) {
    SimulatedExecutor executor(clock_);
    auto [client, server] = base::make_memory_pipe(capacity_);
    const auto began = clock_.steady();
    bool served = false;
    std::optional<std::string> heard;
    base::spawn(executor, serve(front_, std::move(server), stop_.get_token(), served));
    bool said = false;
    base::spawn(executor, say(*client, std::move(script), said));
    base::spawn(executor, hear(*client, slow, heard));
    executor.run_until([&] { return served; });
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began);
    executor.run_until([&] { return heard.has_value() && said; });
    return {*heard, took};
  }
  std::string answers(std::vector<Said> script) { return talk(std::move(script)).text; }

 private:
  static base::Co<void> serve(const server::net::HttpFront& front, std::unique_ptr<base::Stream> stream,
                              std::stop_token stop, bool& done) {
    co_await front.serve(std::move(stream), std::move(stop));
    done = true;
  }
  static base::Co<void> say(base::Stream& stream, std::vector<Said> script, bool& done) {
    for (const Said& said : script) {
      auto sent = co_await stream.write(said.text);
      if (!sent) break;
      if (said.pause.count() > 0) co_await base::sleep_for(said.pause);
    }
    done = true;
  }
  static base::Co<void> hear(base::Stream& stream, std::chrono::milliseconds slow, std::optional<std::string>& heard) {
    std::string out;
    char buffer[4096];
    for (;;) {
      if (slow.count() > 0) co_await base::sleep_for(slow);
      auto got = co_await stream.read(buffer, sizeof buffer);
      if (!got || *got == 0) break;
      out.append(buffer, *got);
    }
    stream.close();
    heard = std::move(out);
  }

  base::FakeClock clock_{base::Timestamp::from_seconds(784111777)};
  server::net::HttpFront front_;
  std::stop_source stop_;
  const std::size_t capacity_;
};

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace tests
