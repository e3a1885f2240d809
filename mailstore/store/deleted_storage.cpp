#include "mailstore/store/deleted_storage.h"

#include <functional>

namespace mailstore {

base::Co<base::Result<std::int64_t>> deleted_storage(MailStore& store, MailboxInfo mailbox) {
  if (mailbox.deleted == 0) co_return std::int64_t{0};
  std::function<base::Result<std::int64_t>(base::SqlSnapshot&)> query =
      [account = mailbox.account, id = mailbox.id](base::SqlSnapshot& snapshot) -> base::Result<std::int64_t> {
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
  co_return co_await store.database().read<std::int64_t>(std::move(query));
}

}  // namespace mailstore
