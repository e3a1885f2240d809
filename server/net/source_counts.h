// SourceCounts: how many of something each source network has now. A value type, not thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/async/source_network.h"

namespace server::net {

class SourceCounts {
 public:
  // Counts one more; false (and nothing counted) when the network has `most` already, or its wide network kWideFactor
  // times as many. 0 = no limit. When it throws, nothing was counted.
  bool enter(const base::SourceNetwork& source, std::size_t most);
  // REQUIRES: enter() was true for it.
  void leave(const base::SourceNetwork& source) noexcept;
  std::size_t of(const std::string& network) const;
  std::size_t networks() const { return counts_.size(); }

 private:
  std::unordered_map<std::string, std::size_t> counts_;  // never 0
};

}  // namespace server::net
