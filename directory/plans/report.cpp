#include "directory/plans/report.h"

#include <unordered_map>

#include "base/text/csv.h"
#include "directory/gate/credentials.h"
#include "policies/password/age.h"

namespace directory {

namespace {

const char* password_word(PasswordState state) {
  switch (state) {
    case PasswordState::initial: return "initial";
    case PasswordState::reset: return "reset";
    case PasswordState::healthy: return "own";
    case PasswordState::no_change: return "no-change";
  }
  return "none";
}

}  // namespace

base::Result<std::vector<AccountReportRow>> report_accounts(Directory& directory, const base::Clock& clock,
                                                            int maximum_age_days) {
  std::unordered_map<std::int64_t, Credential> credentials;
  auto done = directory.database().read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    credentials.clear();
    return snapshot.query(
        "SELECT account, version, state, expires_us, changed_us, last_sign_in_us, early_days FROM credential", {},
        [&](const base::SqlRow& row) {
          Credential credential;
          credential.account = base::AccountId(row.i64(0));
          credential.version = row.i64(1);
          credential.state = static_cast<PasswordState>(row.i64(2));
          credential.expires_at = base::Timestamp(row.i64(3));
          credential.changed_at = base::Timestamp(row.i64(4));
          credential.last_sign_in = base::Timestamp(row.i64(5));
          credential.early_days = static_cast<int>(row.i64(6));
          credentials.emplace(row.i64(0), credential);
          return true;
        });
  });
  if (!done) return std::move(done).error();
  const base::Timestamp now = clock.now();
  const std::shared_ptr<const DirectoryView> view = directory.view();
  std::vector<AccountReportRow> out;
  for (const Account& account : view->accounts()) {
    if (account.kind != AccountKind::person) continue;
    AccountReportRow row;
    row.address = account.address;
    row.full_name = account.full_name;
    row.role = account.role;
    row.active = account.active;
    if (const Unit* unit = view->find_unit(account.unit)) row.unit_code = unit->code, row.unit_name = unit->name;
    row.password = "none";
    if (const auto found = credentials.find(account.id.value); found != credentials.end()) {
      const Credential& credential = found->second;
      row.password = password_word(credential.state);
      row.one_time_expired = credential.one_time_expired(now);
      row.too_old =
          credential.state == PasswordState::healthy &&
          policies::password::check_age(credential.changed_at, now, maximum_age_days, 0, credential.early_days).age ==
              policies::password::Age::expired;
      row.password_changed_at = credential.changed_at;
      row.one_time_expires_at = credential.is_one_time() ? credential.expires_at : base::Timestamp();
      row.last_sign_in = credential.last_sign_in;
    }
    out.push_back(std::move(row));
  }
  return out;
}

std::string report_accounts_csv(const std::vector<AccountReportRow>& rows) {
  std::string out =
      base::csv_line({"address", "full_name", "unit_code", "unit_name", "role", "active", "password",
                      "one_time_expired", "too_old", "password_changed_at", "one_time_expires_at", "last_sign_in"},
                     false);
  const auto yes = [](bool value) { return std::string(value ? "yes" : "no"); };
  for (const AccountReportRow& row : rows) {
    out += base::csv_line(
        {row.address, row.full_name, row.unit_code, row.unit_name, to_string(row.role), yes(row.active), row.password,
         yes(row.one_time_expired), yes(row.too_old), base::office_date_time(row.password_changed_at),
         base::office_date_time(row.one_time_expires_at), base::office_date_time(row.last_sign_in)},
        true);
  }
  return out;
}

}  // namespace directory
