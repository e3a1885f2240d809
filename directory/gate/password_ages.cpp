#include "directory/gate/password_ages.h"

#include "directory/gate/credentials.h"
#include "policies/password/age.h"

namespace directory {

base::Result<std::vector<PasswordEnd>> password_ends(base::SqlReader& reader, int maximum_days) {
  std::vector<PasswordEnd> out;
  if (maximum_days <= 0) return out;
  auto done = reader.query("SELECT account, changed_us, early_days FROM credential WHERE state = ? ORDER BY account",
                           {static_cast<int>(PasswordState::healthy)}, [&](const base::SqlRow& row) {
                             out.push_back({base::AccountId(row.i64(0)),
                                            policies::password::runs_out_at(base::Timestamp(row.i64(1)), maximum_days,
                                                                            static_cast<int>(row.i64(2)))});
                             return true;
                           });
  if (!done) return std::move(done).error();
  return out;
}

}  // namespace directory
