// Up to where \Recent has been taken.
#include <algorithm>
#include <functional>

#include "mailstore/store/account_change.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này", "There is no such mailbox"});
}

base::Result<RecentShare> take(base::SqlTransaction& tx, StoreCore& core, base::MailboxId mailbox, base::Uid until) {
  auto account = AccountChange::owner(tx, mailbox);
  if (!account) return account.error();
  auto change = AccountChange::begin(tx, core, *account);  // its lock keeps two sessions apart
  if (!change) return change.error();
  auto box = change->mailbox(mailbox);
  if (!box) return box.error();
  const RecentShare share{(*box)->recent_uid, std::max((*box)->recent_uid, std::min(until, (*box)->info.uid_next))};
  auto done = tx.execute("UPDATE mailbox SET recent_uid = ? WHERE id = ?", {share.until.value, mailbox.value});
  if (!done) return done.error();
  return share;
}

}  // namespace

base::Co<base::Result<RecentShare>> SelectedMail::claim_recent(base::MailboxId mailbox) {
  auto look = [mailbox](base::SqlSnapshot& snapshot) -> base::Result<std::optional<MailboxRow>> {
    return read_mailbox(snapshot, mailbox);
  };
  auto row = co_await core_.db.read(look);
  if (!row) co_return row.error();
  if (!*row) co_return no_mailbox();
  if ((*row)->recent_uid == (*row)->info.uid_next) co_return RecentShare{(*row)->recent_uid, (*row)->recent_uid};
  auto unit = [this, mailbox](base::SqlTransaction& tx) -> base::Result<RecentShare> {
    return take(tx, core_, mailbox, base::Uid(UINT32_MAX));
  };
  co_return co_await core_.db.write(unit);
}

base::Co<base::Result<void>> SelectedMail::settle_recent(base::MailboxId mailbox, base::Uid until) {
  auto unit = [this, mailbox, until](base::SqlTransaction& tx) -> base::Result<RecentShare> {
    return take(tx, core_, mailbox, until);
  };
  auto taken = co_await core_.db.write(unit);
  if (!taken) co_return taken.error();
  co_return base::Result<void>{};
}

base::Co<base::Result<Recent>> SelectedMail::unclaimed_recent(base::MailboxId mailbox, base::Uid taken) {
  auto query = [mailbox, taken](base::SqlSnapshot& snapshot) -> base::Result<Recent> {
    auto row = read_mailbox(snapshot, mailbox);
    if (!row) return row.error();
    if (!*row) return no_mailbox();
    Recent out{std::max((*row)->recent_uid, taken)};
    if (out.from >= (*row)->info.uid_next) return out;
    auto count = snapshot.query_i64("SELECT COUNT(*) FROM mailbox_email WHERE mailbox = ? AND uid >= ?",
                                    {mailbox.value, out.from.value});
    if (!count) return count.error();
    out.messages = *count;
    return out;
  };
  co_return co_await core_.db.read(query);
}

}  // namespace mailstore
