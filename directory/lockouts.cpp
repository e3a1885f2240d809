#include "directory/lockouts.h"

#include "base/crypto/hash.h"
#include "base/text/fold.h"

namespace directory {

using policies::password::LockoutState;

namespace {

constexpr std::size_t kSweepEvery = 1000;  // failures between two looks at what may be dropped

// The first four groups of an IPv6 address: one household or office has a whole /64.
std::string network_of(const std::string& ip) {
  if (ip.find(':') == std::string::npos) return ip;
  if (ip.starts_with("::ffff:") && ip.find('.') != std::string::npos) return ip.substr(7);
  std::string out;
  int groups = 0;
  for (const char c : ip) {
    if (c == ':' && ++groups == 4) return out + "::/64";
    out += c;
    if (out.ends_with("::")) break;
  }
  return out + "/64";
}

}  // namespace

base::Result<void> Lockouts::load(base::Database& db, base::Timestamp now) {
  std::unordered_map<std::string, LockoutState> found;
  std::vector<std::string> idle;
  auto read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    found.clear();
    idle.clear();
    return snapshot.query("SELECT subject, failures, last_failure_us, locked_until_us FROM lockout", {}, [&](const base::SqlRow& row) {
      const LockoutState state{static_cast<int>(row.i64(1)), base::Timestamp(row.i64(2)), base::Timestamp(row.i64(3))};
      const std::string subject = row.str(0);
      if (policies::password::is_idle(state, now, settings_for(subject))) {
        idle.push_back(subject);
      } else {
        found.emplace(subject, state);
      }
      return true;
    });
  });
  if (!read) return read;
  {
    base::MutexLock lock(mutex_);
    states_ = std::move(found);
  }
  if (idle.empty()) return {};
  return db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    for (const std::string& subject : idle) {
      if (auto done = forget_row(tx, subject); !done) return done;
    }
    return {};
  });
}

std::string Lockouts::account_subject(const Account* account, std::string_view login) {
  if (account) return "account:" + std::to_string(account->id.value);
  return "login:" + base::to_hex(base::sha256(base::lower_form(login))).substr(0, 32);
}

std::string Lockouts::source_subject(const base::PeerAddress& peer) {
  return peer.loopback || peer.ip.empty() ? std::string() : "source:" + network_of(peer.ip);
}

std::chrono::seconds Lockouts::remaining(const std::string& subject, base::Timestamp now) const {
  base::MutexLock lock(mutex_);
  const auto found = states_.find(subject);
  if (found == states_.end()) return std::chrono::seconds(0);
  return policies::password::remaining(found->second, now, settings_for(subject));
}

std::optional<Lockouts::Outcome> Lockouts::count_failure(const std::string& subject, base::Timestamp now) {
  if (subject.empty()) return std::nullopt;
  base::MutexLock lock(mutex_);
  if (++since_sweep_ >= kSweepEvery) sweep(now);
  LockoutState& state = states_[subject];
  const LockoutState before = state;
  state = policies::password::after_failure(state, now, settings_for(subject));
  if (state == before) return std::nullopt;
  return Outcome{state, state.locked_until.us != 0 && state.locked_until != before.locked_until};
}

bool Lockouts::forget(const std::string& subject) {
  base::MutexLock lock(mutex_);
  return states_.erase(subject) > 0;
}

void Lockouts::sweep(base::Timestamp now) {
  since_sweep_ = 0;
  std::erase_if(states_, [&](const auto& entry) { return policies::password::is_idle(entry.second, now, settings_for(entry.first)); });
}

base::Result<void> Lockouts::store_row(base::SqlTransaction& tx, const std::string& subject, const LockoutState& state) {
  auto done = tx.execute("REPLACE INTO lockout (subject, failures, last_failure_us, locked_until_us) VALUES (?, ?, ?, ?)",
                         {subject, state.failures, state.last_failure.us, state.locked_until.us});
  if (!done) return std::move(done).error();
  return {};
}

base::Result<void> Lockouts::forget_row(base::SqlTransaction& tx, const std::string& subject) {
  auto done = tx.execute("DELETE FROM lockout WHERE subject = ?", {subject});
  if (!done) return std::move(done).error();
  return {};
}

}  // namespace directory
