// The words of one content, for search, snippets and IMAP SEARCH: the columns of `content` and the packed text beside
// it. Blocking reads inside a snapshot or a transaction; values; thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/mime/message.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "base/text/case.h"

namespace mailstore {

class BlobStore;

// What lies packed in content_text.packed. All UTF-8.
struct PackedText {
  std::string header;                         // decoded: one line "Name: value\n" per field, unfolded, in order
  std::string text;                           // decode_text(): for people, search and snippets
  std::string body;                           // searchable_body() when it differs from `text`, else empty
  std::vector<std::string> attachment_names;  // decoded
  // The message is one long plain text without transfer encoding: storing its text again would cost a delivery more
  // than reading it from the message costs a search. Packed without `text`; whoever needs it calls text_of_content().
  bool text_in_content = false;
  // The message says more than is kept here: whoever must not miss anything looks into it (look_into_message()).
  bool body_cut = false, header_cut = false;
  // Left in the message like text_in_content, of any other message: its rows would be too large beside it
  // (content_columns.h).
  bool all_in_content = false;
  const std::string& searchable() const { return body.empty() ? text : body; }
};

// Grammar: version byte 1 or 2; codec byte: in its low four bits 0 (plain), 1 (zstd; then 8 octets little-endian raw
// size), 2 (plain, text_in_content: text and body are empty), 3 and 4 (as 0 and 2, but zstd behind text_prefix(); then
// 8 octets raw size), and from version 2 on 16 (body_cut), 32 (header_cut) and 64 (all_in_content: text and body are
// empty); payload: for header, text, body, then the number of names, then each name: a 4-octet little-endian length (or
// number) followed by the octets. Version 1 was read from the message by older rules: less of HTML, lines of flowed
// texts apart, cuts not told.
std::string pack_text(const PackedText& text);
// Takes any bytes; corrupt when they are not ours.
base::Result<PackedText> unpack_text(std::string_view packed);
// The same without copies: views into `packed` or into `inflated`, which holds what was compressed. Names are left out.
struct PackedTextView {
  std::string_view header, text, body;
  bool text_in_content = false;
  bool all_in_content = false;                // body_cut is set too
  bool body_cut = false, header_cut = false;  // of version 1: also when only looking into the message can tell
  std::string_view searchable() const { return body.empty() ? text : body; }
};
base::Result<PackedTextView> view_text(std::string_view packed, std::string& inflated);
// From this size on (octets of the body) a lone plain text is left to the message.
inline constexpr std::size_t kTextInContentFrom = 4096;
// `text` of a message with text_in_content or all_in_content, from its bytes: what decode_text() gives.
std::string text_of_content(std::string_view message_bytes);

// A column of decoded names or subjects that holds less than the message does ends with this.
inline constexpr std::string_view kCutMark = " […]";

// Whether the message holds it, in all of its bytes: what the stored texts may lack because they are cut.
struct MessageSearch {
  bool body = false;             // texts and MIME headers of parts, as searchable_body()
  bool header = false;           // the message's own header
  std::string_view header_name;  // only fields of this name; empty: all
  bool as_column = false;        // also as the column of that name would have it: addresses without their quotes
};
// Text by text, piece by piece: beside the message memory holds the body of one part without its transfer encoding.
// `go_on` is asked between pieces; false ends it, and the answer means nothing. May be null.
bool look_into_message(std::string_view message_bytes, const MessageSearch& where, const base::CasemapFinder& finder,
                       const std::function<bool()>& go_on = nullptr);

// What a column holds of an envelope: the words of its From, To, Cc or Bcc; empty for another name.
std::string address_words(const base::Envelope& envelope, std::string_view field_name);

// Looks into "Name: value" lines; `name` empty: into everything.
bool header_matches(std::string_view lines, std::string_view name, const base::CasemapFinder& finder);

// One line "Name: value\n" per field, decoded, of a whole message; at most `max_fields` and about `max_octets` of
// values.
struct HeaderLines {
  std::string text;
  bool cut = false;  // the header may hold more
};
HeaderLines decoded_header_lines(std::string_view message_bytes, std::size_t max_fields, std::size_t max_octets);
// All of them, as all that is derived from them: what verifies or fills a row later asks for the same.
HeaderLines kept_header_lines(std::string_view message_bytes);

struct ContentWords {
  base::ContentId content;
  base::Timestamp created;  // first arrival
  base::Timestamp sent;     // Date header; {0} when missing or unreadable
  std::int64_t size = 0;    // octets
  bool has_attachment = false;
  std::string subject, from, to, cc, bcc;  // decoded, names and addresses: "Nguyễn Văn A <a@b>, …"
  std::string message_id;
  PackedText words;
};

// not_found when the content is gone; conflict (try again) when its bytes were moved meanwhile.
base::Result<ContentWords> read_content_words(base::SqlReader& reader, const BlobStore& blobs, base::ContentId content);

}  // namespace mailstore
