#include "base/crypto/random.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace {

TEST_CASE("crypto/random: the asked number of bytes, not twice the same") {
  CHECK(base::random_bytes(0).empty());
  CHECK(base::random_bytes(10000).size() == 10000);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) CHECK(seen.insert(base::random_bytes(16)).second);
  CHECK(base::random_u64() != base::random_u64());
}

TEST_CASE("crypto/random: readable text has no look-alikes and uses its whole alphabet") {
  const std::string text = base::random_readable(20000);
  CHECK(text.size() == 20000);
  CHECK(text.find_first_of("0Oo1lIi") == std::string::npos);
  CHECK(std::set<char>(text.begin(), text.end()).size() == 55);
}

}  // namespace
