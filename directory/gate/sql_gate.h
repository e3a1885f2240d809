// The Gate over SQL. Internal to directory/; see gate.h for the contract and README.md for the flow.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/thread_annotations.h"
#include "directory/gate/credentials.h"
#include "directory/gate/gate.h"
#include "directory/gate/hash_queue.h"
#include "directory/gate/known_networks.h"
#include "directory/gate/lockouts.h"
#include "directory/gate/password_checker.h"
#include "directory/gate/refusal_trail.h"
#include "directory/gate/watches.h"
#include "directory/people/audit.h"

namespace directory {

class SqlGate final : public Gate {
 public:
  SqlGate(Directory& directory, const base::Clock& clock, base::IdMaker& ids, GateSettings settings,
          std::unique_ptr<PasswordChecker> checker);
  ~SqlGate() override;  // writes the sums of refusals
  base::Result<void> load() { return lockouts_.load(directory_.database(), clock_.now()); }

  base::Co<SignInAnswer> sign_in(SignInRequest request) override;
  base::Co<ChangeAnswer> change_password(ChangeRequest request) override;
  base::Result<std::string> reset_password(base::AccountId account, std::string password, bool no_change,
                                           std::string_view actor) override;
  base::Result<std::vector<AccountLock>> unlock(base::AccountId account, std::string_view actor) override;
  std::vector<AccountLock> locks(base::AccountId id) const override { return lockouts_.locks(id, clock_.now()); }
  base::Result<void> keep_house() override;
  std::unique_ptr<Watch> watch(base::AccountId account, std::int64_t credential_version,
                               std::function<void()> on_drop) override;
  const GateSettings& settings() const override { return settings_; }

 private:
  enum class Step { right, wrong, locked, busy };
  // Who knocks, from where, and whether the password is right. Failures are counted but not yet written.
  struct Knock {
    Step step = Step::wrong;
    std::shared_ptr<const DirectoryView> view;
    const Account* account = nullptr;  // in *view; nullptr when nobody of that name may sign in
    Network network;
    std::optional<Credential> credential;
    std::vector<KnownNetwork> networks;  // of the account, seen lately
    std::string password;                // OpaqueString form
    std::optional<std::string> rehashed;
    std::chrono::seconds wait{0};
    Lockouts::Subjects subjects;
    std::vector<Lockouts::Outcome> counted;
  };
  // What one event writes, in one transaction.
  struct Record {
    AuditEntry entry;
    std::vector<AuditEntry> rows;  // to be written
    std::vector<Lockouts::Outcome> counted;
    std::string forgotten;  // subject whose counter ends; "" none
    bool signed_in = false;
    std::string network;  // of the sign-in, when it must be noted
    std::optional<Credential> rehashed;
  };

  base::Co<Knock> knock(std::string login, std::string password, base::PeerAddress peer);
  // What SQL holds of an account (or of nobody: the same questions), into `out`. False: it cannot be read.
  base::Co<bool> read_account(base::AccountId account, Knock& out);
  // Runs the hash when its turn comes; Step::busy when there is no room.
  base::Co<void> check_password(bool usable, Acquaintance acquaintance, Knock& out);
  static bool acts_for_himself(const Knock& knock, const SignInRequest& request);
  // The network when it is new or was noted long ago, else "".
  std::string network_to_note(const Knock& knock) const;
  base::Co<void> delay_refusal() const;
  void log_locks(const Knock& knock, const base::PeerAddress& peer) const;
  // The lines of the answer once the password was right.
  SignInAnswer answer_for(const Knock& knock) const;
  base::Co<void> write_record(Record record);
  // The entry, or of a refusal what the trail lets through.
  void choose_rows(Record& record, const Knock& knock);
  AuditEntry audit_entry(AuditVerb what, std::string_view actor, const Knock& knock,
                         const base::PeerAddress& peer) const;

  struct NewPassword {
    std::vector<FailedRule> failed;
    std::string hash;
  };
  // Rules and hash of a new password, on the pool.
  base::Co<base::Result<NewPassword>> prepare(Knock& knock, std::string next);
  policies::password::Person describe_person(const Account& account, const DirectoryView& view) const;
  policies::password::RuleSettings rule_settings() const;

  Directory& directory_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  const GateSettings settings_;
  const std::unique_ptr<PasswordChecker> checker_;
  RecentPasswords recent_;
  Lockouts lockouts_;
  RefusalTrail trail_;
  Watches watches_;
  const std::string question_key_;  // of this process: equal questions are known by an HMAC
  std::unique_ptr<Directory::Subscription> subscription_;
  base::Mutex house_mutex_;
  base::Timestamp swept_ GUARDED_BY(house_mutex_);
  base::EventId audit_seen_ GUARDED_BY(house_mutex_);  // up to here old refusals are gone
  HashQueue queue_;                                    // last: its jobs touch the others
};

}  // namespace directory
