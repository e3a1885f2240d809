// Documents of one part of the index (a sealed shard, or what is still in memory) and sets of them. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace mailstore::search {

using DocumentNumber = std::uint32_t;                 // from 0
using DocumentNumbers = std::vector<DocumentNumber>;  // ascending, each once

inline DocumentNumbers united(const DocumentNumbers& a, const DocumentNumbers& b) {
  DocumentNumbers out;
  out.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

inline DocumentNumbers without(const DocumentNumbers& all, const DocumentNumbers& some) {
  DocumentNumbers out;
  out.reserve(all.size());
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(out));
  return out;
}

}  // namespace mailstore::search
