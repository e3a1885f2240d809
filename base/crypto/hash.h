// SHA-256, HMAC-SHA-256 and constant-time comparison. Pure functions, thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace base {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);
// 64 lower-case hex digits.
std::string to_hex(const Sha256& digest);
// The raw 32 bytes, as kept in SQL.
std::string to_bytes(const Sha256& digest);
// Time depends on the lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

// Incremental, for bytes that arrive in chunks. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(std::string_view bytes);
  Sha256 finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace base
