#include "directory/gate/password_checker.h"

#include "base/crypto/random.h"

namespace directory {

namespace {

// What bulk import uses for one-time passwords (provisioning.h).
constexpr base::Argon2Cost kLight{1024, 1};

}  // namespace

base::Result<std::unique_ptr<PasswordChecker>> PasswordChecker::make(const base::Argon2Cost& cost) {
  std::unique_ptr<PasswordChecker> out(new PasswordChecker(cost));
  auto full = base::hash_password(base::random_bytes(16), cost);
  if (!full) return std::move(full).error();
  auto light = base::hash_password(base::random_bytes(16), kLight);
  if (!light) return std::move(light).error();
  out->nobody_full_ = std::move(*full);
  out->nobody_light_ = std::move(*light);
  return out;
}

PasswordChecker::Answer PasswordChecker::check(std::string_view password, const std::string& encoded,
                                               bool may_rehash) const {
  Answer out;
  if (encoded.empty()) {
    (void)base::verify_password(password, nobody_full_);
    (void)base::verify_password(password, nobody_light_);
    return out;
  }
  const bool light = !base::needs_rehash(encoded, kLight);
  out.right = base::verify_password(password, encoded);
  (void)base::verify_password(password, light ? nobody_full_ : nobody_light_);
  if (out.right && may_rehash && base::needs_rehash(encoded, cost_)) {
    if (auto hash = base::hash_password(password, cost_)) out.rehashed = std::move(*hash);
  }
  return out;
}

RecentPasswords::RecentPasswords() : key_(base::random_bytes(32)) {}

base::Sha256 RecentPasswords::mac(base::AccountId account, std::int64_t version, std::string_view password) const {
  std::string text = std::to_string(account.value) + ":" + std::to_string(version) + ":";
  text += password;
  return base::hmac_sha256(key_, text);
}

bool RecentPasswords::matches(base::AccountId account, std::int64_t version, std::string_view password,
                              std::chrono::steady_clock::time_point now) const {
  const base::Sha256 wanted = mac(account, version, password);
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(account.value);
  if (found == entries_.end() || found->second.version != version || now - found->second.at > kLife) return false;
  return base::equal_constant_time(base::to_bytes(found->second.mac), base::to_bytes(wanted));
}

void RecentPasswords::remember(base::AccountId account, std::int64_t version, std::string_view password,
                               std::chrono::steady_clock::time_point now) {
  const base::Sha256 made = mac(account, version, password);
  base::MutexLock lock(mutex_);
  entries_[account.value] = Entry{version, made, now};
}

void RecentPasswords::forget(base::AccountId account) {
  base::MutexLock lock(mutex_);
  entries_.erase(account.value);
}

}  // namespace directory
