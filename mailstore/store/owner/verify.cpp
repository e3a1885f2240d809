#include "mailstore/store/owner/verify.h"

#include <map>

#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/trace_fields.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/owner/store_inside.h"
#include "mailstore/store/owner/verify_lists.h"

namespace mailstore {
namespace {

std::string name_of(const MailboxRow& row) {
  return "mailbox " + std::to_string(row.info.id.value) + " (" + row.info.path + " of account " +
         std::to_string(row.info.account.value) + ")";
}

void expect(StoreFindings& out, const std::string& where, const char* what, std::int64_t stored, std::int64_t real) {
  if (stored != real)
    out.add(where, std::string(what) + ": stored " + std::to_string(stored) + ", real " + std::to_string(real));
}

// What the rows of a mailbox say about it.
struct Sums {
  std::int64_t messages = 0, unseen = 0, deleted = 0, size = 0, max_uid = 0, max_modseq = 0, orphans = 0;
};

base::Result<Sums> sums_of(base::SqlReader& reader, const MailboxRow& row) {
  Sums sums;
  auto read = reader.query(
      "SELECT m.uid, m.modseq, m.deleted, e.id, e.flags, e.size FROM mailbox_email m LEFT JOIN email e ON e.account = ? AND "
      "e.id = m.email WHERE m.mailbox = ?",
      {row.info.account.value, row.info.id.value}, [&](const base::SqlRow& r) {
        ++sums.messages;
        sums.max_uid = std::max(sums.max_uid, r.i64(0));
        sums.max_modseq = std::max(sums.max_modseq, r.i64(1));
        sums.deleted += r.i64(2) != 0 ? 1 : 0;
        sums.orphans += r.is_null(3) ? 1 : 0;
        sums.unseen += (r.i64(4) & flag::kSeen) == 0 ? 1 : 0;
        sums.size += r.i64(5);
        return true;
      });
  if (!read) return read.error();
  return sums;
}

base::Result<void> verify_mailbox(base::SqlReader& reader, const MailboxRow& row, std::int64_t account_modseq,
                                  StoreFindings& out) {
  auto sums = sums_of(reader, row);
  if (!sums) return sums.error();
  const std::string where = name_of(row);
  ++out.mailboxes;
  out.messages += sums->messages;
  expect(out, where, "messages", row.info.messages, sums->messages);
  expect(out, where, "unseen messages", row.info.unseen, sums->unseen);
  expect(out, where, "deleted messages", row.info.deleted, sums->deleted);
  expect(out, where, "size", row.info.size, sums->size);
  if (sums->orphans != 0) out.add(where, std::to_string(sums->orphans) + " rows without their email");
  if (sums->max_uid >= row.info.uid_next.value) out.add(where, "a UID is not below UIDNEXT");
  if (sums->max_modseq > row.info.highest_modseq.value) out.add(where, "a modseq is above HIGHESTMODSEQ");
  if (row.info.highest_modseq.value > account_modseq) out.add(where, "HIGHESTMODSEQ is above the account's modseq");
  if (row.recent_uid > row.info.uid_next) out.add(where, "the first recent UID is above UIDNEXT");
  auto clash = reader.query_i64(
      "SELECT COUNT(*) FROM tombstone t JOIN mailbox_email m ON m.mailbox = t.mailbox AND m.uid = t.uid WHERE t.mailbox = ?",
      {row.info.id.value});
  if (!clash) return clash.error();
  if (*clash != 0) out.add(where, std::to_string(*clash) + " UIDs are both there and expunged");
  return {};
}

base::Result<void> verify_account(base::SqlReader& reader, base::AccountId account, StoreFindings& out) {
  const std::string where = "account " + std::to_string(account.value);
  ++out.accounts;
  std::int64_t modseq = 0, used_bytes = 0, used_messages = 0;
  auto read = reader.query("SELECT modseq, used_bytes, used_messages FROM store_account WHERE account = ?",
                           {account.value}, [&](const base::SqlRow& r) {
                             modseq = r.i64(0);
                             used_bytes = r.i64(1);
                             used_messages = r.i64(2);
                             return false;
                           });
  if (!read) return read;
  std::int64_t bytes = 0, messages = 0, top = 0;
  std::int64_t odd_prefixes = 0;
  read = reader.query("SELECT size, modseq, prefix FROM email WHERE account = ?", {account.value},
                      [&](const base::SqlRow& r) {
                        ++messages;
                        bytes += r.i64(0);
                        top = std::max(top, r.i64(1));
                        odd_prefixes += is_trace_prefix(r.text(2)) ? 0 : 1;
                        return true;
                      });
  if (!read) return read;
  expect(out, where, "used bytes", used_bytes, bytes);
  expect(out, where, "used messages", used_messages, messages);
  expect(out, where, "emails whose prefix is no trace", 0, odd_prefixes);
  if (top > modseq) out.add(where, "an email's modseq is above the account's");
  for (
      const auto& [sql, what] : {
          std::pair{
              "SELECT COUNT(*) FROM email e WHERE e.account = ? AND NOT EXISTS (SELECT 1 FROM content c WHERE c.id = e.content)",
              "emails without content"},
          std::pair{
              "SELECT COUNT(*) FROM email e WHERE e.account = ? AND NOT EXISTS (SELECT 1 FROM mailbox_email m WHERE "
              "m.email = e.id)",
              "emails in no mailbox"},
          std::pair{
              "SELECT COUNT(*) FROM tombstone t WHERE t.account = ? AND NOT EXISTS (SELECT 1 FROM content c WHERE "
              "c.id = t.content)",
              "tombstones without content"},
      }) {
    auto count = reader.query_i64(sql, {account.value});
    if (!count) return count.error();
    if (*count != 0) out.add(where, std::to_string(*count) + " " + what);
  }
  std::vector<base::MailboxId> ids;
  read = reader.query("SELECT id FROM mailbox WHERE account = ?", {account.value}, [&](const base::SqlRow& r) {
    ids.emplace_back(r.i64(0));
    return true;
  });
  if (!read) return read;
  for (const base::MailboxId id : ids) {
    auto row = read_mailbox(reader, id);
    if (!row) return row.error();
    if (!*row) continue;
    auto done = verify_mailbox(reader, **row, modseq, out);
    if (!done) return done;
  }
  return {};
}

// Rows that belong to no account or no content at all.
base::Result<void> verify_strays(base::SqlReader& reader, StoreFindings& out) {
  for (
      const auto& [sql, what] : {
          std::pair{
              "SELECT COUNT(*) FROM mailbox_email m WHERE NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.id = m.mailbox)",
              "messages in no mailbox"},
          std::pair{
              "SELECT COUNT(*) FROM mailbox b WHERE NOT EXISTS (SELECT 1 FROM store_account a WHERE a.account = b.account)",
              "mailboxes of no account"},
          std::pair{
              "SELECT COUNT(*) FROM email e WHERE NOT EXISTS (SELECT 1 FROM store_account a WHERE a.account = e.account)",
              "emails of no account"},
          std::pair{
              "SELECT COUNT(*) FROM content c WHERE NOT EXISTS (SELECT 1 FROM content_text t WHERE t.content = c.id)",
              "contents without text"},
          std::pair{
              "SELECT COUNT(*) FROM content_text t WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.id = t.content)",
              "texts without content"},
          std::pair{
              "SELECT COUNT(*) FROM content_list l WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.id = l.content)",
              "lists without content"},
          std::pair{
              "SELECT COUNT(*) FROM content_message_id i WHERE NOT EXISTS (SELECT 1 FROM content_list l WHERE l.content = "
              "i.content)",
              "Message-IDs without a list"},
          std::pair{
              "SELECT COUNT(*) FROM content_list l WHERE NOT EXISTS (SELECT 1 FROM content_message_id i WHERE i.content = "
              "l.content)",
              "lists without Message-IDs"},
          std::pair{
              "SELECT COUNT(*) FROM content c WHERE NOT EXISTS (SELECT 1 FROM content_list l WHERE l.content = c.id) AND "
              "(LENGTH(c.envelope) = 0 OR c.id <= (SELECT COALESCE(MAX(p.done_to), 0) FROM store_progress p WHERE p.name = "
              "'content_list'))",
              "contents without a list"},
      }) {
    auto count = reader.query_i64(sql, {});
    if (!count) return count.error();
    if (*count != 0) out.add("store", std::to_string(*count) + " " + what);
  }
  return {};
}

struct ContentRow {
  base::ContentId id;
  std::string hash, blob_ref;
  std::int64_t size = 0;
};

base::Result<std::vector<ContentRow>> next_contents(base::SqlReader& reader, base::ContentId after) {
  std::vector<ContentRow> rows;
  auto read = reader.query("SELECT id, hash, blob_ref, size FROM content WHERE id > ? ORDER BY id LIMIT 500",
                           {after.value}, [&](const base::SqlRow& r) {
                             rows.push_back({base::ContentId(r.i64(0)), r.str(1), r.str(2), r.i64(3)});
                             return true;
                           });
  if (!read) return read.error();
  return rows;
}

base::Result<void> verify_holders(base::SqlReader& reader, const std::vector<ContentRow>& rows,
                                  ContentReferences others, StoreFindings& out) {
  static constexpr std::string_view kOwn[] = {"SELECT 1 FROM email WHERE content = ? LIMIT 1",
                                              "SELECT 1 FROM tombstone WHERE content = ? LIMIT 1",
                                              "SELECT 1 FROM content_check WHERE content = ?"};
  for (const ContentRow& row : rows) {
    bool held = false;
    for (const ContentReferences& list : {ContentReferences(kOwn), others}) {
      for (const std::string_view sql : list) {
        if (held) break;
        auto found = reader.query_i64(sql, {row.id.value});
        if (!found) return found.error();
        held = *found != 0;
      }
    }
    if (!held) out.add("content " + std::to_string(row.id.value), "nobody refers to it and nobody will look");
  }
  return {};
}

void verify_bytes(const BlobStore& blobs, const ContentRow& row, bool read_bytes, StoreFindings& out) {
  const std::string where = "content " + std::to_string(row.id.value);
  auto ref = BlobRef::decode(row.blob_ref);
  if (!ref) return out.add(where, "its blob reference is damaged");
  expect(out, where, "size", row.size, ref->length);
  if (!read_bytes) {
    auto first = blobs.read(*ref, 0, 1);
    if (!first) out.add(where, base::describe(first.error()));
    return;
  }
  auto hash = blobs.check(*ref);
  if (!hash) return out.add(where, base::describe(hash.error()));
  const std::string_view real(reinterpret_cast<const char*>(hash->data()), hash->size());
  if (real != row.hash) out.add(where, "its bytes have another SHA-256");
}

base::Result<void> go_on(const std::stop_token& stop) {
  if (!stop.stop_requested()) return {};
  return base::Error::transient(base::ErrorCode::stopped,
                                {"Việc kiểm tra bị dừng giữa chừng.", "The check was stopped."});
}

}  // namespace

base::Result<void> verify_rows(MailStore& store, ContentReferences others, StoreFindings& out, std::stop_token stop) {
  base::Database& db = StoreInside::of(store).db;
  std::vector<base::AccountId> accounts;
  auto read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    accounts.clear();
    auto strays = verify_strays(snapshot, out);
    if (!strays) return strays;
    return snapshot.query("SELECT account FROM store_account ORDER BY account", {}, [&](const base::SqlRow& r) {
      accounts.emplace_back(r.i64(0));
      return true;
    });
  });
  if (!read) return read;
  for (const base::AccountId account : accounts) {
    if (auto on = go_on(stop); !on) return on;
    read = db.read_blocking([&](base::SqlSnapshot& snapshot) { return verify_account(snapshot, account, out); });
    if (!read) return read;
  }
  for (base::ContentId last;;) {
    if (auto on = go_on(stop); !on) return on;
    std::size_t count = 0;
    read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto rows = next_contents(snapshot, last);
      if (!rows) return rows.error();
      count = rows->size();
      if (count == 0) return {};
      last = rows->back().id;
      return verify_holders(snapshot, *rows, others, out);
    });
    if (!read) return read;
    if (count == 0) return {};
  }
}

base::Result<void> verify_contents(MailStore& store, bool read_bytes, StoreFindings& out, std::stop_token stop) {
  for (base::ContentId last;;) {
    std::vector<ContentRow> rows;
    auto read = StoreInside::of(store).db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto next = next_contents(snapshot, last);
      if (!next) return next.error();
      rows = std::move(*next);
      return {};
    });
    if (!read) return read;
    if (rows.empty()) break;
    last = rows.back().id;
    for (const ContentRow& row : rows) {
      if (auto on = go_on(stop); !on) return on;
      ++out.contents;
      verify_bytes(StoreInside::of(store).blobs, row, read_bytes, out);
    }
  }
  return read_bytes ? verify_lists(StoreInside::of(store), out, stop) : base::Result<void>{};
}

}  // namespace mailstore
