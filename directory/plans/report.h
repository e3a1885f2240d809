// `vanthu report accounts`: which accounts never left their first password, and what else an administrator must see.
#pragma once

#include <string>
#include <vector>

#include "directory/people/directory.h"

namespace directory {

struct AccountReportRow {
  std::string address, full_name, unit_code, unit_name;
  Role role = Role::staff;
  bool active = true;
  std::string password;                 // "none", "initial", "reset", "own", "no-change"
  bool one_time_expired = false;        // initial or reset, and its hours are over
  bool too_old = false;                 // own, older than the maximum age
  base::Timestamp password_changed_at;  // 0 = never
  base::Timestamp one_time_expires_at;  // 0 = does not apply
  base::Timestamp last_sign_in;         // 0 = never signed in
};

// Persons only, by address. Blocking.
base::Result<std::vector<AccountReportRow>> report_accounts(Directory& directory, const base::Clock& clock,
                                                            int maximum_age_days);
// Heading line plus one line per row; dates in +07:00.
std::string report_accounts_csv(const std::vector<AccountReportRow>& rows);

}  // namespace directory
