// Which shards are merged: in tiers, so that a document is written once for each tier it climbs and the number of
// shards grows with the logarithm of the documents. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace mailstore::search {

struct ShardSize {
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;  // on disk
};

inline constexpr std::uint64_t kFan = 8;  // shards of one tier that become one of the next
inline constexpr std::uint64_t kFirstTier =
    250;  // documents: shards below are of tier 0, each tier is kFan times as big
// A merged shard is no bigger: what one merge writes, and what it needs of the disk meanwhile, stays bounded.
inline constexpr std::uint64_t kMaxMergedBytes = std::uint64_t{256} << 20;

// Places of the shards to merge now, ascending; empty: none.
std::vector<std::size_t> choose_merge(const std::vector<ShardSize>& shards);

}  // namespace mailstore::search
