#include "mailstore/search/shards/merge_plan.h"

#include <algorithm>
#include <map>

namespace mailstore::search {
namespace {

constexpr std::size_t kWorthMerging = 4;  // fewer, and their bytes are not worth writing again

unsigned tier_of(std::uint64_t documents) {
  unsigned tier = 0;
  for (std::uint64_t limit = kFirstTier; documents >= limit; limit *= kFan) ++tier;
  return tier;
}

}  // namespace

std::vector<std::size_t> choose_merge(const std::vector<ShardSize>& shards) {
  std::map<unsigned, std::vector<std::size_t>> tiers;
  for (std::size_t i = 0; i < shards.size(); ++i) tiers[tier_of(shards[i].documents)].push_back(i);
  for (auto& [tier, places] : tiers) {
    if (places.size() < kFan) continue;
    // The smallest first: as many as fit.
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return shards[a].bytes < shards[b].bytes; });
    std::vector<std::size_t> chosen;
    std::uint64_t bytes = 0;
    for (std::size_t place : places) {
      if (chosen.size() == kFan || bytes + shards[place].bytes > kMaxMergedBytes) break;
      bytes += shards[place].bytes;
      chosen.push_back(place);
    }
    if (chosen.size() < kWorthMerging) continue;
    std::sort(chosen.begin(), chosen.end());
    return chosen;
  }
  return {};
}

}  // namespace mailstore::search
