// A clock whose wall time never stands before a floor: what it times stays behind what a run before it has timed, also
// when the machine's clock went back while nothing ran. Thread-safe as the clock below it is.
#pragma once

#include <algorithm>

#include "base/clock.h"

namespace base {

class FloorClock final : public Clock {
 public:
  // `under` outlives it.
  explicit FloorClock(const Clock& under) : under_(under) {}
  // REQUIRES: nobody asks for the time yet.
  void set_floor(Timestamp floor) { floor_ = floor; }
  Timestamp now() const override { return std::max(under_.now(), floor_); }
  std::chrono::steady_clock::time_point steady() const override { return under_.steady(); }

 private:
  const Clock& under_;
  Timestamp floor_;
};

// The first millisecond behind the one that an id of an IdMaker (ids.h) was made in, or borrowed from.
Timestamp behind_id(std::int64_t id);

}  // namespace base
