// One sentence for people, in both languages. Vietnamese is shown first. Value type.
#pragma once

#include <string>

namespace policies::access {

struct Sentence {
  std::string vi;
  std::string en;
  bool empty() const { return vi.empty() && en.empty(); }
  bool operator==(const Sentence&) const = default;
};

}  // namespace policies::access
