#include "base/crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <utility>

namespace base {

namespace {

// Fetched once: an implicit fetch at every digest costs more than hashing a short text (OpenSSL 3.0). Never changes.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (!method) std::abort();  // a libcrypto without SHA-256 cannot keep a single message
  return method;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256Stream stream;
  stream.update(bytes);
  return stream.finish();
}

// RFC 2104 with SHA-256.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t kBlock = 64;
  std::array<char, kBlock> inner{}, outer{};
  Sha256 hashed_key;
  if (key.size() > kBlock) {
    hashed_key = sha256(key);
    key = std::string_view(reinterpret_cast<const char*>(hashed_key.data()), hashed_key.size());
  }
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char k = i < key.size() ? key[i] : '\0';
    inner[i] = static_cast<char>(k ^ 0x36);
    outer[i] = static_cast<char>(k ^ 0x5c);
  }
  Sha256Stream first;
  first.update({inner.data(), inner.size()});
  first.update(bytes);
  const Sha256 middle = first.finish();
  Sha256Stream second;
  second.update({outer.data(), outer.size()});
  second.update({reinterpret_cast<const char*>(middle.data()), middle.size()});
  const Sha256 out = second.finish();
  OPENSSL_cleanse(inner.data(), inner.size());
  OPENSSL_cleanse(outer.data(), outer.size());
  return out;
}

std::string to_hex(const Sha256& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string to_bytes(const Sha256& digest) {
  return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    if (!context || EVP_DigestInit_ex2(context, sha256_method(), nullptr) != 1) std::abort();  // out of memory
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) std::abort();
}

Sha256 Sha256Stream::finish() {
  Sha256 out;
  unsigned length = 0;
  if (EVP_DigestFinal_ex(state_->context, out.data(), &length) != 1 || length != out.size()) std::abort();
  return out;
}

}  // namespace base
