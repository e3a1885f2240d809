// The table of rights as it is kept. Internal to policies/access. Pure, thread-safe.
#pragma once

#include <cstdint>

#include "policies/access/may.h"

namespace policies::access {

struct Rule {
  Action action;
  const char* word;
  const char* doing_vi;  // "phê duyệt gia hạn"
  const char* doing_en;
  std::uint32_t standings;  // bits: 1 << Standing
  const char* who_vi;       // whom it is for, as a refusal says it
  const char* who_en;
  // When the members of the unit may not after all: the unit has passed the work on to people of its own.
  bool head_only_with_hands = false;
};

const Rule& rule_of(Action action);

constexpr std::uint32_t bit(Standing standing) { return std::uint32_t{1} << static_cast<int>(standing); }

}  // namespace policies::access
