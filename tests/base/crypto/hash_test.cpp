#include "base/crypto/hash.h"

#include <doctest/doctest.h>

#include <string>

namespace {

TEST_CASE("crypto/hash: SHA-256 of the published samples (FIPS 180-4)") {
  CHECK(base::to_hex(base::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::to_hex(base::sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("crypto/hash: the stream gives the same digest for any cut") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += static_cast<char>(i * 7);
  const base::Sha256 whole = base::sha256(text);
  for (std::size_t cut = 0; cut <= text.size(); cut += 37) {
    base::Sha256Stream stream;
    stream.update(std::string_view(text).substr(0, cut));
    base::Sha256Stream moved = std::move(stream);
    moved.update(std::string_view(text).substr(cut));
    CHECK(moved.finish() == whole);
  }
}

TEST_CASE("crypto/hash: HMAC-SHA-256 of RFC 4231 test cases 1, 2, 6") {
  CHECK(base::to_hex(base::hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(base::to_hex(base::hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(base::to_hex(
            base::hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("crypto/hash: bytes and constant-time comparison") {
  const base::Sha256 digest = base::sha256("x");
  CHECK(base::to_bytes(digest).size() == 32);
  CHECK(base::equal_constant_time("abc", "abc"));
  CHECK_FALSE(base::equal_constant_time("abc", "abd"));
  CHECK_FALSE(base::equal_constant_time("abc", "abcd"));
  CHECK(base::equal_constant_time("", ""));
}

}  // namespace
