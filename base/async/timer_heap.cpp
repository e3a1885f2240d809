#include "base/async/timer_heap.h"

#include <algorithm>
#include <utility>

namespace base {

namespace {
constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 3650);
}

bool TimerHeap::before(const Entry& a, const Entry& b) {
  return a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order;
}

void TimerHeap::put(std::size_t place, const Entry& entry) {
  heap_[place] = entry;
  slots_[entry.slot].place = static_cast<std::uint32_t>(place);
}

void TimerHeap::sift_up(std::size_t place) {
  const Entry entry = heap_[place];
  while (place > 0) {
    std::size_t parent = (place - 1) / 2;
    if (!before(entry, heap_[parent])) break;
    put(place, heap_[parent]);
    place = parent;
  }
  put(place, entry);
}

void TimerHeap::sift_down(std::size_t place) {
  const Entry entry = heap_[place];
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], entry)) break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, entry);
}

std::uint64_t TimerHeap::start(Time now, std::chrono::milliseconds delay, std::function<void()> work) {
  delay = std::clamp(delay, std::chrono::milliseconds(0), kLongest);
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot].work = std::move(work);
  slots_[slot].used = true;
  heap_.push_back(Entry{now + delay, ++order_, slot});
  sift_up(heap_.size() - 1);
  return (static_cast<std::uint64_t>(slots_[slot].generation) << 32) | slot;
}

std::function<void()> TimerHeap::remove(std::size_t place) {
  const std::uint32_t slot = heap_[place].slot;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place < heap_.size()) {
    put(place, last);
    sift_up(place);
    sift_down(slots_[last.slot].place);
  }
  std::function<void()> work = std::exchange(slots_[slot].work, nullptr);
  slots_[slot].used = false;
  if (++slots_[slot].generation == 0) slots_[slot].generation = 1;
  free_.push_back(slot);
  return work;
}

void TimerHeap::cancel(std::uint64_t handle) {
  const auto slot = static_cast<std::uint32_t>(handle);
  const auto generation = static_cast<std::uint32_t>(handle >> 32);
  if (slot >= slots_.size() || !slots_[slot].used || slots_[slot].generation != generation) return;
  // The work is destroyed only after the heap is whole again: its destructor may call back.
  std::function<void()> dropped = remove(slots_[slot].place);
}

std::optional<TimerHeap::Time> TimerHeap::next_deadline() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().deadline;
}

std::function<void()> TimerHeap::take_due(Time now) {
  if (heap_.empty() || heap_.front().deadline > now) return nullptr;
  return remove(0);
}

}  // namespace base
