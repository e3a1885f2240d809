// Listeners: the open ports of one server and what answers behind each. Made by `serve`; belongs to the main thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/house/house.h"
#include "server/net/event_loop.h"

namespace server {

class Listeners {
 public:
  // Opens 25, 587, 465, 143, 993 and 443 (each + port_base), all or none. `house` and `loops` outlive it.
  static base::Result<std::unique_ptr<Listeners>> open(House& house, net::LoopGroup& loops);
  ~Listeners();
  // New handshakes use the new files; open connections keep what they have.
  base::Result<void> reload_certificates(const std::string& chain_file, const std::string& key_file);
  // Stops accepting, lets sessions finish their command for `grace`, then closes them. Blocks.
  void stop(std::chrono::milliseconds grace);

 private:
  Listeners();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server
