#include "mailstore/store/contents/content_columns.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "base/mime/date.h"
#include "base/mime/decoded_text.h"
#include "base/mime/header_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/kept_fields.h"
#include "base/mime/message.h"
#include "base/mime/references.h"
#include "base/mime/structure_codec.h"
#include "base/text/case.h"
#include "base/text/utf8.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/contents/packed_octets.h"

namespace mailstore {
namespace {

// What one thread lookup may cost: the newest references and the oldest one.
constexpr std::size_t kMaxThreadKeys = 20;

constexpr std::size_t kMaxReferencesField = 256u << 10;  // octets

constexpr std::size_t kMaxId = 1000;  // octets; RFC 5322 §2.1.1 leaves no room for more in a line

// How much of the octets of one message is kept; npos: all.
struct Keep {
  std::size_t columns = std::string::npos;  // subject and addresses together
  std::size_t references = std::string::npos;
  std::size_t header_lines = std::string::npos;
  std::size_t names = std::string::npos;  // of attachments
  bool texts = true;
  base::ParseLimits parse;
};

std::size_t eighth_of(std::size_t message_octets) { return message_octets / 8 + 512; }

Keep without_texts(std::size_t message_octets) {
  Keep out;
  out.header_lines = eighth_of(message_octets);
  out.names = eighth_of(message_octets) / 2;
  out.texts = false;
  return out;
}

Keep little_of(std::size_t message_octets) {
  Keep out = without_texts(message_octets);
  out.columns = out.references = eighth_of(message_octets);
  return out;
}

Keep least_of(std::size_t message_octets) {
  Keep out = little_of(message_octets);
  out.parse.structure_octets = out.parse.structure_floor =
      std::min(out.parse.structure_octets, message_octets / 16 + 2048);
  return out;
}

// What stands in these columns may be less than the message holds: then each says so, and whoever must not miss
// anything looks into the message.
void mark_cut_columns(ContentColumns& out, const base::ParsedMessage& message) {
  const base::Envelope& envelope = message.envelope;
  bool cut = (message.flags & (base::kHeaderLimitHit | base::kBudgetHit)) != 0;
  for (const auto* list : {&envelope.from, &envelope.to, &envelope.cc, &envelope.bcc})
    cut = cut || list->size() >= base::kMaxAddresses;
  if (!cut) return;
  for (std::string* column : {&out.subject, &out.from, &out.to, &out.cc, &out.bcc}) *column += kCutMark;
}

// RFC 5256 §3: "the [IMAP] addr-mailbox of the first address".
std::string sort_key_of(const std::vector<base::Address>& list) {
  return list.empty() ? std::string()
                      : base::casemap(list.front().mailbox.empty() ? list.front().name : list.front().mailbox);
}

std::int64_t thread_key(std::string_view message_id, std::string_view base_subject) {
  std::string text(message_id);
  text += '\n';
  text += base_subject;
  const base::Sha256 digest = base::sha256(text);
  std::uint64_t key = 0;
  for (int i = 0; i < 8; ++i) key = key << 8 | digest[static_cast<std::size_t>(i)];
  return static_cast<std::int64_t>(key >> 1);
}

// The oldest reference and the newest ones.
void keep_references(std::vector<std::string>& ids, std::size_t octets) {
  if (ids.empty()) return;
  std::size_t first = ids.size();
  for (std::size_t left = octets - std::min(octets, ids.front().size() + 1); first > 1 && ids[first - 1].size() < left;)
    left -= ids[--first].size() + 1;
  ids.erase(ids.begin() + 1, ids.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(first, 1)));
  if (ids.front().size() > octets) ids.erase(ids.begin());
}

void keep_names(std::vector<std::string>& names, std::size_t octets) {
  std::size_t kept = 0;
  for (; kept < names.size() && names[kept].size() + 4 <= octets; ++kept) octets -= names[kept].size() + 4;
  names.resize(kept);
}

// Two texts that differ are kept as two texts that differ.
void keep_key(std::string& key) {
  if (key.size() <= kMaxId) return;
  const std::string digest = base::to_hex(base::sha256(key));
  key.resize(base::utf8_prefix_bytes(key, kMaxId / 2).size());
  key += ' ';
  key += digest;
}

// What SEARCH compares says that there is more of it.
void keep_columns(ContentColumns& out, std::size_t octets) {
  for (std::string* column : {&out.subject, &out.from, &out.to, &out.cc, &out.bcc}) {
    if (column->size() > octets / 2) {
      column->resize(base::utf8_prefix_bytes(*column, octets / 2).size());
      *column += kCutMark;
    }
    octets -= std::min(octets, column->size());
  }
  for (std::string* key : {&out.base_subject, &out.from_key, &out.to_key, &out.cc_key, &out.message_id}) keep_key(*key);
}

void fill_threading(ContentColumns& out, const base::ParsedMessage& message, std::string_view header,
                    const Keep& keep) {
  const base::Envelope& envelope = message.envelope;
  out.message_id = base::sanitize_utf8(base::normalised_message_id(envelope.message_id.value_or("")));
  out.references = base::message_ids(
      std::string_view(base::header_value(header, "References").value_or("")).substr(0, kMaxReferencesField));
  if (out.references.empty()) {
    auto parents = base::message_ids(envelope.in_reply_to.value_or(""));
    if (!parents.empty()) out.references.push_back(std::move(parents.front()));
  }
  for (std::string& id : out.references) id = base::sanitize_utf8(id);
  if (keep.columns != std::string::npos) keep_columns(out, keep.columns);
  keep_references(out.references, keep.references);
  out.thread_keys = thread_keys_of(out.message_id, out.references, out.base_subject);
}

bool is_plain_text_alone(const base::Part& root) {
  return !root.is_multipart() && !root.is_message() && root.content_type.is("text", "plain");
}

// Nothing but a plain text, as it stands: it can be read from the message at any time (content_text.h).
bool is_text_in_content(const base::Part& root) {
  return is_plain_text_alone(root) && root.body.size() >= kTextInContentFrom && !root.is_attachment() &&
         root.encoding != "base64" && root.encoding != "quoted-printable";
}

void fill_text(ContentColumns& out, const base::ParsedMessage& message, std::string_view bytes, const Keep& keep) {
  const bool alone = is_plain_text_alone(message.root);
  base::MessageTexts texts;
  if (alone) texts.decoded = base::decode_text(message, bytes);
  else texts = base::message_texts(message, bytes);
  base::DecodedText& decoded = texts.decoded;
  PackedText packed;
  HeaderLines lines = kept_header_lines(bytes);
  out.message_ids = message_ids_of(lines.text, lines.cut);
  packed.header = std::move(lines.text);
  packed.header_cut = lines.cut;
  if (packed.header.size() > keep.header_lines) {
    packed.header.resize(base::utf8_prefix_bytes(packed.header, keep.header_lines).size());
    packed.header_cut = true;
  }
  packed.body_cut =
      decoded.truncated || (message.flags & (base::kDepthLimitHit | base::kPartLimitHit | base::kBudgetHit)) != 0;
  if (!alone) {
    packed.body_cut = packed.body_cut || texts.searchable.cut;
    packed.body = std::move(texts.searchable.text);
    if (packed.body == decoded.text) packed.body.clear();
  }
  packed.text_in_content = is_text_in_content(message.root);
  packed.text = std::move(decoded.text);
  packed.attachment_names = std::move(decoded.attachment_names);
  if (!keep.texts) {
    packed.text_in_content = false;
    packed.all_in_content = true;
    keep_names(packed.attachment_names, keep.names);
  }
  out.preview = std::move(decoded.preview);
  out.has_attachment = decoded.has_attachment;
  out.packed_text = pack_text(packed);
}

std::string list_of(const base::ParsedMessage& message, std::string_view bytes) {
  const std::string envelope = base::imap_envelope(message.envelope);
  const std::string body_structure = base::imap_body_structure(message.root);
  const std::string fields = kept_fields_of(message.root.header, bytes);
  return ListedContent::pack({envelope, body_structure, fields});
}

ContentColumns describe(std::string_view bytes, const base::ParsedMessage& message, const Keep& keep) {
  const base::Envelope& envelope = message.envelope;
  ContentColumns out;
  out.parser_version = message.parser_version;
  out.parse_flags = message.flags;
  if (auto sent = base::parse_mail_date(envelope.date.value_or(""))) {
    out.has_sent = true;
    out.sent = sent->time;
    out.sent_offset = sent->offset_minutes;
  }
  out.subject = base::decode_header_text(envelope.subject.value_or(""));
  const base::BaseSubject base_subject = base::base_subject(envelope.subject.value_or(""));
  out.base_subject = base_subject.text;
  out.is_reply = base_subject.is_reply_or_forward;
  out.from = words_of(envelope.from);
  out.to = words_of(envelope.to);
  out.cc = words_of(envelope.cc);
  out.bcc = words_of(envelope.bcc);
  out.from_key = sort_key_of(envelope.from);
  out.to_key = sort_key_of(envelope.to);
  out.cc_key = sort_key_of(envelope.cc);
  mark_cut_columns(out, message);
  out.list = list_of(message, bytes);
  out.structure = pack_octets(base::encode_sections(message));
  fill_threading(out, message, message.root.header.of(bytes), keep);
  fill_text(out, message, bytes, keep);
  return out;
}

}  // namespace

std::string words_of(const std::vector<base::Address>& list) {
  std::string out;
  for (const base::Address& address : list) {
    if (address.kind == base::Address::Kind::group_end) continue;
    if (!out.empty()) out += ", ";
    const std::string spec = address.addr_spec();
    out += base::decode_header_text(address.name);
    if (spec.empty()) continue;
    if (!address.name.empty()) out += ' ';
    out += '<';
    out += spec;
    out += '>';
  }
  return base::sanitize_utf8(out);
}

std::string kept_fields_of(const base::ByteRange& header, std::string_view bytes) {
  return header.begin == 0 ? base::encode_kept_fields(header.of(bytes)) : std::string();
}

std::vector<std::int64_t> thread_keys_of(std::string_view message_id, const std::vector<std::string>& references,
                                         std::string_view base_subject) {
  std::vector<std::int64_t> keys;
  if (!message_id.empty()) keys.push_back(thread_key(message_id, base_subject));
  for (auto it = references.rbegin(); it != references.rend() && keys.size() < kMaxThreadKeys; ++it) {
    keys.push_back(thread_key(*it, base_subject));
  }
  if (references.size() >= kMaxThreadKeys) keys.back() = thread_key(references.front(), base_subject);
  return keys;
}

std::size_t octets_of(const ContentColumns& columns) {
  std::size_t out = 0;
  for (const std::string* column :
       {&columns.subject, &columns.from, &columns.to, &columns.cc, &columns.bcc, &columns.base_subject,
        &columns.from_key, &columns.to_key, &columns.cc_key, &columns.message_id, &columns.preview, &columns.list,
        &columns.structure, &columns.message_ids.text, &columns.packed_text})
    out += column->size();
  for (const std::string& id : columns.references) out += id.size() + 1;
  return out;
}

ContentColumns describe_content(std::string_view bytes) {
  const std::size_t room = room_for_columns(bytes.size());
  base::ParsedMessage message = base::parse_message(bytes);
  for (const Keep& keep : {Keep(), without_texts(bytes.size()), little_of(bytes.size())}) {
    ContentColumns out = describe(bytes, message, keep);
    if (octets_of(out) <= room) return out;
  }
  const Keep least = least_of(bytes.size());
  message = base::parse_message(bytes, least.parse);
  return describe(bytes, message, least);
}

}  // namespace mailstore
