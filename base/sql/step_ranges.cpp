#include "base/sql/step_ranges.h"

#include <algorithm>

namespace base {

std::vector<Migration> steps_in_order(std::initializer_list<std::span<const Migration>> parts) {
  std::vector<Migration> steps;
  for (const std::span<const Migration> part : parts) steps.insert(steps.end(), part.begin(), part.end());
  std::sort(steps.begin(), steps.end(), [](const Migration& a, const Migration& b) { return a.number < b.number; });
  return steps;
}

}  // namespace base
