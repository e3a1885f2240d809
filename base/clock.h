// Time is passed in, never read from libc directly. Wall time: int64 µs since 1970 UTC. Intervals: the monotonic clock.
// Implementations are thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>

namespace base {

struct Timestamp {
  std::int64_t us = 0;  // microseconds since 1970-01-01T00:00:00Z
  constexpr Timestamp() = default;
  constexpr explicit Timestamp(std::int64_t v) : us(v) {}
  auto operator<=>(const Timestamp&) const = default;
  constexpr std::int64_t seconds() const { return us >= 0 ? us / 1000000 : -((-us + 999999) / 1000000); }
  static constexpr Timestamp from_seconds(std::int64_t s) { return Timestamp(s * 1000000); }
};

using Duration = std::chrono::microseconds;
inline constexpr Timestamp operator+(Timestamp t, Duration d) { return Timestamp(t.us + d.count()); }
inline constexpr Timestamp operator-(Timestamp t, Duration d) { return Timestamp(t.us - d.count()); }
inline constexpr Duration operator-(Timestamp a, Timestamp b) { return Duration(a.us - b.us); }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;                                 // wall time, may step
  virtual std::chrono::steady_clock::time_point steady() const = 0;  // never steps back
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
  std::chrono::steady_clock::time_point steady() const override;
};

// For tests: stands still until moved.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Timestamp start) : us_(start.us) {}
  Timestamp now() const override { return Timestamp(us_.load()); }
  std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(std::chrono::microseconds(us_.load()));
  }
  void advance(Duration d) { us_ += d.count(); }
  void set(Timestamp t) { us_ = t.us; }

 private:
  std::atomic<std::int64_t> us_;
};

// The office zone: +07:00, no daylight saving (design section 4).
inline constexpr int kOfficeOffsetMinutes = 7 * 60;

// ISO 8601 with the zone: "2026-11-23T16:32:00+07:00". Years 1970 … 9999.
std::string iso_date_time(Timestamp time, int offset_minutes);
// For people, in the office's zone; "" for 0.
std::string office_date_time(Timestamp time);

}  // namespace base
