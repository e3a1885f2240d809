#include "mailstore/store/contents/content_text.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/mime/decoded_text.h"
#include "base/mime/header_fields.h"
#include "base/mime/header_text.h"
#include "base/mime/message.h"
#include "base/mime/searchable_pieces.h"
#include "base/text/text_scan.h"
#include "base/text/utf8.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/text_prefix.h"

namespace mailstore {
namespace {

constexpr char kFirstVersion = 1, kVersion = 2;
constexpr char kPlain = 0, kZstd = 1, kInContent = 2, kPrefixed = 3, kPrefixedInContent = 4, kCodecBits = 15;
constexpr char kBodyCut = 16, kHeaderCut = 32, kAllInContent = 64;
constexpr int kLevel = 1;                         // this runs once per delivery
constexpr std::size_t kCompressFrom = 256;        // octets of payload
constexpr std::size_t kPrefixUpTo = 32u << 10;    // what is longer finds its words in itself
constexpr std::uint64_t kMaxPayload = 64u << 20;  // nothing we write comes near it
constexpr std::uint32_t kMaxNames = 100'000;
constexpr std::size_t kMaxHeaderText = 16u << 20;  // octets of decoded header lines; beyond, SEARCH asks the message

void put_u32(std::string& out, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

void put_string(std::string& out, std::string_view text) {
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

bool take_u32(std::string_view& in, std::uint32_t& value) {
  if (in.size() < 4) return false;
  value = 0;
  for (unsigned i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(in[i])) << (8 * i);
  in.remove_prefix(4);
  return true;
}

bool take_string(std::string_view& in, std::string_view& out) {
  std::uint32_t size = 0;
  if (!take_u32(in, size) || in.size() < size) return false;
  out = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

base::Error broken() {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Phần chữ để tìm kiếm mà kho giữ của một thư bị hỏng; bản thân thư và các thư khác không bị ảnh hưởng. "
       "Hãy giữ một bản sao của thư mục dữ liệu và xem ổ đĩa, rồi phục hồi bản sao lưu vào một thư mục mới.",
       "The text that the store keeps of a message for searching is damaged. The message itself and all others are not "
       "affected. Keep a copy of the data directory and look at the disk, then restore a backup into a new directory."},
      "content_text");
}

struct Free {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Each thread keeps its contexts: making one costs more than what is done with it.
ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  return context.get();
}

ZSTD_DCtx* decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
}

// Both live as long as the program.
const ZSTD_CDict* prefix_to_compress() {
  static const ZSTD_CDict* const prefix = ZSTD_createCDict(text_prefix().data(), text_prefix().size(), kLevel);
  return prefix;
}

const ZSTD_DDict* prefix_to_decompress() {
  static const ZSTD_DDict* const prefix = ZSTD_createDDict(text_prefix().data(), text_prefix().size());
  return prefix;
}

base::Result<void> inflate(std::string_view in, bool prefixed, std::string& out) {
  std::uint32_t low = 0, high = 0;
  if (!take_u32(in, low) || !take_u32(in, high)) return broken();
  const std::uint64_t size = low | static_cast<std::uint64_t>(high) << 32;
  if (size > kMaxPayload) return broken();
  out.resize(size);
  const std::size_t done = prefixed ? ZSTD_decompress_usingDDict(decompressor(), out.data(), out.size(), in.data(),
                                                                 in.size(), prefix_to_decompress())
                                    : ZSTD_decompressDCtx(decompressor(), out.data(), out.size(), in.data(), in.size());
  if (ZSTD_isError(done) != 0 || done != out.size()) return broken();
  return {};
}

// The character references that the rules of version 1 knew, with their semicolon.
bool was_known_reference(std::string_view name) {
  constexpr std::string_view kKnown =
      " AElig Aring Ccedil ETH Oslash Scaron aelig amp apos aring bull ccedil cent copy dagger deg emsp ensp eth euro frac12 ge gt hellip iexcl laquo ldquo le "
      "lsaquo lsquo lt mdash middot nbsp ndash ne oslash para plusmn pound quot raquo rarr rdquo reg rsaquo rsquo scaron sect shy szlig thinsp times trade yen zwj "
      "zwnj Atilde atilde Ntilde ntilde Otilde otilde Yacute yacute Auml Euml Iuml Ouml Uuml auml euml iuml ouml uuml ";
  const std::string_view mark = name.empty() ? name : name.substr(1);
  if ((mark == "acute" || mark == "grave" || mark == "circ") &&
      std::string_view("AEIOUaeiou").find(name.front()) != std::string_view::npos)
    return true;
  return kKnown.find(" " + std::string(name) + " ") != std::string_view::npos;
}

// What version 1 kept may be less than today's reading gives: references that it did not know, flowed lines, a text
// that was cut.
bool may_lack_by_old_rules(const PackedTextView& text) {
  if (text.searchable().size() + 4 >= base::kMaxDecodedText) return true;
  for (const std::string_view part : {text.header, text.searchable()}) {
    if (base::find_ignoring_case(part, "flowed") != std::string_view::npos) return true;
  }
  const std::string_view body = text.searchable();
  for (std::size_t at = body.find('&'); at != std::string_view::npos; at = body.find('&', at + 1)) {
    const std::size_t end =
        body.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", at + 1);
    if (end == std::string_view::npos || body[end] != ';' || end == at + 1) continue;
    if (!was_known_reference(body.substr(at + 1, end - at - 1))) return true;
  }
  return false;
}

// Header, text and body; `in` is left at the names.
base::Result<PackedTextView> take_texts(std::string_view packed, std::string& inflated, std::string_view& in) {
  if (packed.size() < 2 || packed[0] < kFirstVersion || packed[0] > kVersion) return broken();
  const char codec = static_cast<char>(packed[1] & kCodecBits), marks = static_cast<char>(packed[1] & ~kCodecBits);
  constexpr char kMarks = kBodyCut | kHeaderCut | kAllInContent;
  if (codec > kPrefixedInContent || (marks & ~kMarks) != 0 || (packed[0] == kFirstVersion && marks != 0))
    return broken();
  in = packed.substr(2);
  if (codec == kZstd || codec >= kPrefixed) {
    if (auto done = inflate(in, codec != kZstd, inflated); !done) return done.error();
    in = inflated;
  }
  PackedTextView out;
  out.text_in_content = codec == kInContent || codec == kPrefixedInContent;
  out.all_in_content = (marks & kAllInContent) != 0;
  out.body_cut = (marks & (kBodyCut | kAllInContent)) != 0;
  out.header_cut = (marks & kHeaderCut) != 0;
  if (!take_string(in, out.header) || !take_string(in, out.text) || !take_string(in, out.body)) return broken();
  if ((out.text_in_content || out.all_in_content) && !(out.text.empty() && out.body.empty())) return broken();
  if (packed[0] == kFirstVersion) out.body_cut = may_lack_by_old_rules(out);
  return out;
}

// Empty when nothing is won.
std::string deflate(std::string_view payload, char codec, char marks) {
  std::string out{kVersion, static_cast<char>(codec | marks)};
  put_u32(out, static_cast<std::uint32_t>(payload.size()));
  put_u32(out, static_cast<std::uint32_t>(static_cast<std::uint64_t>(payload.size()) >> 32));
  const std::size_t head = out.size();
  out.resize(head + ZSTD_compressBound(payload.size()));
  const std::size_t size = codec == kZstd
                               ? ZSTD_compressCCtx(compressor(), out.data() + head, out.size() - head, payload.data(),
                                                   payload.size(), kLevel)
                               : ZSTD_compress_usingCDict(compressor(), out.data() + head, out.size() - head,
                                                          payload.data(), payload.size(), prefix_to_compress());
  if (ZSTD_isError(size) != 0 || size + 8 >= payload.size()) return {};
  out.resize(head + size);
  return out;
}

}  // namespace

std::string pack_text(const PackedText& text) {
  std::string payload;
  const bool left = text.text_in_content || text.all_in_content;
  payload.reserve(16 + text.header.size() + (left ? 0 : text.text.size() + text.body.size()));
  put_string(payload, text.header);
  put_string(payload, left ? std::string_view() : text.text);
  put_string(payload, left ? std::string_view() : text.body);
  put_u32(payload, static_cast<std::uint32_t>(text.attachment_names.size()));
  for (const std::string& name : text.attachment_names) put_string(payload, name);
  const char marks = static_cast<char>((text.body_cut ? kBodyCut : 0) | (text.header_cut ? kHeaderCut : 0) |
                                       (text.all_in_content ? kAllInContent : 0));
  if (payload.size() >= kCompressFrom) {
    const char long_one = payload.size() > kPrefixUpTo ? kZstd : kPrefixed;
    const char codec = text.text_in_content ? kPrefixedInContent : long_one;
    if (std::string small = deflate(payload, codec, marks); !small.empty()) return small;
  }
  return std::string{kVersion, static_cast<char>((text.text_in_content ? kInContent : kPlain) | marks)} + payload;
}

base::Result<PackedTextView> view_text(std::string_view packed, std::string& inflated) {
  std::string_view names;
  return take_texts(packed, inflated, names);
}

base::Result<PackedText> unpack_text(std::string_view packed) {
  std::string inflated;
  std::string_view in;
  auto texts = take_texts(packed, inflated, in);
  if (!texts) return texts.error();
  PackedText out{std::string(texts->header), std::string(texts->text), std::string(texts->body), {},
                 texts->text_in_content,     texts->body_cut,          texts->header_cut,        texts->all_in_content};
  std::uint32_t names = 0;
  if (!take_u32(in, names) || names > kMaxNames) return broken();
  for (std::uint32_t i = 0; i < names; ++i) {
    std::string_view name;
    if (!take_string(in, name)) return broken();
    out.attachment_names.emplace_back(name);
  }
  return out;
}

std::string text_of_content(std::string_view message_bytes) {
  return base::decode_text(base::parse_message(message_bytes), message_bytes).text;
}

bool header_matches(std::string_view lines, std::string_view name, const base::CasemapFinder& finder) {
  if (name.empty()) return finder.contains_in_raw(lines);
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.size() <= name.size() || line[name.size()] != ':' || !base::starts_with_ignoring_case(line, name))
      continue;
    std::string_view value = line.substr(name.size() + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (finder.contains_in_raw(value)) return true;
  }
  return false;
}

std::string address_words(const base::Envelope& envelope, std::string_view field_name) {
  const auto is = [&](std::string_view name) { return base::equals_ignoring_case(field_name, name); };
  if (is("From")) return words_of(envelope.from);
  if (is("To")) return words_of(envelope.to);
  if (is("Cc")) return words_of(envelope.cc);
  return is("Bcc") ? words_of(envelope.bcc) : "";
}

HeaderLines decoded_header_lines(std::string_view bytes, std::size_t max_fields, std::size_t max_octets) {
  HeaderLines out;
  const std::string_view header = bytes.substr(0, base::header_size(bytes));
  std::size_t fields = 0;
  for (const base::HeaderField& field : base::index_header(header, max_fields)) {
    out.cut = ++fields >= max_fields || out.text.size() >= max_octets;
    if (out.text.size() >= max_octets) break;
    const std::string_view whole = field.value(header);
    const std::string_view kept = whole.substr(0, max_octets - out.text.size());
    out.cut = out.cut || kept.size() < whole.size();
    out.text += base::sanitize_utf8(field.name(header));
    out.text += ": ";
    std::string value = base::decode_header_text(kept);
    std::replace(value.begin(), value.end(), '\n', ' ');
    out.text += value;
    out.text += '\n';
  }
  return out;
}

HeaderLines kept_header_lines(std::string_view bytes) {
  return decoded_header_lines(bytes, base::ParseLimits{}.header_fields, kMaxHeaderText);
}

namespace {

// As the column has it, which is made of parsed addresses.
bool look_into_addresses(std::string_view bytes, std::string_view name, const base::CasemapFinder& finder) {
  const base::ParsedMessage message = base::parse_message(bytes.substr(0, base::header_size(bytes)));
  return finder.contains_in_raw(address_words(message.envelope, name));
}

// As header_matches(decoded_header_lines(…)), a field at a time.
bool look_into_header(std::string_view bytes, std::string_view name, const base::CasemapFinder& finder) {
  const std::string_view header = bytes.substr(0, base::header_size(bytes));
  base::TextScan all(finder);
  for (const base::HeaderField& field : base::index_header(header, header.size())) {
    if (!name.empty() && !base::equals_ignoring_case(field.name(header), name)) continue;
    std::string value = base::decode_header_text(field.value(header));
    std::replace(value.begin(), value.end(), '\n', ' ');
    if (!name.empty() ? finder.contains_in_raw(value)
                      : all.add(base::sanitize_utf8(field.name(header)) + ": ") || all.add(value) || all.add("\n"))
      return true;
  }
  return name.empty() && all.end();
}

}  // namespace

bool look_into_message(std::string_view bytes, const MessageSearch& where, const base::CasemapFinder& finder,
                       const std::function<bool()>& go_on) {
  if (where.header && look_into_header(bytes, where.header_name, finder)) return true;
  if (where.as_column && look_into_addresses(bytes, where.header_name, finder)) return true;
  if (!where.body || (go_on && !go_on())) return false;
  const base::ParsedMessage message = base::parse_message(bytes);
  bool found = false;
  base::TextScan scan(finder);
  const auto look = [&](std::string_view piece, bool ends) {
    found = scan.add(piece) || (ends && scan.end());
    return !found && (!go_on || go_on());
  };
  base::visit_searchable_pieces(message, bytes, look);
  // Parts beyond the parser's limits are opaque: they are looked at as they stand.
  const bool opaque = (message.flags & (base::kDepthLimitHit | base::kPartLimitHit | base::kBudgetHit)) != 0;
  return found ||
         (opaque && finder.contains_in_raw(bytes.substr(std::min<std::size_t>(message.root.body.begin, bytes.size()))));
}

// What the row keeps cut, or not at all, as the message has it.
void take_words_of_message(ContentWords& out, std::string_view bytes) {
  const base::ParsedMessage message = base::parse_message(bytes);
  base::DecodedText decoded = base::decode_text(message, bytes);
  out.words.text = std::move(decoded.text);
  if (!out.words.all_in_content) return;
  out.words.attachment_names = std::move(decoded.attachment_names);
  const base::Envelope& envelope = message.envelope;
  out.subject = base::decode_header_text(envelope.subject.value_or(""));
  out.from = words_of(envelope.from);
  out.to = words_of(envelope.to);
  out.cc = words_of(envelope.cc);
  out.bcc = words_of(envelope.bcc);
}

base::Result<ContentWords> read_content_words(base::SqlReader& reader, const BlobStore& blobs,
                                              base::ContentId content) {
  ContentWords out;
  std::string blob_ref;
  bool found = false;
  auto read = reader.query(
      "SELECT created_us, has_sent, sent_us, size, has_attachment, subject, from_text, to_text, cc_text, bcc_text, "
      "message_id, blob_ref FROM content WHERE id = ?",
      {content.value}, [&](const base::SqlRow& row) {
        found = true;
        out.content = content;
        out.created = base::Timestamp(row.i64(0));
        out.sent = row.i64(1) != 0 ? base::Timestamp(row.i64(2)) : base::Timestamp();
        out.size = row.i64(3);
        out.has_attachment = row.i64(4) != 0;
        out.subject = row.str(5);
        out.from = row.str(6);
        out.to = row.str(7);
        out.cc = row.str(8);
        out.bcc = row.str(9);
        out.message_id = row.str(10);
        blob_ref = row.str(11);
        return false;
      });
  if (!read) return read.error();
  if (!found)
    return base::Error::permanent(base::ErrorCode::not_found, {"Thư này không còn nữa.", "This message is gone."});
  std::string packed;
  auto text =
      reader.query("SELECT packed FROM content_text WHERE content = ?", {content.value}, [&](const base::SqlRow& row) {
        packed = row.str(0);
        return false;
      });
  if (!text) return text.error();
  auto words = unpack_text(packed);
  if (!words) return words.error();
  out.words = std::move(*words);
  const bool by_old_rules = packed[0] == kFirstVersion;
  const bool left = out.words.text_in_content || out.words.all_in_content;
  if (left || by_old_rules) {
    auto ref = BlobRef::decode(blob_ref);
    if (!ref) return ref.error();
    auto bytes = blobs.read_all(*ref);
    if (!bytes) return bytes.error();
    take_words_of_message(out, *bytes);
  }
  return out;
}

}  // namespace mailstore
