#include "mailstore/store/recent.h"

#include <functional>

#include "mailstore/store/mailbox_rows.h"

namespace mailstore {

base::Co<base::Result<Recent>> unclaimed_recent(MailStore& store, base::MailboxId mailbox) {
  std::function<base::Result<Recent>(base::SqlSnapshot&)> query = [mailbox](base::SqlSnapshot& snapshot) -> base::Result<Recent> {
    auto row = read_mailbox(snapshot, mailbox);
    if (!row) return row.error();
    if (!*row) return base::Error::permanent(base::ErrorCode::not_found, "There is no such mailbox");
    Recent out{(*row)->recent_uid};
    if (out.from == (*row)->info.uid_next) return out;
    auto count = snapshot.query_i64("SELECT COUNT(*) FROM mailbox_email WHERE mailbox = ? AND uid >= ?", {mailbox.value, out.from.value});
    if (!count) return count.error();
    out.messages = *count;
    return out;
  };
  co_return co_await store.database().read<Recent>(std::move(query));
}

}  // namespace mailstore
