// EXPUNGE, and the emptying of mailboxes that are being deleted.
#include <algorithm>

#include "mailstore/store/email_rows.h"
#include "mailstore/store/selected/message_units.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

// An email lives as long as it has a place in some mailbox.
base::Result<bool> has_other_place(base::SqlReader& reader, const MailboxRow& mailbox, const MessageRow& row) {
  auto other = reader.query_i64("SELECT 1 FROM mailbox_email WHERE email = ? AND NOT (mailbox = ? AND uid = ?)",
                                {row.email.id.value, mailbox.info.id.value, row.uid.value});
  if (!other) return other.error();
  return *other != 0;
}

base::Result<ExpungeAnswer> expunge_unit(base::SqlTransaction& tx, StoreCore& core, base::MailboxId id,
                                         std::span<const base::Uid> uids) {
  auto account = AccountChange::owner(tx, id);
  if (!account) return account.error();
  auto change = AccountChange::begin(tx, core, *account);
  if (!change) return change.error();
  auto mailbox = change->mailbox(id);
  if (!mailbox) return mailbox.error();
  auto rows = read_messages(tx, **mailbox, uids);
  if (!rows) return rows.error();
  ExpungeAnswer answer;
  for (const MessageRow& row : *rows) {
    if (!row.deleted) continue;  // the flag was taken away meanwhile
    auto removed = remove_place(tx, *change, **mailbox, row);
    if (!removed) return removed.error();
    answer.uids.push_back(row.uid);
  }
  if (!answer.uids.empty()) answer.modseq = change->modseq();
  auto finished = change->finish();
  if (!finished) return finished.error();
  return answer;
}

}  // namespace

base::Result<void> remove_place(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                const MessageRow& row) {
  auto other = has_other_place(tx, mailbox, row);
  if (!other) return other.error();
  return remove_message(tx, change, mailbox, row, !*other);
}

base::Co<base::Result<ExpungeAnswer>> SelectedMail::expunge(base::MailboxId mailbox,
                                                            std::optional<std::vector<base::Uid>> only) {
  auto newest = co_await view(mailbox);
  if (!newest) co_return newest.error();
  std::vector<base::Uid> uids;
  for (const auto& chunk : (*newest)->chunks()) {
    for (std::size_t i = 0; chunk->deleted() != 0 && i < chunk->size(); ++i) {
      if ((chunk->flags(i) & flag::kDeleted) == 0) continue;
      if (!only || std::binary_search(only->begin(), only->end(), chunk->uid(i))) uids.push_back(chunk->uid(i));
    }
  }
  ExpungeAnswer answer;
  for (std::size_t at = 0; at < uids.size(); at += kUnitMessages) {
    const std::span<const base::Uid> share(uids.data() + at, std::min(kUnitMessages, uids.size() - at));
    auto unit = [this, mailbox, share](base::SqlTransaction& tx) -> base::Result<ExpungeAnswer> {
      return expunge_unit(tx, core_, mailbox, share);
    };
    auto part = co_await core_.db.write(unit);
    if (!part) co_return part.error();
    answer.uids.insert(answer.uids.end(), part->uids.begin(), part->uids.end());
    answer.modseq = std::max(answer.modseq, part->modseq);
  }
  co_return answer;
}

base::Result<bool> empty_dying_mailbox(base::SqlTransaction& tx, StoreCore& core, base::MailboxId id) {
  auto account = AccountChange::owner(tx, id);
  if (!account) return account.error().code == base::ErrorCode::not_found ? base::Result<bool>(true) : account.error();
  auto change = AccountChange::begin(tx, core, *account);
  if (!change) return change.error();
  auto mailbox = change->mailbox(id);
  if (!mailbox) return mailbox.error();
  std::vector<base::Uid> uids;
  auto read = tx.query("SELECT uid FROM mailbox_email WHERE mailbox = ? ORDER BY uid LIMIT 500", {id.value},
                       [&](const base::SqlRow& row) {
                         uids.emplace_back(static_cast<std::uint32_t>(row.i64(0)));
                         return true;
                       });
  if (!read) return read.error();
  auto rows = read_messages(tx, **mailbox, uids);
  if (!rows) return rows.error();
  for (const MessageRow& row : *rows) {
    auto removed = remove_place(tx, *change, **mailbox, row);
    if (!removed) return removed.error();
  }
  const bool gone = uids.empty();
  if (gone) {
    change->drop(id);
    for (const std::string_view sql :
         {"DELETE FROM mailbox WHERE id = ?", "DELETE FROM mailbox_acl WHERE mailbox = ?",
          "DELETE FROM seen_overlay WHERE mailbox = ?", "DELETE FROM view_copy WHERE mailbox = ?"}) {
      auto done = tx.execute(sql, {id.value});
      if (!done) return done.error();
    }
  }
  auto finished = change->finish();
  if (!finished) return finished.error();
  return gone;
}

}  // namespace mailstore
