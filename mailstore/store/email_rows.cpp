#include "mailstore/store/email_rows.h"

#include <algorithm>

#include "mailstore/store/contents/content_rows.h"

namespace mailstore {
namespace {

base::Error mailbox_full() {
  return base::Error::permanent(base::ErrorCode::limit,
                                {"Hộp thư này đã dùng hết số thứ tự thư; hãy dùng hộp thư khác.",
                                 "This mailbox has used up its message numbers; use another one."});
}

MessageRow message_of(const base::SqlRow& r) {
  MessageRow row;
  row.uid = base::Uid(static_cast<std::uint32_t>(r.i64(0)));
  row.deleted = r.i64(1) != 0;
  row.modseq = base::ModSeq(r.i64(2));
  row.email.id = base::EmailId(r.i64(3));
  row.email.content = base::ContentId(r.i64(4));
  row.email.thread = base::ThreadId(r.i64(5));
  row.email.received.at = base::Timestamp(r.i64(6));
  row.email.received.offset_minutes = static_cast<std::int16_t>(r.i64(7));
  row.email.size = r.i64(8);
  row.email.flags = static_cast<std::uint32_t>(r.i64(9));
  row.email.keywords = r.str(10);
  row.email.prefix = r.str(11);
  row.email.delivered_to = base::AccountId(r.i64(12));
  return row;
}

constexpr std::string_view kOne =
    "SELECT m.uid, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, e.flags, "
    "e.keywords, e.prefix, e.delivered_to FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email "
    "WHERE m.mailbox = ? AND m.uid = ?";
constexpr std::string_view kRange =
    "SELECT m.uid, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, e.flags, "
    "e.keywords, e.prefix, e.delivered_to FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email "
    "WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid";

base::Result<std::optional<base::ThreadId>> find_thread(base::SqlReader& reader, base::AccountId account,
                                                        std::int64_t key) {
  std::optional<base::ThreadId> out;
  auto read = reader.query("SELECT thread FROM thread_ref WHERE account = ? AND ref = ?", {account.value, key},
                           [&](const base::SqlRow& row) {
                             out = base::ThreadId(row.i64(0));
                             return false;
                           });
  if (!read) return read.error();
  return out;
}

}  // namespace

base::Result<bool> email_exists(base::SqlReader& reader, base::AccountId account, base::EmailId email) {
  auto there = reader.query_i64("SELECT 1 FROM email WHERE account = ? AND id = ?", {account.value, email.value});
  if (!there) return there.error();
  return *there != 0;
}

base::Result<base::Uid> add_email(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                  const EmailRow& email, bool deleted) {
  const base::ModSeq modseq = change.modseq();
  auto done = tx.execute(
      "INSERT INTO email (account, id, content, thread, received_us, received_offset, size, flags, modseq, created_modseq, "
      "keywords, prefix, delivered_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {change.account().value, email.id.value, email.content.value, email.thread.value, email.received.at.us,
       static_cast<int>(email.received.offset_minutes), email.size, email.flags, modseq.value, modseq.value,
       email.keywords, base::SqlBlob{email.prefix}, email.delivered_to.value});
  if (!done) return done.error();
  change.add_usage(email.size, 1);
  return place_email(tx, change, mailbox, email, deleted);
}

base::Result<base::Uid> place_email(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                    const EmailRow& email, bool deleted) {
  MailboxInfo& info = mailbox.info;
  const base::Uid uid = info.uid_next;
  if (uid.value == UINT32_MAX) return mailbox_full();
  auto done = tx.execute("INSERT INTO mailbox_email (mailbox, uid, email, deleted, modseq) VALUES (?, ?, ?, ?, ?)",
                         {info.id.value, uid.value, email.id.value, deleted, change.modseq().value});
  if (!done) return done.error();
  info.uid_next = base::Uid(uid.value + 1);
  info.messages += 1;
  info.unseen += (email.flags & flag::kSeen) == 0 ? 1 : 0;
  info.deleted += deleted ? 1 : 0;
  info.size += email.size;
  change.touch(mailbox);
  return uid;
}

base::Result<void> remove_message(base::SqlTransaction& tx, AccountChange& change, MailboxRow& mailbox,
                                  const MessageRow& row, bool email_dies) {
  const EmailRow& email = row.email;
  const base::Timestamp expires = change.now() + std::chrono::hours(24 * kTombstoneDays);
  auto done = tx.execute(
      "INSERT INTO tombstone (mailbox, uid, account, modseq, email, content, thread, received_us, received_offset, size, "
      "flags, expires_us, keywords, prefix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {mailbox.info.id.value, row.uid.value, change.account().value, change.modseq().value, email.id.value,
       email.content.value, email.thread.value, email.received.at.us, static_cast<int>(email.received.offset_minutes),
       email.size, email.flags, expires.us, email.keywords, base::SqlBlob{email.prefix}});
  if (!done) return done.error();
  done = tx.execute("DELETE FROM mailbox_email WHERE mailbox = ? AND uid = ?", {mailbox.info.id.value, row.uid.value});
  if (!done) return done.error();
  if (email_dies) {
    done = tx.execute("DELETE FROM email WHERE account = ? AND id = ?", {change.account().value, email.id.value});
    if (!done) return done.error();
    change.add_usage(-email.size, -1);
  }
  mailbox.info.messages -= 1;
  mailbox.info.unseen -= (email.flags & flag::kSeen) == 0 ? 1 : 0;
  mailbox.info.deleted -= row.deleted ? 1 : 0;
  mailbox.info.size -= email.size;
  change.touch(mailbox);
  return {};
}

base::Result<std::vector<MessageRow>> read_messages(base::SqlReader& reader, const MailboxRow& mailbox,
                                                    std::span<const base::Uid> uids) {
  std::vector<MessageRow> out;
  if (uids.empty()) return out;
  out.reserve(uids.size());
  const std::int64_t account = mailbox.info.account.value, box = mailbox.info.id.value;
  const std::uint64_t width = std::uint64_t{uids.back().value} - uids.front().value + 1;
  if (uids.size() > 4 && width < uids.size() * 3) {  // dense: one range is cheaper than many look-ups
    auto wanted = uids.begin();
    auto read = reader.query(kRange, {account, box, uids.front().value, uids.back().value}, [&](const base::SqlRow& r) {
      const base::Uid uid(static_cast<std::uint32_t>(r.i64(0)));
      while (wanted != uids.end() && *wanted < uid) ++wanted;
      if (wanted != uids.end() && *wanted == uid) out.push_back(message_of(r));
      return true;
    });
    if (!read) return read.error();
    return out;
  }
  for (const base::Uid uid : uids) {
    auto read = reader.query(kOne, {account, box, uid.value}, [&](const base::SqlRow& r) {
      out.push_back(message_of(r));
      return false;
    });
    if (!read) return read.error();
  }
  return out;
}

base::Result<base::ThreadId> thread_for(base::SqlTransaction& tx, base::IdMaker& ids, base::AccountId account,
                                        std::span<const std::int64_t> keys) {
  std::vector<std::int64_t> missing;
  std::optional<base::ThreadId> thread;
  for (const std::int64_t key : keys) {
    if (std::find(missing.begin(), missing.end(), key) != missing.end()) continue;
    auto found = find_thread(tx, account, key);
    if (!found) return found.error();
    if (!*found) {
      missing.push_back(key);
    } else if (!thread || **found < *thread) {
      thread = **found;  // the oldest, so that every order of arrival ends in the same one
    }
  }
  if (!thread) thread = ids.make<base::ThreadId>();
  for (const std::int64_t key : missing) {
    auto done = tx.execute("INSERT INTO thread_ref (account, ref, thread) VALUES (?, ?, ?)",
                           {account.value, key, thread->value});
    if (!done) return done.error();
  }
  return *thread;
}

}  // namespace mailstore
