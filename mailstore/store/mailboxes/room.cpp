// How much of its room an account uses, and what an EXPUNGE of a mailbox would give back.
#include <functional>

#include "mailstore/store/mailboxes/mailboxes.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

base::Co<base::Result<QuotaInfo>> Mailboxes::quota(base::AccountId account) {
  auto query = [account](base::SqlSnapshot& snapshot) -> base::Result<QuotaInfo> {
    QuotaInfo info;
    auto read = snapshot.query("SELECT used_bytes, used_messages, quota_bytes FROM store_account WHERE account = ?",
                               {account.value}, [&](const base::SqlRow& row) {
                                 info = {row.i64(0), row.i64(1), row.i64(2)};
                                 return false;
                               });
    if (!read) return read.error();
    return info;
  };
  co_return co_await core_.db.read(query);
}

base::Co<base::Result<std::int64_t>> Mailboxes::deleted_storage(MailboxInfo mailbox) {
  if (mailbox.deleted == 0) co_return std::int64_t{0};
  auto query = [account = mailbox.account, id = mailbox.id](base::SqlSnapshot& snapshot) -> base::Result<std::int64_t> {
    std::int64_t octets = 0;
    auto read = snapshot.query(
        "SELECT e.size FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email "
        "WHERE m.mailbox = ? AND m.deleted <> 0",
        {account.value, id.value}, [&](const base::SqlRow& row) {
          octets += row.i64(0);
          return true;
        });
    if (!read) return read.error();
    return octets;
  };
  co_return co_await core_.db.read(query);
}

}  // namespace mailstore
