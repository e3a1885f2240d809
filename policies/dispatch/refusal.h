// Why an office step is not done: an id that never changes and one sentence for people, which also says what to do.
// Value type.
#pragma once

#include <string>
#include <utility>

#include "base/sentence.h"

namespace policies::dispatch {

using base::Sentence;

struct Refusal {
  std::string rule;   // "date-goes-back", "unsigned", …: stable, for journal, JSON and tests
  Sentence sentence;  // what is wrong and what to do
  bool operator==(const Refusal&) const = default;
};

inline Refusal refusal(std::string rule, std::string vi, std::string en) {
  return Refusal{std::move(rule), Sentence{std::move(vi), std::move(en)}};
}

}  // namespace policies::dispatch
