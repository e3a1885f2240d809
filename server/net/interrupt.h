// Interrupt: how others reach a session that waits: a mark is set, then the signal is notified. Shared with callbacks
// that may outlive the session. Thread-safe.
#pragma once

#include <atomic>

#include "base/async/signal.h"

namespace server::net {

struct Interrupt {
  base::Signal signal;                  // what the session waits on
  std::atomic<bool> stopping{false};    // the server stops: finish the command at hand, say good-bye
  std::atomic<bool> signed_out{false};  // the password changed, the account was closed

  void stop() {
    stopping = true;
    signal.notify();
  }
  void sign_out() {
    signed_out = true;
    signal.notify();
  }
};

}  // namespace server::net
