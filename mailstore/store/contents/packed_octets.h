// Octets of a row that are written small when that wins something: zstd, and told apart by the first octet. Values;
// pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mailstore {

// Shorter ones stay as they are: rows that lists are made of are read by the ten thousand.
inline constexpr std::size_t kPackFrom = 8192;

// REQUIRES: raw does not begin with "Z" (formats of this store begin with their version).
std::string pack_octets(std::string raw);
// How many octets unpack_octets() gives, without unpacking.
std::size_t unpacked_size(std::string_view stored);
// Takes any bytes; corrupt when they are not ours. What was not packed comes back as it is.
base::Result<std::string> unpack_octets(std::string stored);

}  // namespace mailstore
