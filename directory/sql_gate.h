// The Gate over SQL. Internal to directory/; see gate.h for the contract and README.md for the flow.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async/pool.h"
#include "directory/audit.h"
#include "directory/credentials.h"
#include "directory/gate.h"
#include "directory/lockouts.h"
#include "directory/password_checker.h"
#include "directory/watches.h"

namespace directory {

class SqlGate final : public Gate {
 public:
  SqlGate(Directory& directory, const base::Clock& clock, base::IdMaker& ids, GateSettings settings,
          std::unique_ptr<PasswordChecker> checker);
  base::Result<void> load() { return lockouts_.load(directory_.database(), clock_.now()); }

  base::Co<SignInAnswer> sign_in(SignInRequest request) override;
  base::Co<ChangeAnswer> change_password(ChangeRequest request) override;
  base::Result<std::string> reset_password(base::AccountId account, std::string password, bool no_change,
                                           std::string_view actor) override;
  std::unique_ptr<Watch> watch(base::AccountId account, std::int64_t credential_version, std::function<void()> on_drop) override;
  const GateSettings& settings() const override { return settings_; }

 private:
  enum class Step { right, wrong, locked, busy };
  // Who knocks, and whether the password is right. Failures are counted but not yet written.
  struct Knock {
    Step step = Step::wrong;
    std::shared_ptr<const DirectoryView> view;
    const Account* account = nullptr;       // in *view; nullptr when nobody of that name may sign in
    std::optional<Credential> credential;
    std::string password;                   // OpaqueString form
    std::optional<std::string> rehashed;
    std::chrono::seconds wait{0};
    std::string subject;                    // of the account's counter
    std::vector<std::pair<std::string, Lockouts::Outcome>> counted;
  };
  // What one event writes, in one transaction.
  struct Record {
    AuditEntry entry;
    std::vector<std::pair<std::string, Lockouts::Outcome>> counted;
    std::string forgotten;                  // subject whose counter ends; "" none
    bool signed_in = false;
    std::optional<Credential> rehashed;
  };

  base::Co<Knock> knock(std::string login, std::string password, base::PeerAddress peer);
  base::Co<std::optional<Credential>> read_credential_or_stop(base::AccountId account, bool& failed);
  void count_failure(Knock& knock, const base::PeerAddress& peer);
  // The lines of the answer once the password was right.
  SignInAnswer answer_for(const Knock& knock) const;
  base::Co<void> write_record(Record record);
  AuditEntry audit_entry(std::string_view what, std::string_view actor, const Knock& knock, const base::PeerAddress& peer) const;

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
  Watches watches_;
  std::unique_ptr<Directory::Subscription> subscription_;
  base::Pool pool_;  // last: its jobs touch the others
};

}  // namespace directory
