#include "mailstore/delivery/queue/queue_rows.h"

namespace mailstore {
namespace {

constexpr std::string_view kAll =
    "SELECT id, next_us, created_us, expires_us, attempts, delay_reported, content, author, size, smtputf8, body_8bit, "
    "headers_only, domain, reverse_path, envid, prefix FROM queue_item WHERE next_us >= ? AND lease_us >= ? ORDER BY id LIMIT ?";
constexpr std::string_view kDue =
    "SELECT id, next_us, created_us, expires_us, attempts, delay_reported, content, author, size, smtputf8, body_8bit, "
    "headers_only, domain, reverse_path, envid, prefix FROM queue_item WHERE next_us <= ? AND lease_us <= ? "
    "ORDER BY next_us LIMIT ?";

QueueItem item_of(const base::SqlRow& r) {
  QueueItem item;
  item.id = base::QueueId(r.i64(0));
  item.next_attempt = base::Timestamp(r.i64(1));
  item.created = base::Timestamp(r.i64(2));
  item.expires = base::Timestamp(r.i64(3));
  item.attempts = static_cast<int>(r.i64(4));
  item.delay_reported = r.i64(5) != 0;
  item.content = base::ContentId(r.i64(6));
  item.author = base::AccountId(r.i64(7));
  item.size = r.i64(8);
  item.smtputf8 = r.i64(9) != 0;
  item.body_8bit = r.i64(10) != 0;
  item.return_headers_only = r.i64(11) != 0;
  item.domain = r.str(12);
  item.reverse_path = r.str(13);
  item.envid = r.str(14);
  item.prefix = r.str(15);
  return item;
}

base::Result<void> read_recipients(base::SqlReader& reader, QueueItem& item) {
  return reader.query(
      "SELECT state, notify, address, original, status, diagnostic, remote_mta FROM queue_recipient WHERE item = ? "
      "ORDER BY number",
      {item.id.value}, [&](const base::SqlRow& r) {
        QueueRecipient recipient;
        recipient.state = static_cast<RecipientState>(r.i64(0));
        recipient.notify = decode_notify(r.i64(1));
        recipient.address = r.str(2);
        recipient.original = r.str(3);
        recipient.status = r.str(4);
        recipient.diagnostic = r.str(5);
        recipient.remote_mta = r.str(6);
        item.recipients.push_back(std::move(recipient));
        return true;
      });
}

}  // namespace

int encode_notify(const Notify& n) {
  return (n.never ? 1 : 0) | (n.success ? 2 : 0) | (n.failure ? 4 : 0) | (n.delay ? 8 : 0);
}

Notify decode_notify(std::int64_t bits) { return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0}; }

base::Result<void> insert_queue_item(base::SqlTransaction& tx, const QueueItem& item) {
  auto done = tx.execute(
      "INSERT INTO queue_item (id, next_us, lease_us, created_us, expires_us, attempts, delay_reported, content, author, size, "
      "smtputf8, body_8bit, headers_only, cancelled, domain, reverse_path, envid, prefix) "
      "VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
      {item.id.value, item.next_attempt.us, item.created.us, item.expires.us, item.attempts, item.delay_reported,
       item.content.value, item.author.value, item.size, item.smtputf8, item.body_8bit, item.return_headers_only,
       item.domain, item.reverse_path, item.envid, base::SqlBlob{item.prefix}});
  if (!done) return done.error();
  return insert_queue_recipients(tx, item);
}

base::Result<bool> queue_item_exists(base::SqlReader& reader, base::QueueId id) {
  auto there = reader.query_i64("SELECT 1 FROM queue_item WHERE id = ?", {id.value});
  if (!there) return there.error();
  return *there != 0;
}

base::Result<void> insert_queue_recipients(base::SqlTransaction& tx, const QueueItem& item) {
  int number = 0;
  for (const QueueRecipient& r : item.recipients) {
    auto done = tx.execute(
        "INSERT INTO queue_recipient (item, number, state, notify, address, original, status, diagnostic, remote_mta) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {item.id.value, number++, static_cast<int>(r.state), encode_notify(r.notify), r.address, r.original, r.status,
         r.diagnostic, r.remote_mta});
    if (!done) return done.error();
  }
  return {};
}

base::Result<std::vector<QueueItem>> read_queue_items(base::SqlReader& reader, QueueSelection which,
                                                      base::Timestamp now, std::int64_t limit) {
  std::vector<QueueItem> items;
  const bool due = which == QueueSelection::due;
  const std::int64_t bound = due ? now.us : INT64_MIN;
  auto read = reader.query(due ? kDue : kAll, {bound, bound, limit}, [&](const base::SqlRow& row) {
    items.push_back(item_of(row));
    return true;
  });
  if (!read) return read.error();
  for (QueueItem& item : items) {
    auto recipients = read_recipients(reader, item);
    if (!recipients) return recipients.error();
  }
  return items;
}

}  // namespace mailstore
