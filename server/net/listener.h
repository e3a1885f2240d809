// Listener: accepts connections on some addresses and runs one session coroutine for each, spread over the loops of a
// group. Keeps the limits per source and in all, makes the handshake of implicit TLS, and stops gracefully.
// Thread-safe. stop(), wait_drained() and the destructor wait for loops: never on a loop's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/async/stream.h"
#include "base/result.h"
#include "server/net/event_loop.h"
#include "server/net/tls_context.h"

namespace server::net {

// One connection's life. `stop` is requested when the server shuts down: finish the command at hand, say good-bye,
// return. To be woken out of wait(): std::stop_callback(stop, [&] { my_signal.notify(); }). Not a capturing lambda that
// is itself a coroutine: a lambda that calls a coroutine with its parameters is right. Exceptions are logged and end
// the connection.
using SessionHandler = std::function<base::Co<void>(std::unique_ptr<base::Stream> stream, std::stop_token stop)>;

struct Endpoint {
  std::string ip;          // "127.0.0.1", "::1", "0.0.0.0", "::" (IPv6 only)
  std::uint16_t port = 0;  // 0 = any free one, see Listener::endpoints()
};

struct ListenerOptions {
  std::string name;  // for logs: "smtp", "imaps"
  std::vector<Endpoint> endpoints;
  std::shared_ptr<const TlsSource> tls;  // null = neither implicit TLS nor STARTTLS
  bool implicit_tls = false;             // handshake before the session starts
  std::size_t max_connections = 20000;   // of this listener
  std::size_t max_per_source = 200;      // per IPv4 address or IPv6 /64; 0 = no limit
  bool exempt_loopback = true;           // loopback is not counted per source
  std::string refusal;  // sent over a limit on plain listeners: "421 4.7.0 …\r\n"; empty = just close
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(30);
  std::chrono::milliseconds read_timeout = std::chrono::minutes(5);  // start values; sessions change them
  std::chrono::milliseconds write_timeout = std::chrono::minutes(2);
};

class Listener {
 public:
  // Opens all endpoints or none. Errors: bad_input (address), no_permission (port below 1024), exists (port taken), io.
  // `loops` must outlive the listener.
  static base::Result<std::unique_ptr<Listener>> open(LoopGroup& loops, ListenerOptions options,
                                                      SessionHandler handler);
  // stop(), then closes what is left and waits for it.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::vector<Endpoint> endpoints() const;  // with the real ports
  std::size_t active() const;               // sessions running now

  // Closes the listening sockets and requests the stop of all sessions; does not wait for these.
  void stop();
  // Waits until all sessions have ended, at most `grace`; then closes their streams and waits up to 5 s for them to
  // unwind. True when nothing runs any more.
  bool wait_drained(std::chrono::milliseconds grace);

 private:
  Listener();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::net
