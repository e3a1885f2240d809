#include "base/ids.h"

#include "base/floor_clock.h"

namespace base {

namespace {
constexpr std::int64_t kEpochMs = 1577836800000;  // 2020-01-01T00:00:00Z
constexpr std::uint32_t kSequenceLimit = 1u << 14;
}  // namespace

std::int64_t IdMaker::next() {
  MutexLock lock(mutex_);
  std::int64_t ms = clock_.now().us / 1000 - kEpochMs;
  if (ms < 1) ms = 1;
  if (ms > last_ms_) {
    last_ms_ = ms;
    sequence_ = 0;
  } else if (++sequence_ == kSequenceLimit) {
    ++last_ms_;  // borrow from the next millisecond: ids ascend even in a burst or when the clock steps back
    sequence_ = 0;
  }
  return (last_ms_ << 20) | (static_cast<std::int64_t>(node_) << 14) | sequence_;
}

Timestamp behind_id(std::int64_t id) {
  if (id <= 0) return Timestamp();
  return Timestamp(((id >> 20) + 1 + kEpochMs) * 1000);
}

}  // namespace base
