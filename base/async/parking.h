// ParkingSpot: where one coroutine waits until wake() or a time-out. SignalLink: lets a Signal wake a spot while a wait
// lasts. The building blocks of Stream implementations. Both belong to their executor's thread; the spot must outlive
// the wait.
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <memory>

#include "base/async/executor.h"
#include "base/async/signal.h"

namespace base {

inline constexpr std::chrono::milliseconds kForever = std::chrono::milliseconds::max();

class ParkingSpot {
 public:
  enum class Woken : std::uint8_t { event, signalled, timeout, closed };

  ParkingSpot() = default;
  ~ParkingSpot();
  ParkingSpot(const ParkingSpot&) = delete;
  ParkingSpot& operator=(const ParkingSpot&) = delete;

  // co_await spot.park(timeout): at most one coroutine at a time. REQUIRES: Executor::current(), !occupied().
  auto park(std::chrono::milliseconds timeout) { return Awaiter{*this, timeout}; }
  // Lets the parked coroutine go on in a later turn of the executor; nothing when nobody parks. Counts once per park.
  void wake(Woken why);
  bool occupied() const { return static_cast<bool>(handle_); }

 private:
  struct Awaiter {
    ParkingSpot& spot;
    std::chrono::milliseconds timeout;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) { spot.enter(handle, timeout); }
    Woken await_resume() const noexcept { return spot.why_; }
  };
  void enter(std::coroutine_handle<> handle, std::chrono::milliseconds timeout);

  std::coroutine_handle<> handle_;
  Executor* executor_ = nullptr;
  std::uint64_t timer_ = 0;
  Woken why_ = Woken::event;
};

class SignalLink {
 public:
  // A null signal links nothing. REQUIRES: Executor::current().
  SignalLink(Signal* signal, ParkingSpot& spot);
  ~SignalLink();
  SignalLink(const SignalLink&) = delete;
  SignalLink& operator=(const SignalLink&) = delete;

 private:
  Signal* signal_;
  std::shared_ptr<ParkingSpot*>
      target_;  // null inside once the wait is over; read and written on the executor's thread
};

}  // namespace base
