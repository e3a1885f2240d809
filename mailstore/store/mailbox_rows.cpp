#include "mailstore/store/mailbox_rows.h"

#include <algorithm>
#include <unordered_set>

namespace mailstore {
namespace {

MailboxRow row_of(const base::SqlRow& r) {
  MailboxRow row;
  row.info.id = base::MailboxId(r.i64(0));
  row.info.account = base::AccountId(r.i64(1));
  row.info.path = r.str(2);
  row.info.use = static_cast<SpecialUse>(r.i64(3));
  row.state = static_cast<MailboxState>(r.i64(4));
  row.info.uid_validity = static_cast<std::uint32_t>(r.i64(5));
  row.info.uid_next = base::Uid(static_cast<std::uint32_t>(r.i64(6)));
  row.recent_uid = base::Uid(static_cast<std::uint32_t>(r.i64(7)));
  row.info.highest_modseq = base::ModSeq(r.i64(8));
  row.info.messages = r.i64(9);
  row.info.unseen = r.i64(10);
  row.info.deleted = r.i64(11);
  row.info.size = r.i64(12);
  row.created = base::ModSeq(r.i64(13));
  row.changed = base::ModSeq(r.i64(14));
  row.tombstone_floor = base::ModSeq(r.i64(15));
  return row;
}

constexpr std::string_view kById =
    "SELECT id, account, path, special_use, state, uid_validity, uid_next, recent_uid, highest_modseq, messages, unseen, "
    "deleted, size, created_modseq, changed_modseq, tombstone_floor FROM mailbox WHERE id = ?";
constexpr std::string_view kByName =
    "SELECT id, account, path, special_use, state, uid_validity, uid_next, recent_uid, highest_modseq, messages, unseen, "
    "deleted, size, created_modseq, changed_modseq, tombstone_floor FROM mailbox WHERE account = ? AND name_key = ?";
constexpr std::string_view kByAccount =
    "SELECT id, account, path, special_use, state, uid_validity, uid_next, recent_uid, highest_modseq, messages, unseen, "
    "deleted, size, created_modseq, changed_modseq, tombstone_floor FROM mailbox WHERE account = ? AND state = 0";

}  // namespace

base::Result<std::optional<MailboxRow>> read_mailbox(base::SqlReader& reader, base::MailboxId id) {
  std::optional<MailboxRow> out;
  auto read = reader.query(kById, {id.value}, [&](const base::SqlRow& r) {
    out = row_of(r);
    return false;
  });
  if (!read) return read.error();
  return out;
}

base::Result<std::optional<MailboxRow>> read_mailbox(base::SqlReader& reader, base::AccountId account,
                                                     std::string_view name_key) {
  std::optional<MailboxRow> out;
  auto read = reader.query(kByName, {account.value, name_key}, [&](const base::SqlRow& r) {
    out = row_of(r);
    return false;
  });
  if (!read) return read.error();
  return out;
}

base::Result<std::vector<MailboxRow>> list_mailboxes(base::SqlReader& reader, base::AccountId account) {
  std::vector<MailboxRow> out;
  auto read = reader.query(kByAccount, {account.value}, [&](const base::SqlRow& r) {
    out.push_back(row_of(r));
    out.back().info.subscribed = false;
    return true;
  });
  if (!read) return read.error();
  std::sort(out.begin(), out.end(), [](const MailboxRow& a, const MailboxRow& b) {
    const bool a_inbox = a.info.use == SpecialUse::inbox, b_inbox = b.info.use == SpecialUse::inbox;
    return a_inbox != b_inbox ? a_inbox : a.info.path < b.info.path;
  });
  std::unordered_set<std::string> names;
  auto subscribed =
      reader.query("SELECT name FROM subscription WHERE reader = ?", {account.value}, [&](const base::SqlRow& r) {
        names.insert(r.str(0));
        return true;
      });
  if (!subscribed) return subscribed.error();
  for (MailboxRow& row : out) row.info.subscribed = names.contains(row.info.path);
  return out;
}

base::Result<void> insert_mailbox(base::SqlTransaction& tx, const MailboxRow& row, std::string_view name_key) {
  const MailboxInfo& m = row.info;
  auto done = tx.execute(
      "INSERT INTO mailbox (id, account, path, name_key, special_use, state, uid_validity, uid_next, recent_uid, "
      "highest_modseq, messages, unseen, deleted, size, created_modseq, changed_modseq, tombstone_floor) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {m.id.value, m.account.value, m.path, name_key, static_cast<int>(m.use), static_cast<int>(row.state),
       m.uid_validity, m.uid_next.value, row.recent_uid.value, m.highest_modseq.value, m.messages, m.unseen, m.deleted,
       m.size, row.created.value, row.changed.value, row.tombstone_floor.value});
  if (!done) return done.error();
  return {};
}

base::Result<void> write_mailbox(base::SqlTransaction& tx, const MailboxRow& row) {
  const MailboxInfo& m = row.info;
  auto done = tx.execute(
      "UPDATE mailbox SET uid_next = ?, recent_uid = ?, highest_modseq = ?, messages = ?, unseen = ?, deleted = ?, size = ?, "
      "changed_modseq = ? WHERE id = ?",
      {m.uid_next.value, row.recent_uid.value, m.highest_modseq.value, m.messages, m.unseen, m.deleted, m.size,
       row.changed.value, m.id.value});
  if (!done) return done.error();
  return {};
}

}  // namespace mailstore
