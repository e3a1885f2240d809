// SipHash-2-4 against the values of its authors' reference, and keys that differ.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/crypto/keyed_hash.h"

TEST_CASE("crypto/keyed hash: the reference's values") {
  const base::KeyedHash hash(0x0706050403020100ull, 0x0f0e0d0c0b0a0908ull);
  std::string text;
  for (int i = 0; i < 15; ++i) {
    if (i == 0) CHECK(hash(text) == 0x726fdb47dd0e0e31ull);
    if (i == 1) CHECK(hash(text) == 0x74f839c593dc67fdull);
    if (i == 8) CHECK(hash(text) == 0x93f5f5799a932462ull);
    text += static_cast<char>(i);
  }
  CHECK(hash(text) == 0xa129ca6149be45e5ull);
}

TEST_CASE("crypto/keyed hash: every hash has a key of its own") {
  std::set<std::uint64_t> values;
  for (int i = 0; i < 20; ++i) values.insert(base::KeyedHash()("<id@example>"));
  CHECK(values.size() == 20);
  const base::KeyedHash one;
  CHECK(one("a") == one("a"));
  CHECK(one("a") != one("b"));
}
