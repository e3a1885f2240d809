// Password hashes: Argon2id (RFC 9106) in the usual encoded form "$argon2id$v=19$m=19456,t=2,p=1$salt$hash", which
// carries its own parameters. The caller normalises the password first (base/text/opaque_string.h). Pure, slow (27 ms
// at 19 MiB and two passes), thread-safe: run it on a pool.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

struct Argon2Cost {
  unsigned memory_kib = 19456;  // 64 … 1048576
  unsigned passes = 2;          // 1 … 64
  bool operator==(const Argon2Cost&) const = default;
};

// Errors: bad_input (cost out of range, password over 4 KiB), internal (no memory).
Result<std::string> hash_password(std::string_view password, const Argon2Cost& cost);
// False also for an encoded string that cannot be read.
bool verify_password(std::string_view password, const std::string& encoded);
// True when `encoded` was made with other parameters than `cost`, or cannot be read.
bool needs_rehash(std::string_view encoded, const Argon2Cost& cost);

}  // namespace base
