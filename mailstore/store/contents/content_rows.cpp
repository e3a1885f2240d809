#include "mailstore/store/contents/content_rows.h"

namespace mailstore {
namespace {

std::string_view bytes_of(const BlobHash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

base::Result<std::optional<StoredContent>> find_by(base::SqlReader& reader, std::string_view sql,
                                                   const BlobHash& hash) {
  std::optional<StoredContent> out;
  base::Result<void> decoded;
  auto read = reader.query(sql, {base::SqlBlob{bytes_of(hash)}}, [&](const base::SqlRow& row) {
    auto ref = BlobRef::decode(row.text(1));
    if (ref) {
      out = StoredContent{base::ContentId(row.i64(0)), *ref, row.i64(2)};
    } else {
      decoded = ref.error();
    }
    return false;
  });
  if (!read) return read.error();
  if (!decoded) return decoded.error();
  return out;
}

base::Result<void> insert_content(base::SqlTransaction& tx, base::ContentId id, const BlobHash& hash,
                                  const BlobRef& blob, std::int64_t size, const ContentColumns& c,
                                  base::Timestamp now) {
  auto done = tx.execute(
      "INSERT INTO content (id, hash, size, blob_ref, key_id, parser_version, created_us, sent_us, has_sent, is_reply, "
      "has_attachment, subject, from_text, to_text, cc_text, bcc_text, base_subject, from_key, to_key, cc_key, message_id, "
      "refs, preview, envelope, body, body_structure, structure, sent_offset) "
      "VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', ?, ?)",
      {id.value,
       base::SqlBlob{bytes_of(hash)},
       size,
       base::SqlBlob{blob.encode()},
       c.parser_version,
       now.us,
       c.sent.us,
       c.has_sent,
       c.is_reply,
       c.has_attachment,
       c.subject,
       c.from,
       c.to,
       c.cc,
       c.bcc,
       c.base_subject,
       c.from_key,
       c.to_key,
       c.cc_key,
       c.message_id,
       join_references(c.references),
       c.preview,
       base::SqlBlob{c.structure},
       c.sent_offset});
  if (!done) return done.error();
  auto listed = put_listed(tx, id, c.list, c.message_ids);
  if (!listed) return listed;
  auto text =
      tx.execute("INSERT INTO content_text (content, packed) VALUES (?, ?)", {id.value, base::SqlBlob{c.packed_text}});
  if (!text) return text.error();
  return {};
}

}  // namespace

base::Result<std::optional<StoredContent>> find_content(base::SqlReader& reader, const BlobHash& hash) {
  return find_by(reader, "SELECT id, blob_ref, size FROM content WHERE hash = ?", hash);
}

base::Result<StoredContent> put_content(base::SqlTransaction& tx, base::ContentId id, const BlobHash& hash,
                                        const BlobRef& blob, std::int64_t size, const ContentColumns& columns,
                                        base::Timestamp now) {
  if (blob) {
    auto inserted = insert_content(tx, id, hash, blob, size, columns, now);
    if (inserted) return StoredContent{id, blob, size};
    if (inserted.error().code != base::ErrorCode::exists) return inserted.error();
  }
  // The lock keeps retention from removing the row before this unit's reference to it is committed.
  auto found = find_by(tx,
                       tx.dialect() == base::SqlDialect::mysql
                           ? "SELECT id, blob_ref, size FROM content WHERE hash = ? FOR UPDATE"
                           : "SELECT id, blob_ref, size FROM content WHERE hash = ?",
                       hash);
  if (!found) return found.error();
  if (!*found) {
    return base::Error::transient(
        base::ErrorCode::conflict,
        {"Kho thư vừa thay đổi; xin thử lại.", "The store changed meanwhile; please try again."},
        "content vanished between look-up and commit");
  }
  return **found;
}

base::Result<void> put_listed(base::SqlTransaction& tx, base::ContentId content, const std::string& list,
                              const MessageIds& ids) {
  auto done =
      tx.execute("INSERT INTO content_list (content, packed) VALUES (?, ?)", {content.value, base::SqlBlob{list}});
  if (!done) return done.error();
  auto named = tx.execute("INSERT INTO content_message_id (content, id_key, ids) VALUES (?, ?, ?)",
                          {content.value, ids.key, ids.text});
  if (!named) return named.error();
  return {};
}

base::Result<void> check_content_later(base::SqlTransaction& tx, base::ContentId content) {
  auto done = tx.execute("INSERT INTO content_check (content) VALUES (?)", {content.value});
  if (!done && done.error().code != base::ErrorCode::exists) return done.error();
  return {};
}

std::string join_references(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    if (!out.empty()) out += '\n';
    out += id;
  }
  return out;
}

std::vector<std::string> split_references(std::string_view stored) {
  std::vector<std::string> out;
  while (!stored.empty()) {
    const std::size_t end = stored.find('\n');
    out.emplace_back(stored.substr(0, end));
    if (end == std::string_view::npos) break;
    stored.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace mailstore
