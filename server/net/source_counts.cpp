#include "server/net/source_counts.h"

namespace server::net {

bool SourceCounts::enter(const base::SourceNetwork& source, std::size_t most) {
  if (most > 0 && of(source.near) >= most) return false;
  if (most > 0 && !source.wide.empty() && of(source.wide) >= most * base::kWideFactor) return false;
  std::size_t& near = ++counts_[source.near];
  if (source.wide.empty()) return true;
  try {
    ++counts_[source.wide];
  } catch (...) {  // no memory for the second: the first is not counted either
    if (--near == 0) counts_.erase(source.near);
    throw;
  }
  return true;
}

void SourceCounts::leave(const base::SourceNetwork& source) noexcept {
  for (const std::string* network : {&source.near, &source.wide}) {
    const auto found = counts_.find(*network);
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }
}

std::size_t SourceCounts::of(const std::string& network) const {
  const auto found = counts_.find(network);
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace server::net
