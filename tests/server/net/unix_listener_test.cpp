// The control socket: mode, lines both ways, long paths, stale sockets, who is not there.
#include "server/net/unix_listener.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "server/net/control_client.h"
#include "tests/server/net/made_certificate.h"

namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using server::net::ControlClient;
using server::net::LoopGroup;
using server::net::UnixListener;

// Answers each line by itself twice; "end" ends.
base::Co<void> twice(std::unique_ptr<base::Stream> stream, std::stop_token) {
  std::string pending;
  char buffer[1000];
  for (;;) {
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
    pending.append(buffer, *got);
    for (std::size_t end; (end = pending.find('\n')) != std::string::npos;) {
      std::string line = pending.substr(0, end + 1);
      pending.erase(0, end + 1);
      if (line == "end\n") {
        (void)co_await stream->write("last line without its end");
        co_return;
      }
      std::string answer = line + line;
      if (!co_await stream->write(answer)) co_return;
    }
  }
}

}  // namespace

TEST_CASE("net/control: lines go both ways over a socket of mode 0600") {
  tests::ScratchFolder folder;
  auto loops = std::move(*LoopGroup::start(1));
  const std::string path = folder / "control.sock";
  auto listener = UnixListener::open(*loops, path, twice);
  REQUIRE(listener);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  auto client = ControlClient::connect(path);
  REQUIRE(client);
  client->set_read_timeout(10s);
  const std::string big(3'000'000, 'x');
  std::thread writer([&] {
    CHECK(client->write_line("hello"));
    CHECK(client->write_line(big));
    CHECK(client->write_line("end"));
  });
  CHECK(client->read_line()->value() == "hello");
  CHECK(client->read_line()->value() == "hello");
  CHECK(client->read_line()->value() == big);
  CHECK(client->read_line()->value() == big);
  CHECK(client->read_line()->value() == "last line without its end");
  CHECK_FALSE(client->read_line()->has_value());
  writer.join();
  listener->reset();
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("net/control: a path longer than a socket address works") {
  tests::ScratchFolder folder;
  auto loops = std::move(*LoopGroup::start(1));
  std::string deep = folder / std::string(120, 'd');
  std::filesystem::create_directory(deep);
  const std::string path = deep + "/control.sock";
  auto listener = UnixListener::open(*loops, path, twice);
  REQUIRE(listener);
  auto client = ControlClient::connect(path);
  REQUIRE(client);
  CHECK(client->write_line("x"));
  CHECK(client->read_line()->value() == "x");
}

TEST_CASE("net/control: a stale socket is replaced, another file is left alone") {
  tests::ScratchFolder folder;
  auto loops = std::move(*LoopGroup::start(1));
  const std::string path = folder / "control.sock";
  { auto first = UnixListener::open(*loops, path, twice); }
  std::ofstream(path) << "a file";
  auto blocked = UnixListener::open(*loops, path, twice);
  REQUIRE_FALSE(blocked);
  CHECK(blocked.error().code == ErrorCode::exists);
  std::filesystem::remove(path);
  auto first = UnixListener::open(*loops, path, twice);
  auto second = UnixListener::open(*loops, path, twice);  // as after a crash: the name is taken over
  REQUIRE(second);
  auto client = ControlClient::connect(path);
  REQUIRE(client);
  CHECK(client->write_line("x"));
  CHECK(client->read_line()->value() == "x");
}

TEST_CASE("net/control: nobody there") {
  tests::ScratchFolder folder;
  auto none = ControlClient::connect(folder / "none.sock");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_found);
  auto loops = std::move(*LoopGroup::start(1));
  const std::string path = folder / "control.sock";
  auto listener = std::move(*UnixListener::open(*loops, path, twice));
  std::filesystem::create_hard_link(path, folder / "stale.sock");
  listener.reset();
  auto stale = ControlClient::connect(folder / "stale.sock");
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code == ErrorCode::unavailable);
}

TEST_CASE("net/control: a client that waits for ever can set a time-out") {
  tests::ScratchFolder folder;
  auto loops = std::move(*LoopGroup::start(1));
  auto listener = std::move(*UnixListener::open(*loops, folder / "c.sock", twice));
  auto client = std::move(*ControlClient::connect(folder / "c.sock"));
  client.set_read_timeout(20ms);
  auto late = client.read_line();
  REQUIRE_FALSE(late);
  CHECK(late.error().code == ErrorCode::timeout);
}
