// The numbers of schema steps: each part of the program has two ranges, and begins the second when the first is used
// up. Steps of all parts run in the order of their numbers, but for those a database has already: a step may be new
// although it is lower than others. Pure.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "base/sql/database.h"

namespace base {

struct StepRange {
  std::string_view part;
  int first, last;
};

inline constexpr StepRange kStepRanges[] = {
    {"directory", 100, 199}, {"store", 200, 299}, {"delivery", 300, 399}, {"search", 400, 449},   {"office", 450, 499},
    {"directory", 500, 599}, {"store", 600, 699}, {"office", 700, 799},   {"delivery", 800, 849}, {"search", 850, 899},
};

// The part whose number it is; "" when it is nobody's.
constexpr std::string_view part_of_step(int number) {
  for (const StepRange& range : kStepRanges) {
    if (number >= range.first && number <= range.last) return range.part;
  }
  return {};
}

// What Database::migrate() takes.
std::vector<Migration> steps_in_order(std::initializer_list<std::span<const Migration>> parts);

}  // namespace base
