// Signal: a coalescing wake-up for one waiter. notify() may be called from any thread, also before anyone waits;
// several notifications before the wait count as one. A number is signalled, never a payload: the waiter reads on by
// itself.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/async/co.h"

namespace base {

class Signal {
 public:
  Signal();
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  // Thread-safe, cheap when nobody waits.
  void notify();
  // True when notified, false at the time-out. At most one waiter. REQUIRES: Executor::current().
  Co<bool> wait(std::chrono::milliseconds timeout);
  // Takes a pending notification without waiting.
  bool take();

  // For Stream implementations: calls `wake` (on any thread) at the next notify(), at once when one is pending; one at
  // a time; set_hook(nullptr) removes it. After set_hook(nullptr) returns the old hook is not running and will not run.
  void set_hook(std::function<void()> wake);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace base
