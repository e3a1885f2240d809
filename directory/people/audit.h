// The audit trail: every sign-in, password change and administrator's act, one row each, never altered; refusals that
// repeat are counted (refusal_trail.h) and leave after the days of a setting.
// Functions run inside the caller's transaction or snapshot. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "directory/people/audit_verb.h"

namespace directory {

struct AuditEntry {
  base::EventId id;
  base::Timestamp at;
  AuditVerb what = AuditVerb::unknown;
  std::string actor;        // address or "vanthu"; what the client typed when nobody was recognised
  base::AccountId account;  // whom it concerns; none when not known
  std::string door;         // "imap", "smtp", "http", "managesieve", "" for commands
  std::string mechanism;
  std::string peer;
  std::string session;
  std::string detail;      // verdict, changed fields; never a password
  std::int64_t times = 1;  // how many refusals of this kind the row stands for
};

base::Result<void> write_audit(base::SqlTransaction& tx, const AuditEntry& entry);
base::Result<void> write_audit(base::SqlTransaction& tx, std::span<const AuditEntry> entries);

struct AuditFilter {
  base::AccountId account;  // none = all
  base::Timestamp from;     // 0 = from the beginning
  base::Timestamp to;       // exclusive; 0 = to the end
  std::size_t limit = 1000;
};
// Newest first.
base::Result<std::vector<AuditEntry>> read_audit(base::SqlReader& reader, const AuditFilter& filter);

// When the account signed in last, by any door, at or after `from` and before `to`; nothing: it did not.
base::Result<std::optional<base::Timestamp>> last_sign_in(base::SqlReader& reader, base::AccountId account,
                                                          base::Timestamp from, base::Timestamp to);

// Removes rows of refusals and locks older than `before`, looking at no more than `most` rows behind the id `after`;
// answers the id of the last row looked at, to go on from, or nothing when there is no older row left.
base::Result<std::optional<base::EventId>> remove_old_refusals(base::SqlTransaction& tx, base::EventId after,
                                                               base::Timestamp before, std::size_t most);

}  // namespace directory
