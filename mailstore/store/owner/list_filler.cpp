#include "mailstore/store/owner/list_filler.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/mime/date.h"
#include "base/mime/structure_codec.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

constexpr std::int64_t kContentsPerUnit = 100;
constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMaxHeader = 1 << 20;  // octets; of a longer one nothing is kept
constexpr const char* kStep = "content_list";

// A content without its rows, and what they will hold.
struct Unlisted {
  base::ContentId id;
  std::string blob_ref, envelope, body_structure, structure;
  std::string list;
  MessageIds ids;
  std::optional<base::ZonedTime> sent;  // Date field
  bool read = false;                    // the structure could be
};

base::Result<std::int64_t> done_to(base::SqlReader& reader) {
  return reader.query_i64("SELECT done_to FROM store_progress WHERE name = ?", {kStep});
}

base::Result<void> set_done_to(base::SqlTransaction& tx, std::int64_t value) {
  auto known = tx.query_i64("SELECT COUNT(*) FROM store_progress WHERE name = ?", {kStep});
  if (!known) return known.error();
  auto done = *known == 0 ? tx.execute("INSERT INTO store_progress (name, done_to) VALUES (?, ?)", {kStep, value})
                          : tx.execute("UPDATE store_progress SET done_to = ? WHERE name = ?", {value, kStep});
  if (!done) return done.error();
  return {};
}

base::Result<std::vector<Unlisted>> next_unlisted(base::Database& db) {
  std::vector<Unlisted> out;
  auto read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out.clear();
    auto from = done_to(snapshot);
    if (!from) return from.error();
    return snapshot.query(
        "SELECT c.id, c.blob_ref, c.envelope, c.body_structure, c.structure FROM content c WHERE c.id > ? AND NOT EXISTS "
        "(SELECT 1 FROM content_list l WHERE l.content = c.id) ORDER BY c.id LIMIT ?",
        {*from, kContentsPerUnit}, [&](const base::SqlRow& row) {
          out.push_back(
              {base::ContentId(row.i64(0)), row.str(1), row.str(2), row.str(3), row.str(4), {}, {}, {}, false});
          return true;
        });
  });
  if (!read) return read.error();
  return out;
}

// Nothing is kept of a header that cannot be read: `verify` tells of the damage, and readers meet it themselves.
base::Result<void> read_header(const BlobStore& blobs, Unlisted& row) {
  std::string fields;
  row.ids.key = MessageIds::kNotKept;
  auto message = base::decode_outline(row.structure);
  const auto ref = BlobRef::decode(row.blob_ref);
  if (message && ref && static_cast<std::int64_t>(message->root.header.end) <= kMaxHeader) {
    const auto bytes = blobs.read(*ref, 0, static_cast<std::int64_t>(message->root.header.end));
    if (!bytes && bytes.error().temporary) return bytes.error();  // moved by a compaction: its row says where to
    if (bytes && bytes->size() == message->root.header.end) {
      fields = kept_fields_of(message->root.header, *bytes);
      const HeaderLines lines = kept_header_lines(*bytes);
      row.ids = message_ids_of(lines.text, lines.cut);
    }
  }
  row.list = ListedContent::pack({row.envelope, row.body_structure, fields});
  if (auto whole = base::decode_structure(row.structure)) {
    row.sent = base::parse_mail_date(whole->envelope.date.value_or(""));
    row.structure = base::encode_sections(*whole);
    row.read = true;
  }
  return {};
}

// What the structure told of the Date field while it had an envelope.
base::Result<void> put_sent(base::SqlTransaction& tx, const Unlisted& row) {
  if (!row.read) return {};
  auto done =
      tx.execute("UPDATE content SET has_sent = ?, sent_us = ?, sent_offset = ? WHERE id = ? AND sent_offset = ?",
                 {row.sent.has_value(), row.sent ? row.sent->time.us : 0, row.sent ? row.sent->offset_minutes : 0,
                  row.id.value, kSentOffsetUnknown});
  if (!done) return done.error();
  return {};
}

base::Result<void> put_rows(base::SqlTransaction& tx, const Unlisted& row) {
  auto there = tx.query_i64(tx.dialect() == base::SqlDialect::mysql ? "SELECT 1 FROM content WHERE id = ? FOR UPDATE"
                                                                    : "SELECT 1 FROM content WHERE id = ?",
                            {row.id.value});
  if (!there) return there.error();
  if (*there == 0) return {};  // retention was faster
  auto listed = tx.query_i64("SELECT COUNT(*) FROM content_list WHERE content = ?", {row.id.value});
  if (!listed) return listed.error();
  if (*listed != 0) return {};
  auto put = put_listed(tx, row.id, row.list, row.ids);
  if (!put) return put;
  // Each fact once. `body` stays: what was answered for it may be of older rules.
  auto done = tx.execute("UPDATE content SET envelope = '', body_structure = '', structure = ? WHERE id = ?",
                         {base::SqlBlob{row.structure}, row.id.value});
  if (!done) return done.error();
  return put_sent(tx, row);
}

base::Result<FillStep> fill(StoreCore& core) {
  if (core.lists_complete) return FillStep{0, true};
  auto rows = next_unlisted(core.db);
  if (!rows) return rows.error();
  for (Unlisted& row : *rows) {
    auto read = read_header(core.blobs, row);
    if (!read) return read.error();
  }
  const bool complete = rows->empty();
  auto written = core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    for (const Unlisted& row : *rows) {
      auto put = put_rows(tx, row);
      if (!put) return put;
    }
    return set_done_to(tx, complete ? kAll : rows->back().id.value);
  });
  if (!written) return written.error();
  for (const Unlisted& row : *rows) core.structures.drop(row.id);
  if (complete) core.lists_complete = true;
  return FillStep{static_cast<std::int64_t>(rows->size()), complete};
}

}  // namespace

base::Result<FillStep> fill_lists(MailStore& store) { return fill(StoreInside::of(store)); }

base::Result<void> begin_lists(StoreCore& core) {
  bool empty = false;
  auto read = core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto reached = done_to(snapshot);
    if (!reached) return reached.error();
    core.lists_complete = *reached == kAll;
    auto first = snapshot.query_i64("SELECT id FROM content LIMIT 1", {});
    if (!first) return first.error();
    empty = *first == 0;
    return {};
  });
  if (!read || core.lists_complete || !empty) return read;
  auto begun = fill(core);
  if (!begun) return begun.error();
  return {};
}

}  // namespace mailstore
