// By whose hand somebody may act: the chairman's substitute between two days, the committee office that enters tasks in
// a leader's name, the fields of a deputy. Rows of the directory, dated, never deleted; what a grant allows is
// policies/access. Pure but for the functions that take a reader or a transaction; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"

namespace directory {

const char* to_string(GrantKind kind);  // "substitute", as stored in journals and shown by commands
std::optional<GrantKind> parse_grant_kind(std::string_view word);

// In force at that time, by its dates alone.
bool in_force(const AccessGrant& grant, base::Timestamp at);
// In force now or later.
bool in_force_or_coming(const AccessGrant& grant, base::Timestamp at);
// When it ends or ended; nothing: it is open.
std::optional<base::Timestamp> end_of(const AccessGrant& grant);

// Leads the office itself, not a section of it.
bool leads_office(const DirectoryView& view, const Account& account);

// Why this grant cannot be given now, in words for whoever wanted it; nothing: it can. `all`: the grants of the office
// as they stand now (under a lock, when the answer is to last).
std::optional<base::Error> refuse_grant(const DirectoryView& view, const std::vector<AccessGrant>& all,
                                        const AccessGrant& wanted, base::Timestamp now);

// Who stands in for this leader at that time: active people of his office.
std::vector<const Account*> substitutes_of(const DirectoryView& view, base::AccountId leader, base::Timestamp at);
// The committee office of this leader at that time.
std::vector<const Account*> enterers_for(const DirectoryView& view, base::AccountId leader, base::Timestamp at);
// Leaders in whose name the account may give tasks at that time, by address.
std::vector<const Account*> gives_for(const DirectoryView& view, const Account& account, base::Timestamp at);
// May the account put this address, a leader's own, into From? The mail then bears Sender and may only give or answer
// tasks (mailstore/delivery).
bool may_write_for(const DirectoryView& view, base::AccountId account, std::string_view address, base::Timestamp at);

// All rows of the office, ended ones too, oldest first.
base::Result<std::vector<AccessGrant>> read_access_grants(base::SqlReader& reader, base::UnitId office);
// Rows and audit entries in the caller's unit; the directory's version is counted up, so that every node reads anew.
// REQUIRES: the caller has looked at refuse_grant() under a lock of the office. The view is the caller's to reload.
base::Result<void> insert_access_grant(base::SqlTransaction& tx, const AccessGrant& grant, base::EventId audit_id);
// It ends at `at`. A grant that is gone or has ended changes nothing.
base::Result<void> end_access_grant(base::SqlTransaction& tx, std::int64_t grant, base::Timestamp at,
                                    std::string_view by, base::EventId audit_id);

}  // namespace directory
