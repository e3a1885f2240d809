// TalkBudget: how many commands a client may say that lead nowhere. Each costs one; one comes back every second, up to
// `most`, so that a connection kept alive for days never runs dry and a flood does at once. A value type.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace server::net {

class TalkBudget {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `now` is base::Clock::steady(), here and below.
  TalkBudget(int most, Time now) : most_(most), left_(most), since_(now) {}

  // False: used up.
  bool spend(Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now - since_);
    since_ += seconds;
    left_ = static_cast<int>(std::min<std::int64_t>(most_, left_ + std::max<std::int64_t>(seconds.count(), 0)));
    return left_ > 0 && --left_ >= 0;
  }
  // The client did what it came for.
  void refill() { left_ = most_; }

 private:
  int most_, left_;
  Time since_;
};

}  // namespace server::net
