// Compares passwords with hashes in a time that does not tell whether the account exists or how its hash was made, and
// remembers for a while which passwords were right. Blocking: 30 ms of one core. Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/crypto/password_hash.h"
#include "base/ids.h"
#include "base/thread_annotations.h"

namespace directory {

class PasswordChecker {
 public:
  // Hashes two passwords that nobody has, to compare with when there is no account.
  static base::Result<std::unique_ptr<PasswordChecker>> make(const base::Argon2Cost& cost);

  struct Answer {
    bool right = false;
    std::optional<std::string> rehashed;  // right, but the hash has other than the present parameters
  };
  // `encoded` empty: there is no such account (or it has no password). Always one hash at full cost and one light one.
  Answer check(std::string_view password, const std::string& encoded, bool may_rehash) const;
  const base::Argon2Cost& cost() const { return cost_; }

 private:
  explicit PasswordChecker(const base::Argon2Cost& cost) : cost_(cost) {}
  const base::Argon2Cost cost_;
  std::string nobody_full_, nobody_light_;
};

// Which password was right lately, as an HMAC under a key of this process: a client that reconnects costs no Argon2.
class RecentPasswords {
 public:
  static constexpr std::chrono::hours kLife{12};

  RecentPasswords();
  bool matches(base::AccountId account, std::int64_t version, std::string_view password,
               std::chrono::steady_clock::time_point now) const;
  void remember(base::AccountId account, std::int64_t version, std::string_view password,
                std::chrono::steady_clock::time_point now);
  void forget(base::AccountId account);

 private:
  struct Entry {
    std::int64_t version;
    base::Sha256 mac;
    std::chrono::steady_clock::time_point at;
  };
  base::Sha256 mac(base::AccountId account, std::int64_t version, std::string_view password) const;

  const std::string key_;
  mutable base::Mutex mutex_;
  std::unordered_map<std::int64_t, Entry> entries_ GUARDED_BY(mutex_);  // one per account: bounded by the directory
};

}  // namespace directory
