#include "base/crypto/password_hash.h"

#include <doctest/doctest.h>

namespace {

constexpr base::Argon2Cost kCheap{64, 1};

TEST_CASE("crypto/password_hash: what was hashed verifies, nothing else does") {
  const auto hash = base::hash_password("Mật khẩu có dấu 1!", kCheap);
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  CHECK(base::verify_password("Mật khẩu có dấu 1!", *hash));
  CHECK_FALSE(base::verify_password("Mật khẩu có dấu 1", *hash));
  CHECK_FALSE(base::verify_password("", *hash));
  const auto again = base::hash_password("Mật khẩu có dấu 1!", kCheap);
  REQUIRE(again);
  CHECK(*again != *hash);  // salted
}

TEST_CASE("crypto/password_hash: an encoded sample made by the reference program verifies") {
  // argon2 somesalt -id -t 2 -k 256 -p 1 <<< password, from the phc-winner-argon2 test vectors
  CHECK(base::verify_password("password",
                              "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"));
}

TEST_CASE("crypto/password_hash: parameters are compared with what is wanted now") {
  const auto hash = base::hash_password("a", kCheap);
  REQUIRE(hash);
  CHECK_FALSE(base::needs_rehash(*hash, kCheap));
  CHECK(base::needs_rehash(*hash, {64, 2}));
  CHECK(base::needs_rehash(*hash, {128, 1}));
  CHECK(base::needs_rehash("", kCheap));
}

TEST_CASE("crypto/password_hash: bad parameters and unreadable hashes are refused") {
  CHECK_FALSE(base::hash_password("a", {1, 1}));
  CHECK_FALSE(base::hash_password("a", {64, 0}));
  CHECK_FALSE(base::hash_password(std::string(5000, 'a'), kCheap));
  CHECK_FALSE(base::verify_password("a", ""));
  CHECK_FALSE(base::verify_password("a", "$argon2id$v=19$m=64"));
  CHECK_FALSE(base::verify_password("a", "$1$abc$def"));
}

}  // namespace
