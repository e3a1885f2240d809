// UnixListener: sessions on a UNIX domain socket with mode 0600, for `DIR/run/control.sock`. Only processes of our own
// user (and root) are let in. Same rules as Listener.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/net/listener.h"

namespace server::net {

class UnixListener {
 public:
  // Removes a socket left behind at `path` (the caller holds the data directory's lock), creates it with mode 0600.
  // Paths longer than a sockaddr_un work. Errors: io, no_permission, exists (something that is not a socket is there).
  static base::Result<std::unique_ptr<UnixListener>> open(LoopGroup& loops, std::string path, SessionHandler handler);
  ~UnixListener();  // as Listener's; removes the socket
  UnixListener(const UnixListener&) = delete;
  UnixListener& operator=(const UnixListener&) = delete;

  void stop();
  bool wait_drained(std::chrono::milliseconds grace);

 private:
  UnixListener();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::net
