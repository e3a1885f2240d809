// Counters of failed sign-ins, kept in memory and in SQL, so that a restart frees nobody. Four of them stand before
// each guess:
//   pair     account and network     few failures, then a wait: nobody guesses on, and only he who failed waits
//   wide     account and block       some more (/24, /48), growing waits
//   account  account                 many, from everywhere, growing waits; who signed in from his network lately passes
//   source   network                 many, over all accounts, growing waits; likewise
// "account" is an account or, for an unknown login, a digest of it: unknown names lock like known ones.
// A guess is counted before its password is hashed and taken back when it was right (Attempt). Rules:
// policies/password/lockout.h. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"
#include "directory/gate/account_lock.h"
#include "directory/gate/known_networks.h"
#include "directory/gate/network.h"
#include "directory/people/types.h"
#include "policies/password/lockout.h"

namespace directory {

class Lockouts {
 public:
  struct Settings {
    policies::password::LockoutSettings pair, wide, account, source;
  };
  explicit Lockouts(Settings settings) : settings_(settings) {}
  // Reads what is kept and still matters. Blocking, once, before use.
  base::Result<void> load(base::Database& db, base::Timestamp now);

  // The four counters of a guess; "" is not counted. `source` is "" for loopback: our own web front and relays.
  struct Subjects {
    std::string pair, wide, account, source;
  };
  static Subjects subjects(const Account* account, std::string_view login, const Network& network);

  std::chrono::seconds remaining(const std::string& subject, base::Timestamp now) const;
  // How long a guess must wait; 0 = it may begin.
  std::chrono::seconds wait(const Subjects& subjects, Acquaintance acquaintance, base::Timestamp now) const;

  // A new state, for store_row().
  struct Outcome {
    std::string subject;
    policies::password::LockoutState state;
    bool locked_now = false;  // this failure began a wait
  };
  // A guess whose outcome is open. Destroyed without failed(): it was right, or never looked at.
  class Attempt {
   public:
    Attempt(Attempt&& other) noexcept
        : lockouts_(std::exchange(other.lockouts_, nullptr)), subjects_(std::move(other.subjects_)) {}
    Attempt& operator=(Attempt&& other) noexcept {
      std::swap(lockouts_, other.lockouts_);  // the other one's end releases what was ours
      std::swap(subjects_, other.subjects_);
      return *this;
    }
    ~Attempt();
    std::vector<Outcome> failed(base::Timestamp now);

   private:
    friend class Lockouts;
    Attempt(Lockouts& lockouts, Subjects subjects) : lockouts_(&lockouts), subjects_(std::move(subjects)) {}
    Lockouts* lockouts_;
    Subjects subjects_;
  };
  // Nothing when the guess must wait: for a lock (wait() says how long), or until open guesses are decided.
  std::optional<Attempt> begin(const Subjects& subjects, Acquaintance acquaintance, base::Timestamp now);

  // A right password ends the count of its pair. True when there was something to forget (then forget_row() it).
  bool forget(const std::string& subject);
  // Ends all waits of an account; forget_account_rows() in SQL.
  void forget_account(base::AccountId account);
  // The waits of an account, or of all.
  std::vector<AccountLock> locks(base::AccountId account, base::Timestamp now) const;

  static base::Result<void> store_row(base::SqlTransaction& tx, const std::string& subject,
                                      const policies::password::LockoutState& state);
  static base::Result<void> forget_row(base::SqlTransaction& tx, const std::string& subject);
  static base::Result<void> forget_account_rows(base::SqlTransaction& tx, base::AccountId account);
  // Rows that no longer matter.
  base::Result<void> sweep_rows(base::SqlTransaction& tx, base::Timestamp now) const;

 private:
  struct State {
    policies::password::LockoutState counted;
    int pending = 0;  // guesses whose outcome is open
  };
  // Which of the counters may stop a guess from there.
  static std::vector<const std::string*> asked(const Subjects& subjects, Acquaintance acquaintance);
  const policies::password::LockoutSettings& settings_for(const std::string& subject) const;
  void sweep(base::Timestamp now) REQUIRES_LOCK(mutex_);

  const Settings settings_;
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, State> states_ GUARDED_BY(mutex_);
  std::size_t since_sweep_ GUARDED_BY(mutex_) = 0;
};

}  // namespace directory
