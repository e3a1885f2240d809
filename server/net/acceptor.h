// Acceptor: takes connections from one listening socket on one loop and gives them to a SessionHost.
// Internal to server/net. Made, closed and destroyed on its own loop's thread or on one that is no loop's: close()
// waits.
#pragma once

#include <cstdint>
#include <memory>

#include "server/net/descriptor.h"
#include "server/net/session_host.h"

namespace server::net {

class Acceptor final : public Watcher {
 public:
  // `fd` listens and does not block.
  static base::Result<std::unique_ptr<Acceptor>> start(std::shared_ptr<SessionHost> host, EventLoop& loop,
                                                       Descriptor fd);
  ~Acceptor() override;
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  void ready(std::uint32_t events) override;
  // Stops listening; afterwards no new session begins. REQUIRES: the loop runs, or this is its thread.
  void close();
  int fd() const { return fd_.get(); }

 private:
  Acceptor(std::shared_ptr<SessionHost> host, EventLoop& loop, Descriptor fd);
  bool allowed(int fd, const base::PeerAddress& peer) const;
  void pause(int error);
  void close_here();

  std::shared_ptr<SessionHost> host_;
  EventLoop& loop_;
  Descriptor fd_;
  std::uint64_t pause_timer_ = 0;
  bool closed_ = false;  // on the loop's thread
};

}  // namespace server::net
