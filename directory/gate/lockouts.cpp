#include "directory/gate/lockouts.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "base/text/fold.h"

namespace directory {

using policies::password::LockoutSettings;
using policies::password::LockoutState;

namespace {

constexpr std::size_t kSweepEvery = 1000;  // guesses between two looks at what may be dropped

std::string account_prefix(base::AccountId account) { return "account:" + std::to_string(account.value); }

}  // namespace

// Subjects as stored: "account:ID", "login:DIGEST", either with "@NETWORK" or "@BLOCK" behind it, and "source:NETWORK".
const LockoutSettings& Lockouts::settings_for(const std::string& subject) const {
  if (subject.starts_with("source:")) return settings_.source;
  if (subject.find('@') == std::string::npos) return settings_.account;
  return subject.ends_with("/24") || subject.ends_with("/48") ? settings_.wide : settings_.pair;
}

Lockouts::Subjects Lockouts::subjects(const Account* account, std::string_view login, const Network& network) {
  Subjects out;
  out.account = account ? account_prefix(account->id)
                        : "login:" + base::to_hex(base::sha256(base::lower_form(login))).substr(0, 32);
  out.pair = out.account + "@" + network.near;
  if (network.wide != network.near) out.wide = out.account + "@" + network.wide;
  if (!network.loopback && !network.near.empty()) out.source = "source:" + network.near;
  return out;
}

std::vector<const std::string*> Lockouts::asked(const Subjects& subjects, Acquaintance acquaintance) {
  std::vector<const std::string*> out = {&subjects.pair};
  if (acquaintance == Acquaintance::known) return out;
  out.push_back(&subjects.wide);
  out.push_back(&subjects.source);
  if (acquaintance == Acquaintance::stranger) out.push_back(&subjects.account);
  return out;
}

base::Result<void> Lockouts::load(base::Database& db, base::Timestamp now) {
  std::unordered_map<std::string, State> found;
  auto read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    found.clear();
    return snapshot.query("SELECT subject, failures, last_failure_us, locked_until_us FROM lockout", {},
                          [&](const base::SqlRow& row) {
                            const LockoutState state{static_cast<int>(row.i64(1)), base::Timestamp(row.i64(2)),
                                                     base::Timestamp(row.i64(3))};
                            const std::string subject = row.str(0);
                            if (!policies::password::is_idle(state, now, settings_for(subject)))
                              found.emplace(subject, State{state, 0});
                            return true;
                          });
  });
  if (!read) return read;
  base::MutexLock lock(mutex_);
  states_ = std::move(found);
  return {};
}

std::chrono::seconds Lockouts::remaining(const std::string& subject, base::Timestamp now) const {
  base::MutexLock lock(mutex_);
  const auto found = states_.find(subject);
  if (found == states_.end()) return std::chrono::seconds(0);
  return policies::password::remaining(found->second.counted, now, settings_for(subject));
}

std::chrono::seconds Lockouts::wait(const Subjects& subjects, Acquaintance acquaintance, base::Timestamp now) const {
  std::chrono::seconds out{0};
  for (const std::string* subject : asked(subjects, acquaintance)) out = std::max(out, remaining(*subject, now));
  return out;
}

std::optional<Lockouts::Attempt> Lockouts::begin(const Subjects& subjects, Acquaintance acquaintance,
                                                 base::Timestamp now) {
  base::MutexLock lock(mutex_);
  if (++since_sweep_ >= kSweepEvery) sweep(now);
  for (const std::string* subject : asked(subjects, acquaintance)) {
    const auto found = states_.find(*subject);
    if (found == states_.end()) continue;
    const State& state = found->second;
    if (!policies::password::may_begin(state.counted, state.pending, now, settings_for(*subject))) return std::nullopt;
  }
  for (const std::string* subject : {&subjects.pair, &subjects.wide, &subjects.account, &subjects.source}) {
    if (!subject->empty()) ++states_[*subject].pending;
  }
  return Attempt(*this, subjects);
}

Lockouts::Attempt::~Attempt() {
  if (!lockouts_) return;
  base::MutexLock lock(lockouts_->mutex_);
  for (const std::string* subject : {&subjects_.pair, &subjects_.wide, &subjects_.account, &subjects_.source}) {
    const auto found = lockouts_->states_.find(*subject);
    if (found == lockouts_->states_.end()) continue;  // "" or freed by an administrator meanwhile
    if (found->second.pending > 0) --found->second.pending;
    if (found->second.pending == 0 && found->second.counted == LockoutState{}) lockouts_->states_.erase(found);
  }
}

std::vector<Lockouts::Outcome> Lockouts::Attempt::failed(base::Timestamp now) {
  std::vector<Outcome> out;
  if (!lockouts_) return out;
  Lockouts& lockouts = *std::exchange(lockouts_, nullptr);
  base::MutexLock lock(lockouts.mutex_);
  for (const std::string* subject : {&subjects_.pair, &subjects_.wide, &subjects_.account, &subjects_.source}) {
    if (subject->empty()) continue;
    State& state = lockouts.states_[*subject];
    if (state.pending > 0) --state.pending;
    const LockoutState before = state.counted;
    state.counted = policies::password::after_failure(before, now, lockouts.settings_for(*subject));
    if (state.counted == before) continue;
    const bool locked_now = state.counted.locked_until.us != 0 && state.counted.locked_until != before.locked_until;
    out.push_back({*subject, state.counted, locked_now});
  }
  return out;
}

bool Lockouts::forget(const std::string& subject) {
  base::MutexLock lock(mutex_);
  const auto found = states_.find(subject);
  if (found == states_.end()) return false;
  const bool counted = found->second.counted != LockoutState{};
  found->second.counted = LockoutState{};
  if (found->second.pending == 0) states_.erase(found);
  return counted;
}

void Lockouts::forget_account(base::AccountId account) {
  const std::string whole = account_prefix(account), pairs = whole + "@";
  base::MutexLock lock(mutex_);
  std::erase_if(states_, [&](const auto& entry) { return entry.first == whole || entry.first.starts_with(pairs); });
}

std::vector<AccountLock> Lockouts::locks(base::AccountId account, base::Timestamp now) const {
  std::vector<AccountLock> out;
  base::MutexLock lock(mutex_);
  for (const auto& [subject, state] : states_) {
    if (!subject.starts_with("account:")) continue;
    if (policies::password::remaining(state.counted, now, settings_for(subject)).count() == 0) continue;
    const std::size_t at = std::min(subject.find('@'), subject.size());
    const base::AccountId id(std::strtoll(subject.c_str() + 8, nullptr, 10));
    if (account && id != account) continue;
    out.push_back({id, at == subject.size() ? std::string() : subject.substr(at + 1), state.counted.locked_until,
                   state.counted.failures});
  }
  std::sort(out.begin(), out.end(), [](const AccountLock& a, const AccountLock& b) {
    return a.account != b.account ? a.account < b.account : a.network < b.network;
  });
  return out;
}

void Lockouts::sweep(base::Timestamp now) {
  since_sweep_ = 0;
  std::erase_if(states_, [&](const auto& entry) {
    return entry.second.pending == 0 &&
           policies::password::is_idle(entry.second.counted, now, settings_for(entry.first));
  });
}

base::Result<void> Lockouts::store_row(base::SqlTransaction& tx, const std::string& subject,
                                       const LockoutState& state) {
  auto done =
      tx.execute("REPLACE INTO lockout (subject, failures, last_failure_us, locked_until_us) VALUES (?, ?, ?, ?)",
                 {subject, state.failures, state.last_failure.us, state.locked_until.us});
  if (!done) return std::move(done).error();
  return {};
}

base::Result<void> Lockouts::forget_row(base::SqlTransaction& tx, const std::string& subject) {
  auto done = tx.execute("DELETE FROM lockout WHERE subject = ?", {subject});
  if (!done) return std::move(done).error();
  return {};
}

base::Result<void> Lockouts::forget_account_rows(base::SqlTransaction& tx, base::AccountId account) {
  const std::string whole = account_prefix(account);
  auto done = tx.execute("DELETE FROM lockout WHERE subject = ? OR subject LIKE ?", {whole, whole + "@%"});
  if (!done) return std::move(done).error();
  return {};
}

base::Result<void> Lockouts::sweep_rows(base::SqlTransaction& tx, base::Timestamp now) const {
  // The longest that any failure counts, and any wait lasts (lockout.h).
  const auto longest =
      4 * std::max({settings_.pair.wait, settings_.wide.wait, settings_.account.wait, settings_.source.wait});
  auto done = tx.execute("DELETE FROM lockout WHERE last_failure_us < ?", {(now - base::Duration(longest)).us});
  if (!done) return std::move(done).error();
  return {};
}

}  // namespace directory
