// The directory's rows, written inside a transaction of change_directory(). Internal to directory/.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "directory/people/types.h"

namespace directory {

// Ends the unit's present term at `now` (if any) and begins a new one.
base::Result<void> put_unit(base::SqlTransaction& tx, const Unit& unit, base::Timestamp now, bool create);
// The account rows and their primary addresses.
base::Result<void> insert_accounts(base::SqlTransaction& tx, std::span<const Account> accounts, base::Timestamp now);
base::Result<void> insert_account(base::SqlTransaction& tx, const Account& account, base::Timestamp now);
// Everything but id, kind, address and active.
base::Result<void> update_account(base::SqlTransaction& tx, const Account& account);
base::Result<void> insert_address(base::SqlTransaction& tx, std::string_view address, base::AccountId account,
                                  bool primary, base::Timestamp now, base::Timestamp until);
// vanthu, giaoviec and the journal of an office, in `domain`. The addresses must be free.
base::Result<void> insert_office_mailboxes(base::SqlTransaction& tx, const Unit& office, std::string_view domain,
                                           base::Timestamp now, base::IdMaker& ids);
// "vanthu", "giaoviec", "nhatky" with ".<mail>" for every office but the root.
std::string office_local_part(std::string_view word, const Unit& office);
inline constexpr std::string_view kRecordsWord = "vanthu", kTaskWord = "giaoviec", kJournalWord = "nhatky";
inline constexpr std::string_view kOfficeWords[] = {kRecordsWord, kTaskWord, kJournalWord};
// giaoviec.<mail> of a section. The address must be free.
base::Result<void> insert_section_mailbox(base::SqlTransaction& tx, const Unit& section, std::string_view domain,
                                          base::Timestamp now, base::IdMaker& ids);
// Clerks into vanthu, leaders into giaoviec of their office, everybody of a section into its mailbox, and out again;
// members named by hand stay.
base::Result<void> sync_role_members(base::SqlTransaction& tx, base::Timestamp now);

}  // namespace directory
