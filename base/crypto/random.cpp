#include "base/crypto/random.h"

#include <openssl/rand.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

namespace base {

namespace {

void fill_random(void* out, std::size_t count) {
  auto* at = static_cast<unsigned char*>(out);
  while (count > 0) {
    const int step = count > 4096 ? 4096 : static_cast<int>(count);
    if (RAND_bytes(at, step) != 1) std::abort();
    at += step;
    count -= static_cast<std::size_t>(step);
  }
}

// 55 characters: digits and letters without 0 O o 1 l I i.
constexpr std::string_view kReadable = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz";

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  fill_random(out.data(), count);
  return out;
}

std::uint64_t random_u64() {
  std::uint64_t out;
  fill_random(&out, sizeof out);
  return out;
}

std::string random_readable(std::size_t count) {
  // Bytes past the largest multiple of the alphabet are thrown away, so that every character is equally likely.
  constexpr unsigned kLimit = 256 - 256 % kReadable.size();
  std::string out;
  out.reserve(count);
  unsigned char block[64];
  while (out.size() < count) {
    fill_random(block, sizeof block);
    for (const unsigned char byte : block) {
      if (byte < kLimit && out.size() < count) out += kReadable[byte % kReadable.size()];
    }
  }
  return out;
}

}  // namespace base
