// Which documents of the last minutes the dictionaries speak for: the ids tell the time (base/ids.h), so what is new is
// asked for from a floor on and compared with this. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_set>

namespace mailstore::substring {

class Coverage {
 public:
  // A unit that takes longer than this from making its ids to its commit is found by the next full pass only.
  static constexpr std::int64_t kReach = std::int64_t{10 * 60 * 1000} << 20;

  void add(std::span<const std::int64_t> ids) {
    for (const std::int64_t id : ids) {
      newest_ = std::max(newest_, id);
      if (id > floor()) recent_.insert(id);
    }
    std::erase_if(recent_, [this](std::int64_t id) { return id <= floor(); });
  }
  // Above this every document that is not has() is not entered.
  std::int64_t floor() const { return std::max<std::int64_t>(0, newest_ - kReach); }
  bool has(std::int64_t id) const { return recent_.contains(id); }

 private:
  std::int64_t newest_ = 0;
  std::unordered_set<std::int64_t> recent_;
};

}  // namespace mailstore::substring
