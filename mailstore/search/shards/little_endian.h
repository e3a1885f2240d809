// Whole numbers in the files of the index, least octet first. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace mailstore::search {

template <class Number>
void put_little(std::string& out, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

// REQUIRES: as many octets at `bytes` as the number has.
template <class Number>
Number get_little(const char* bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<Number>(value);
}

}  // namespace mailstore::search
