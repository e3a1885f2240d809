// A client that sends octets to an IMAP service and takes what comes, for tests.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "tests/server/imap/imap_house.h"

namespace tests {

// One client on an executor of its own, a step at a time.
struct RawClient {
  explicit RawClient(ImapHouse& h) : house(h) {
    auto [server, client] = base::make_memory_pipe(64 * 1024, {"203.0.113.7", 1, false});
    bool done = false;
    base::spawn(executor, encrypt(*server, done));
    executor.run_until([&] { return done; });
    base::spawn(executor, house.service.serve(std::move(server)));
    stream = std::move(client);
  }
  ~RawClient() {
    stream->close();
    executor.run_until([&] { return house.service.sessions() == 0; });
  }
  static base::Co<void> encrypt(base::Stream& stream, bool& done) {
    (void)co_await stream.start_tls();
    done = true;
  }
  static base::Co<void> write(base::Stream& stream, std::string bytes, bool& done) {
    (void)co_await stream.write(bytes);
    done = true;
  }
  static base::Co<void> read(base::Stream& stream, std::string& got, std::string end, bool& done) {
    std::string buffer(4096, '\0');
    while (got.find(end) == std::string::npos) {
      const auto count = co_await stream.read(buffer.data(), buffer.size());
      if (!count || *count == 0) break;
      got.append(buffer, 0, *count);
    }
    done = true;
  }
  void send(const std::string& bytes) {
    bool done = false;
    base::spawn(executor, write(*stream, bytes, done));
    executor.run_until([&] { return done; });
  }
  // What comes up to `end`, or up to the end of the connection.
  std::string until(const std::string& end) {
    std::string got;
    bool done = false;
    stream->set_read_timeout(std::chrono::seconds(20));
    base::spawn(executor, read(*stream, got, end, done));
    executor.run_until([&] { return done; });
    return got;
  }

  ImapHouse& house;
  base::ManualExecutor executor;
  std::unique_ptr<base::Stream> stream;
};

}  // namespace tests
