// KeyedHash: SipHash-2-4 (Aumasson and Bernstein) under a random key, for tables in memory whose keys strangers choose:
// without the key nobody can make texts that collide. Not for what leaves the process. Thread-safe (immutable).
#pragma once

#include <cstdint>
#include <string_view>

namespace base {

class KeyedHash {
 public:
  KeyedHash();  // a key of its own
  KeyedHash(std::uint64_t key0, std::uint64_t key1) : key0_(key0), key1_(key1) {}
  std::uint64_t operator()(std::string_view text) const;

 private:
  std::uint64_t key0_, key1_;
};

}  // namespace base
