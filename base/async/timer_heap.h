// TimerHeap: the timers of one executor, an indexed binary heap; start, cancel and expire cost O(log n), a cancelled
// timer leaves nothing behind. Timers of one deadline run in the order they were started. Not thread-safe: the
// executor's thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace base {

class TimerHeap {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Runs `work` at or after now + delay. Delays below 0 count as 0, above ten years as ten years. Never returns 0.
  std::uint64_t start(Time now, std::chrono::milliseconds delay, std::function<void()> work);
  // Unknown and fired handles are ignored.
  void cancel(std::uint64_t handle);
  std::optional<Time> next_deadline() const;
  // Takes the work of the earliest timer that is due at `now`; empty when none is.
  std::function<void()> take_due(Time now);
  std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Time deadline;
    std::uint64_t order;
    std::uint32_t slot;
  };
  struct Slot {
    std::function<void()> work;
    std::uint32_t generation = 1;
    std::uint32_t place = 0;  // index in heap_ while in use
    bool used = false;
  };
  static bool before(const Entry& a, const Entry& b);
  void put(std::size_t place, const Entry& entry);
  void sift_up(std::size_t place);
  void sift_down(std::size_t place);
  std::function<void()> remove(std::size_t place);

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t order_ = 0;
};

}  // namespace base
