// HourlyCounts: how often something happened in the last hour, by key: the count of this window plus the share of the
// one before it that still lies within the hour. Whatever the number of keys, no call does more than a fixed amount of
// work: a window that is over is taken apart bit by bit. A value type, not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>

namespace server::smtp {

template <class Key>
class HourlyCounts {
 public:
  double at(const Key& key, std::int64_t now_seconds) const {
    const std::int64_t window = now_seconds / kWindow;
    const double left = 1.0 - static_cast<double>(now_seconds % kWindow) / kWindow;
    if (window == window_) return of(current_, key) + of(previous_, key) * left;
    return window == window_ + 1 ? of(current_, key) * left : 0.0;
  }
  void add(const Key& key, std::int64_t now_seconds) {
    turn_to(now_seconds / kWindow);
    ++current_[key];
    for (int i = 0; i < kTakenApart && !over_.empty(); ++i) {
      over_.front().erase(over_.front().begin());
      if (over_.front().empty()) over_.pop_front();
    }
  }
  // Keys that take memory.
  std::size_t keys() const {
    std::size_t sum = current_.size() + previous_.size();
    for (const Counts& counts : over_) sum += counts.size();
    return sum;
  }

 private:
  using Counts = std::unordered_map<Key, int>;
  static constexpr std::int64_t kWindow = 3600;
  static constexpr int kTakenApart = 8;

  static int of(const Counts& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }
  void retire(Counts& counts) {
    if (!counts.empty()) over_.push_back(std::exchange(counts, {}));
  }
  void turn_to(std::int64_t window) {
    if (window == window_) return;
    retire(previous_);
    if (window != window_ + 1) retire(current_);
    previous_ = std::exchange(current_, {});
    window_ = window;
  }

  std::int64_t window_ = 0;
  Counts current_, previous_;
  std::deque<Counts> over_;  // none empty
};

}  // namespace server::smtp
