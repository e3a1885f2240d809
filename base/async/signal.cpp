#include "base/async/signal.h"

#include <utility>

#include "base/async/parking.h"
#include "base/thread_annotations.h"

namespace base {

struct Signal::State {
  Mutex mutex;
  bool pending GUARDED_BY(mutex) = false;
  std::function<void()> hook GUARDED_BY(mutex);
};

Signal::Signal() : state_(std::make_shared<State>()) {}
Signal::~Signal() = default;

void Signal::notify() {
  // Hooks run under the lock: that is what makes set_hook(nullptr) a promise that the old one is not running.
  MutexLock lock(state_->mutex);
  state_->pending = true;
  if (!state_->hook) return;
  std::function<void()> wake = std::exchange(state_->hook, nullptr);
  wake();
}

bool Signal::take() {
  MutexLock lock(state_->mutex);
  return std::exchange(state_->pending, false);
}

void Signal::set_hook(std::function<void()> wake) {
  MutexLock lock(state_->mutex);
  if (wake && state_->pending) {
    state_->hook = nullptr;
    wake();
  } else {
    state_->hook = std::move(wake);
  }
}

Co<bool> Signal::wait(std::chrono::milliseconds timeout) {
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    if (take()) co_return true;
    std::chrono::milliseconds left = kForever;
    if (timeout != kForever) {
      auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
      if (spent >= timeout) co_return false;
      left = timeout - spent;
    }
    ParkingSpot spot;
    SignalLink link(this, spot);
    if (co_await spot.park(left) == ParkingSpot::Woken::timeout) co_return take();
  }
}

}  // namespace base
