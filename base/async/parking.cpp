#include "base/async/parking.h"

#include <cassert>
#include <utility>

namespace base {

ParkingSpot::~ParkingSpot() {
  if (timer_ != 0) executor_->cancel_timer(timer_);
}

void ParkingSpot::enter(std::coroutine_handle<> handle, std::chrono::milliseconds timeout) {
  assert(!handle_ && Executor::current());
  executor_ = Executor::current();
  handle_ = handle;
  if (timeout != kForever) {
    timer_ = executor_->start_timer(timeout, [this] {
      timer_ = 0;
      wake(Woken::timeout);
    });
  }
}

void ParkingSpot::wake(Woken why) {
  if (!handle_) return;
  if (timer_ != 0) executor_->cancel_timer(std::exchange(timer_, 0));
  why_ = why;
  executor_->post([handle = std::exchange(handle_, nullptr)] { handle.resume(); });
}

SignalLink::SignalLink(Signal* signal, ParkingSpot& spot) : signal_(signal) {
  if (!signal_) return;
  target_ = std::make_shared<ParkingSpot*>(&spot);
  signal_->set_hook([executor = Executor::current(), target = target_] {
    executor->post([target] {
      if (*target) (*target)->wake(ParkingSpot::Woken::signalled);
    });
  });
}

SignalLink::~SignalLink() {
  if (!signal_) return;
  signal_->set_hook(nullptr);
  *target_ = nullptr;
}

}  // namespace base
