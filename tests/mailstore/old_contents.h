// Contents as the store wrote them before step 230: each fact in a column of `content`.
#pragma once

#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/structure_codec.h"
#include "mailstore/store/contents/content_rows.h"

namespace tests {

inline base::Result<void> put_old_content(base::SqlTransaction& tx, base::ContentId id, const mailstore::BlobHash& hash,
                                          const mailstore::BlobRef& blob, std::int64_t size, const std::string& mail) {
  const base::ParsedMessage message = base::parse_message(mail);
  const mailstore::ContentColumns c = mailstore::describe_content(mail);
  const std::string_view hash_bytes(reinterpret_cast<const char*>(hash.data()), hash.size());
  auto done = tx.execute(
      "INSERT INTO content (id, hash, size, blob_ref, key_id, parser_version, created_us, sent_us, has_sent, is_reply, "
      "has_attachment, subject, from_text, to_text, cc_text, bcc_text, base_subject, from_key, to_key, cc_key, message_id, "
      "refs, preview, envelope, body, body_structure, structure) "
      "VALUES (?, ?, ?, ?, 0, 2, 1, 0, 0, 0, 0, ?, ?, ?, ?, ?, ?, '', '', '', ?, '', ?, ?, ?, ?, ?)",
      {id.value, base::SqlBlob{hash_bytes}, size, base::SqlBlob{blob.encode()}, c.subject, c.from, c.to, c.cc, c.bcc,
       c.base_subject, c.message_id, c.preview, base::SqlBlob{base::imap_envelope(message.envelope)},
       base::SqlBlob{base::imap_body(message.root)}, base::SqlBlob{base::imap_body_structure(message.root)},
       base::SqlBlob{base::encode_structure(message)}});
  if (!done) return done.error();
  auto text =
      tx.execute("INSERT INTO content_text (content, packed) VALUES (?, ?)", {id.value, base::SqlBlob{c.packed_text}});
  if (!text) return text.error();
  return {};
}

// Gives a content that was written today the rows it would have had then.
inline base::Result<void> make_content_old(base::SqlTransaction& tx, base::ContentId id, const std::string& mail) {
  const base::ParsedMessage message = base::parse_message(mail);
  auto done = tx.execute(
      "UPDATE content SET envelope = ?, body = ?, body_structure = ?, structure = ?, sent_offset = 32767 WHERE id = ?",
      {base::SqlBlob{base::imap_envelope(message.envelope)}, base::SqlBlob{base::imap_body(message.root)},
       base::SqlBlob{base::imap_body_structure(message.root)}, base::SqlBlob{base::encode_structure(message)},
       id.value});
  if (!done) return done.error();
  for (const char* sql :
       {"DELETE FROM content_list WHERE content = ?", "DELETE FROM content_message_id WHERE content = ?"}) {
    auto gone = tx.execute(sql, {id.value});
    if (!gone) return gone.error();
  }
  auto begun = tx.execute("DELETE FROM store_progress", {});
  if (!begun) return begun.error();
  return {};
}

}  // namespace tests
