// One mail to an account that is nearly full.
#include "mailstore/delivery/jobs/job_kinds.h"

namespace mailstore {

base::Result<void> run_quota_warning(DeliveryParts& parts, const JobRow& job) {
  auto warning = unpack_quota_warning(job.payload);
  if (!warning) return warning.error();
  const auto view = parts.directory.view();
  const directory::Account* account = view->find_account(warning->account);
  if (account == nullptr)
    return base::Error::permanent(base::ErrorCode::not_found, {"Tài khoản không còn nữa.", "The account is gone."});
  std::int64_t used = 0;
  auto read = parts.core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto bytes = snapshot.query_i64("SELECT used_bytes FROM store_account WHERE account = ?", {account->id.value});
    if (!bytes) return bytes.error();
    used = *bytes;
    return {};
  });
  if (!read) return read;
  return send_notice(parts, job, account->address,
                     quota_warning_mail(notice_facts(parts), *account, warning->percent, used));
}

}  // namespace mailstore
