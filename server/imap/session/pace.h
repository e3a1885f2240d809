// Pace: work on an event loop that grows with a command or a mailbox counts its steps, and lets everybody else on the
// loop run in between: `if (pace.due(steps)) co_await base::yield_now();`. A value; belongs to one coroutine.
#pragma once

#include <cstddef>

namespace server::imap {

inline constexpr std::size_t kMessagesPerTurn = 4000;  // entries of a view that are looked at or written as a line

class Pace {
 public:
  // steps_per_turn: so many that they take a millisecond or two.
  explicit Pace(std::size_t steps_per_turn) : most_(steps_per_turn) {}

  // Counts; true when it is others' turn.
  bool due(std::size_t steps = 1) {
    done_ += steps;
    if (done_ < most_) return false;
    done_ = 0;
    return true;
  }

 private:
  std::size_t most_;
  std::size_t done_ = 0;
};

}  // namespace server::imap
