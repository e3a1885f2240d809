// The audit trail: every sign-in, refusal, password change and administrator's act, one row each, never altered.
// Functions run inside the caller's transaction or snapshot. Thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"

namespace directory {

struct AuditEntry {
  base::EventId id;
  base::Timestamp at;
  std::string what;        // "sign-in", "refused", "locked", "password-changed", "password-reset", "account-disabled", …
  std::string actor;       // address or "vanthu"; what the client typed when nobody was recognised
  base::AccountId account; // whom it concerns; none when not known
  std::string door;        // "imap", "smtp", "http", "managesieve", "" for commands
  std::string mechanism;
  std::string peer;
  std::string session;
  std::string detail;      // verdict, changed fields; never a password
};

base::Result<void> write_audit(base::SqlTransaction& tx, const AuditEntry& entry);
base::Result<void> write_audit(base::SqlTransaction& tx, std::span<const AuditEntry> entries);

struct AuditFilter {
  base::AccountId account;           // none = all
  base::Timestamp from;              // 0 = from the beginning
  base::Timestamp to;                // exclusive; 0 = to the end
  std::size_t limit = 1000;
};
// Newest first.
base::Result<std::vector<AuditEntry>> read_audit(base::SqlReader& reader, const AuditFilter& filter);

}  // namespace directory
