#include "mailstore/store/owner/retention.h"

#include <algorithm>
#include <map>

#include "mailstore/store/account_change.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

constexpr std::int64_t kRowsPerUnit = 200;

struct Expired {
  base::MailboxId mailbox;
  std::int64_t uid = 0;
  base::ModSeq modseq;
  base::ContentId content;
};

// QRESYNC must know up to where the tombstones of a mailbox may be incomplete.
base::Result<void> raise_floors(base::SqlTransaction& tx, const std::vector<Expired>& rows) {
  std::map<base::MailboxId, base::ModSeq> floors;
  for (const Expired& row : rows) floors[row.mailbox] = std::max(floors[row.mailbox], row.modseq);
  for (const auto& [mailbox, floor] : floors) {
    auto done = tx.execute("UPDATE mailbox SET tombstone_floor = ? WHERE id = ? AND tombstone_floor < ?",
                           {floor.value, mailbox.value, floor.value});
    if (!done) return done.error();
  }
  return {};
}

base::Result<std::int64_t> expire_unit(base::SqlTransaction& tx, base::Timestamp now) {
  std::vector<Expired> rows;
  auto read =
      tx.query("SELECT mailbox, uid, modseq, content FROM tombstone WHERE expires_us <= ? ORDER BY expires_us LIMIT ?",
               {now.us, kRowsPerUnit}, [&](const base::SqlRow& row) {
                 rows.push_back(
                     {base::MailboxId(row.i64(0)), row.i64(1), base::ModSeq(row.i64(2)), base::ContentId(row.i64(3))});
                 return true;
               });
  if (!read) return read.error();
  for (const Expired& row : rows) {
    auto done = tx.execute("DELETE FROM tombstone WHERE mailbox = ? AND uid = ?", {row.mailbox.value, row.uid});
    if (!done) return done.error();
    auto later = check_content_later(tx, row.content);
    if (!later) return later.error();
  }
  auto raised = raise_floors(tx, rows);
  if (!raised) return raised.error();
  return static_cast<std::int64_t>(rows.size());
}

base::Result<bool> is_referred_to(base::SqlReader& reader, base::ContentId content, ContentReferences others) {
  static constexpr std::string_view kOwn[] = {"SELECT 1 FROM email WHERE content = ? LIMIT 1",
                                              "SELECT 1 FROM tombstone WHERE content = ? LIMIT 1"};
  for (const ContentReferences& list : {ContentReferences(kOwn), others}) {
    for (const std::string_view sql : list) {
      auto found = reader.query_i64(sql, {content.value});
      if (!found) return found.error();
      if (*found != 0) return true;
    }
  }
  return false;
}

// True when the content died.
base::Result<bool> check_content(base::SqlTransaction& tx, base::ContentId content, ContentReferences others) {
  auto unlisted = tx.execute("DELETE FROM content_check WHERE content = ?", {content.value});
  if (!unlisted) return unlisted.error();
  // A delivery that is about to refer to the content holds this lock first (put_content).
  auto locked = tx.query_i64(tx.dialect() == base::SqlDialect::mysql ? "SELECT 1 FROM content WHERE id = ? FOR UPDATE"
                                                                     : "SELECT 1 FROM content WHERE id = ?",
                             {content.value});
  if (!locked) return locked.error();
  if (*locked == 0) return false;
  auto referred = is_referred_to(tx, content, others);
  if (!referred) return referred.error();
  if (*referred) return false;
  for (const std::string_view sql :
       {"DELETE FROM content WHERE id = ?", "DELETE FROM content_text WHERE content = ?",
        "DELETE FROM content_list WHERE content = ?", "DELETE FROM content_message_id WHERE content = ?",
        "DELETE FROM blob_chunk WHERE content = ?"}) {
    auto done = tx.execute(sql, {content.value});
    if (!done) return done.error();
  }
  return true;
}

struct Checked {
  std::int64_t looked = 0, removed = 0;
};

base::Result<Checked> check_unit(base::SqlTransaction& tx, StoreCore& core, ContentReferences others) {
  std::vector<base::ContentId> contents;
  auto read = tx.query("SELECT content FROM content_check ORDER BY content LIMIT ?", {kRowsPerUnit},
                       [&](const base::SqlRow& row) {
                         contents.emplace_back(row.i64(0));
                         return true;
                       });
  if (!read) return read.error();
  Checked out;
  for (const base::ContentId content : contents) {
    ++out.looked;
    auto died = check_content(tx, content, others);
    if (!died) return died.error();
    if (!*died) continue;
    ++out.removed;
    tx.after_commit([&core, content] { core.blob_refs.drop(content); });
  }
  return out;
}

std::string_view bytes_of(const BlobHash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

base::Result<void> move_unit(base::SqlTransaction& tx, StoreCore& core, std::span<const BlobMove> moves) {
  for (const BlobMove& move : moves) {
    // Only where the row still says what the copy was made from.
    auto done = tx.execute(
        "UPDATE content SET blob_ref = ? WHERE hash = ? AND blob_ref = ?",
        {base::SqlBlob{move.to.encode()}, base::SqlBlob{bytes_of(move.hash)}, base::SqlBlob{move.from.encode()}});
    if (!done) return done.error();
    auto id = tx.query_i64("SELECT id FROM content WHERE hash = ?", {base::SqlBlob{bytes_of(move.hash)}});
    if (!id) return id.error();
    tx.after_commit([&core, content = base::ContentId(*id)] { core.blob_refs.drop(content); });
  }
  return {};
}

}  // namespace

base::Result<RetentionReport> remove_expired(MailStore& store, ContentReferences others) {
  StoreCore& core = StoreInside::of(store);
  RetentionReport report;
  for (std::int64_t removed = kRowsPerUnit; removed == kRowsPerUnit; report.tombstones += removed) {
    auto done = core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto count = expire_unit(tx, core.clock.now());
      if (!count) return count.error();
      removed = *count;
      return {};
    });
    if (!done) return done.error();
  }
  for (Checked checked{kRowsPerUnit, 0}; checked.looked == kRowsPerUnit; report.contents += checked.removed) {
    auto done = core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto unit = check_unit(tx, core, others);
      if (!unit) return unit.error();
      checked = *unit;
      return {};
    });
    if (!done) return done.error();
  }
  return report;
}

base::Result<Compaction> compact_blobs(MailStore& store, const BlobStore::CompactOptions& options) {
  StoreCore& core = StoreInside::of(store);
  const auto is_live = [&](const BlobHash& hash, const BlobRef& ref) -> base::Result<bool> {
    bool live = false;
    auto read = core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto found = find_content(snapshot, hash);
      if (!found) return found.error();
      live = *found && (*found)->blob == ref;
      return {};
    });
    if (!read) return read.error();
    return live;
  };
  auto compaction = core.blobs.compact(options, is_live);
  if (!compaction) return compaction;
  const std::span<const BlobMove> moves = compaction->moves;
  for (std::size_t at = 0; at < moves.size(); at += kRowsPerUnit) {
    const auto share = moves.subspan(at, std::min<std::size_t>(kRowsPerUnit, moves.size() - at));
    auto done = core.db.write_blocking([&](base::SqlTransaction& tx) { return move_unit(tx, core, share); });
    if (!done) return done.error();
  }
  auto finished = core.blobs.finish_compaction(*compaction);
  if (!finished) return finished.error();
  return compaction;
}

}  // namespace mailstore
