#include "base/crypto/password_hash.h"

#include <argon2.h>

#include <array>

#include "base/crypto/random.h"

namespace base {

namespace {
constexpr std::size_t kSaltBytes = 16;  // RFC 9106 §3.1: 16 bytes are recommended for password hashing
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kMaxPassword = 4096;
}  // namespace

Result<std::string> hash_password(std::string_view password, const Argon2Cost& cost) {
  if (cost.memory_kib < 64 || cost.memory_kib > 1048576 || cost.passes < 1 || cost.passes > 64) {
    return Error::permanent(ErrorCode::bad_input, {"Tham số băm mật khẩu ở ngoài khoảng cho phép.",
                                                   "Password hashing parameters are out of range."});
  }
  if (password.size() > kMaxPassword)
    return Error::permanent(ErrorCode::bad_input, {"Mật khẩu quá dài.", "The password is too long."});
  const std::string salt = random_bytes(kSaltBytes);
  std::array<char, 256> encoded{};
  const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, 1, password.data(), password.size(), salt.data(),
                                         salt.size(), kHashBytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) {
    return Error::transient(ErrorCode::internal, {"Không băm được mật khẩu.", "The password could not be hashed."},
                            argon2_error_message(code));
  }
  return std::string(encoded.data());
}

bool verify_password(std::string_view password, const std::string& encoded) {
  if (password.size() > kMaxPassword || !encoded.starts_with("$argon2id$")) return false;
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool needs_rehash(std::string_view encoded, const Argon2Cost& cost) {
  const std::string wanted = "$argon2id$v=" + std::to_string(ARGON2_VERSION_NUMBER) +
                             "$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) + ",p=1$";
  return !encoded.starts_with(wanted);
}

}  // namespace base
