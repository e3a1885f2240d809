// What the store keeps of a message besides its bytes: computed once from the bytes, written with the content's row.
// Pure, thread-safe; never fails on any bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/mime/message.h"
#include "mailstore/store/contents/message_ids.h"

namespace mailstore {

// In content.sent_offset: the row is older than the column, `structure` tells.
inline constexpr int kSentOffsetUnknown = 32767;

struct ContentColumns {
  std::uint32_t parser_version = 0;
  std::uint32_t parse_flags = 0;  // base::ParseFlag
  bool has_sent = false;          // the Date header could be read
  base::Timestamp sent;
  int sent_offset = 0;    // minutes of its zone, east is positive
  bool is_reply = false;  // base subject extraction removed Re:/Fwd:
  bool has_attachment = false;
  std::string subject, from, to, cc, bcc;  // decoded UTF-8: "Name <a@b>, …"
  std::string base_subject;                // RFC 5256 §2.1, casemapped
  std::string from_key, to_key, cc_key;    // casemapped mailbox of the first address
  std::string message_id;                  // normalised, without brackets
  std::vector<std::string> references;     // References, else the first of In-Reply-To
  std::string preview;
  std::string list;                       // ListedContent::pack()
  std::string structure;                  // base/mime/structure_codec.h, without the envelope
  MessageIds message_ids;                 // what SEARCH HEADER Message-ID looks at
  std::string packed_text;                // pack_text()
  std::vector<std::int64_t> thread_keys;  // thread_keys_of()
};

// Keys by which a message finds its thread: own id first, then the references from the nearest on. Equal ids under
// different base subjects give different keys (RFC 8621 §3).
std::vector<std::int64_t> thread_keys_of(std::string_view message_id, const std::vector<std::string>& references,
                                         std::string_view base_subject);

// What is kept grows with the message and with nothing in it: the columns have no more octets than this together.
// Ordinary mail needs a half of it. Of others the message itself answers more, in steps until it fits: texts and most
// header lines stay in the message; columns and references are cut (and say so); structures are cut like beyond any
// other budget (base/mime/message.h).
constexpr std::size_t room_for_columns(std::size_t message_octets) { return message_octets + 4096; }
std::size_t octets_of(const ContentColumns& columns);

ContentColumns describe_content(std::string_view bytes);

// Names and addresses of a field, decoded: "Nguyễn Văn A <a@b>, …".
std::string words_of(const std::vector<base::Address>& list);

// encode_kept_fields() of the message's own header. `bytes`: of the message, at least to the header's end.
std::string kept_fields_of(const base::ByteRange& header, std::string_view bytes);

}  // namespace mailstore
