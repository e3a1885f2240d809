// The file "manifest" of the index: what of its directory counts. Written whole, beside the old one, and put in its
// place: a shard or list that it does not name was begun and never finished, or is replaced, and is removed.
//
//   manifest = "vanthu-search" SP format SP id LF "next" SP number LF "hidden" SP number LF
//              *("shard" SP number SP documents LF) "end" SP crc LF
//
// id: made anew with each index and kept in SQL beside the cursors, so that cursors never speak for another index.
// next: number of the next shard or list; hidden: of the file "hidden-<number>", 0 when nothing is hidden.
// crc: CRC-32C of all before its line, decimal. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailstore::search {

// Raised when terms, rows or files change: an index of another format is made anew.
inline constexpr int kIndexFormat = 3;

struct Manifest {
  struct Shard {
    std::uint64_t number = 0;
    std::uint64_t documents = 0;
    bool operator==(const Shard&) const = default;
  };
  std::string id;
  std::uint64_t next = 1;
  std::uint64_t hidden = 0;
  std::vector<Shard> shards;
  bool operator==(const Manifest&) const = default;
};

std::string encode(const Manifest& manifest);
// Takes any bytes; nothing when they are no whole manifest of this format.
std::optional<Manifest> decode_manifest(std::string_view bytes);

}  // namespace mailstore::search
