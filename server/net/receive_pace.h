// ReceivePace: whether a client that is sending something long keeps sending: in every window it must bring as much as
// its least rate makes of the window. Without it a few bytes an hour would hold memory for ever. A value type.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server::net {

class ReceivePace {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Milliseconds = std::chrono::milliseconds;

  // bytes_per_second: 0 = no least rate. `now` is base::Clock::steady(), here and below.
  ReceivePace(std::uint64_t bytes_per_second, Milliseconds window, Time now)
      : window_(window),
        batch_(bytes_per_second * static_cast<std::uint64_t>(window.count()) / 1000),
        until_(now + window) {}

  void arrived(std::size_t bytes, Time now) {
    come_ += bytes;
    if (come_ < batch_) return;
    come_ = 0;
    until_ = now + window_;
  }
  bool too_slow(Time now) const { return batch_ > 0 && now >= until_; }
  // How long nothing may come; `most` without a least rate. At least 1 ms.
  Milliseconds patience(Time now, Milliseconds most) const {
    if (batch_ == 0) return most;
    const auto left = std::chrono::ceil<Milliseconds>(until_ - now);
    return std::clamp(left, Milliseconds(1), std::max(most, Milliseconds(1)));
  }

 private:
  Milliseconds window_;
  std::uint64_t batch_;     // bytes that each window must bring
  std::uint64_t come_ = 0;  // of the present batch
  Time until_;
};

}  // namespace server::net
