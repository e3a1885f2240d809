// Random bytes from the operating system. Thread-safe; aborts when the system has none (nothing safe can be done).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace base {

std::string random_bytes(std::size_t count);
std::uint64_t random_u64();
// `count` characters from an alphabet without look-alikes (no 0 O o 1 l I), for passwords on paper and for tokens.
std::string random_readable(std::size_t count);

}  // namespace base
