// Memory of idle connections: a server process with N sessions parked in Stream::wait(), plain and TLS, clients in
// another process; then the same with HTTP connections between two requests. Prints the growth of resident anonymous
// memory per connection (design section 7: ≤ 6 KiB plain, ≤ 24 KiB TLS for a whole IMAP session; this is the part of
// the network below it). Usage: bench_idle_connections [N]
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/async/executor.h"
#include "base/async/signal.h"
#include "server/net/http/http_front.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"
#include "tests/server/net/http_mirror.h"
#include "tests/server/net/made_certificate.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using server::net::SocketStream;

// What an IDLE session does: parked, woken by its signal, by a stop or by the client.
base::Co<void> idle_session(std::unique_ptr<base::Stream> stream, std::stop_token stop) {
  base::Signal signal;
  std::stop_callback wake(stop, [&signal] { signal.notify(); });
  auto greeted = co_await stream->write("* OK ready\r\n");
  if (!greeted) co_return;
  for (;;) {
    const base::Wake why = co_await stream->wait(&signal, 30min);
    if (why != base::Wake::readable || stop.stop_requested()) co_return;
    char buffer[256];
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
  }
}

base::Co<std::unique_ptr<SocketStream>> dial(std::uint16_t port,
                                             std::shared_ptr<const server::net::TlsClientContext> tls, bool http) {
  SocketStream::Connect where{.ip = "127.0.0.1", .port = port};
  auto stream = co_await SocketStream::connect(std::move(where));
  if (!stream) co_return nullptr;
  if (tls) {
    SocketStream::ClientTls options{tls, "mail.example.vn", false};
    auto secure = co_await (*stream)->start_tls_client(std::move(options));
    if (!secure) co_return nullptr;
  }
  if (http) (void)co_await (*stream)->write("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  char buffer[2048];
  auto got = co_await (*stream)->read(buffer, sizeof buffer);
  if (!got || *got == 0) co_return nullptr;
  co_return std::move(*stream);
}

// The client process: opens all, says so, holds them until the pipe closes.
[[noreturn]] void hold_clients(int ports, int ready, int count, bool tls, bool http) {
  std::uint16_t port = 0;
  if (::read(ports, &port, sizeof port) != sizeof port) ::_exit(1);
  auto loops = std::move(*server::net::LoopGroup::start(1));
  auto context = tls ? *server::net::TlsClientContext::make({.system_roots = false}) : nullptr;
  std::vector<std::unique_ptr<SocketStream>> held;
  for (int i = 0; i < count; ++i) {
    auto stream = tests::on_loop(loops->at(0), dial(port, context, http));
    if (!stream) ::_exit(1);
    held.push_back(std::move(stream));
  }
  [[maybe_unused]] ssize_t told = ::write(ready, "r", 1);
  char end;
  [[maybe_unused]] ssize_t got = ::read(ports, &end, 1);
  ::_exit(0);
}

long anonymous_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::strtol(line.c_str() + 8, nullptr, 10);
  }
  return 0;
}

int measure(int count, bool tls, bool http) {
  std::array<int, 2> ports{}, ready{};
  if (::pipe(ports.data()) != 0 || ::pipe(ready.data()) != 0) return 1;
  const pid_t client = ::fork();
  if (client == 0) {
    ::close(ports[1]);
    hold_clients(ports[0], ready[1], count, tls, http);
  }
  ::close(ready[1]);
  tests::ScratchFolder folder;
  auto loops = std::move(*server::net::LoopGroup::start(2));
  server::net::ListenerOptions options;
  options.name = "idle";
  options.endpoints = {{"127.0.0.1", 0}};
  options.implicit_tls = tls;
  auto files = tests::make_certificate(folder, "idle", "DNS:mail.example.vn");
  if (tls) options.tls = std::make_shared<server::net::TlsSource>(*server::net::TlsContext::load({files}));
  tests::HttpMirror mirror;
  base::SystemClock clock;
  server::net::HttpFront front(mirror, clock);
  server::net::SessionHandler handler = idle_session;
  if (http)
    handler = [&front](auto stream, std::stop_token stop) { return front.serve(std::move(stream), std::move(stop)); };
  auto listener = std::move(*server::net::Listener::open(*loops, options, std::move(handler)));
  const std::uint16_t port = listener->endpoints().at(0).port;
  // One connection first: libraries allocate once.
  auto context = tls ? *server::net::TlsClientContext::make({.system_roots = false}) : nullptr;
  auto first = tests::on_loop(loops->at(0), dial(port, context, http));
  const long before = anonymous_kib();
  if (::write(ports[1], &port, sizeof port) != sizeof port) return 1;
  char byte;
  if (::read(ready[0], &byte, 1) != 1) return std::printf("the clients could not connect\n"), 1;
  std::this_thread::sleep_for(300ms);
  const long after = anonymous_kib();
  ::malloc_trim(0);
  const long trimmed = anonymous_kib();
  std::printf("%-5s %-4s %d idle connections: %ld KiB, %.2f KiB each (%.2f KiB after malloc_trim)\n",
              tls ? "TLS" : "plain", http ? "HTTP" : "", count, after - before, double(after - before) / count,
              double(trimmed - before) / count);
  std::fflush(stdout);
  ::close(ports[1]);
  ::waitpid(client, nullptr, 0);
  loops->at(0).post([gone = first.release()] { delete gone; });
  listener->stop();
  return listener->wait_drained(5s) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 2000;
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  for (int kind = 0; kind < 4; ++kind) {
    const pid_t server = ::fork();  // a process of its own: nothing of the first run is counted in the second
    if (server == 0) ::_exit(measure(count, kind % 2 == 1, kind / 2 == 1));
    int status = 0;
    ::waitpid(server, &status, 0);
    if (status != 0) return 1;
  }
  return 0;
}
