// The credential rows: one per account that ever had a password. Internal to directory/; run inside the caller's
// transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace directory {

enum class PasswordState {
  initial = 0,    // from an import: must be changed, dies at expires_at
  reset = 1,      // from an administrator: the same
  healthy = 2,    // chosen by the person
  no_change = 3,  // demo only: an administrator's, need not be changed
};

struct Credential {
  base::AccountId account;
  std::int64_t version = 0;  // counts up with every new password
  PasswordState state = PasswordState::initial;
  std::string hash;
  base::Timestamp expires_at;  // 0 = does not apply
  base::Timestamp changed_at;
  base::Timestamp last_sign_in;  // 0 = never
  int greeting = 0;              // 0 none, 1 his first own password: to be greeted, 2 done (greetings.h)
  int early_days = 0;            // how long before the maximum age it may run out (policies/password/age.h)

  bool is_one_time() const { return state == PasswordState::initial || state == PasswordState::reset; }
  bool one_time_expired(base::Timestamp now) const { return is_one_time() && expires_at.us != 0 && now >= expires_at; }
};

base::Result<std::optional<Credential>> read_credential(base::SqlReader& reader, base::AccountId account);
// The hashes of past passwords, newest first, at most `count`.
base::Result<std::vector<std::string>> read_past_hashes(base::SqlReader& reader, base::AccountId account, int count);
// The first credentials of new accounts.
base::Result<void> insert_credentials(base::SqlTransaction& tx, std::span<const Credential> credentials);
// Replaces the credential that had version `next.version - 1` (0: none was there); the old hash goes into the history,
// which keeps 24. Errors: conflict (someone else replaced it meanwhile).
base::Result<void> replace_credential(base::SqlTransaction& tx, const Credential& next, base::Timestamp now);
// The same password under newer hashing parameters; nothing happens when the version moved.
base::Result<void> rehash_credential(base::SqlTransaction& tx, base::AccountId account, std::int64_t version,
                                     std::string_view hash);
base::Result<void> note_sign_in(base::SqlTransaction& tx, base::AccountId account, base::Timestamp now);

}  // namespace directory
