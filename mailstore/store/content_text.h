// The words of one content, for search, snippets and IMAP SEARCH: the columns of `content` and the packed text beside it.
// Blocking reads inside a snapshot or a transaction; values; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

// What lies packed in content_text.packed. All UTF-8.
struct PackedText {
  std::string header;                        // decoded: one line "Name: value\n" per field, unfolded, in order
  std::string text;                          // decode_text(): for people, search and snippets
  std::string body;                          // searchable_body() when it differs from `text`, else empty
  std::vector<std::string> attachment_names; // decoded
  const std::string& searchable() const { return body.empty() ? text : body; }
};

// Grammar: version byte 1; codec byte 0 (plain) or 1 (zstd; then 8 octets little-endian raw size); payload: for header, text,
// body, then the number of names, then each name: a 4-octet little-endian length (or number) followed by the octets.
std::string pack_text(const PackedText& text);
// Takes any bytes; corrupt when they are not ours.
base::Result<PackedText> unpack_text(std::string_view packed);

struct ContentWords {
  base::ContentId content;
  base::Timestamp created;                   // first arrival
  base::Timestamp sent;                      // Date header; {0} when missing or unreadable
  std::int64_t size = 0;                     // octets
  bool has_attachment = false;
  std::string subject, from, to, cc, bcc;    // decoded, names and addresses: "Nguyễn Văn A <a@b>, …"
  std::string message_id;
  PackedText words;
};

// not_found when the content is gone.
base::Result<ContentWords> read_content_words(base::SqlReader& reader, base::ContentId content);

}  // namespace mailstore
