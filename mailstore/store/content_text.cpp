#include "mailstore/store/content_text.h"

#include <zstd.h>

#include <cstring>

#include "base/mime/decoded_text.h"
#include "base/mime/message.h"
#include "mailstore/blob/blob_store.h"

namespace mailstore {
namespace {

constexpr char kVersion = 1;
constexpr char kPlain = 0, kZstd = 1, kInContent = 2;
constexpr int kLevel = 1;                                   // this runs once per delivery
constexpr std::size_t kCompressFrom = 4096;                 // octets of payload
constexpr std::uint64_t kMaxPayload = 64u << 20;            // nothing we write comes near it
constexpr std::uint32_t kMaxNames = 100'000;

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
  return base::Error::permanent(base::ErrorCode::corrupt, "Stored text of a message is damaged.", "content_text");
}

base::Result<void> inflate(std::string_view in, std::string& out) {
  std::uint32_t low = 0, high = 0;
  if (!take_u32(in, low) || !take_u32(in, high)) return broken();
  const std::uint64_t size = low | static_cast<std::uint64_t>(high) << 32;
  if (size > kMaxPayload) return broken();
  out.resize(size);
  const std::size_t done = ZSTD_decompress(out.data(), out.size(), in.data(), in.size());
  if (ZSTD_isError(done) != 0 || done != out.size()) return broken();
  return {};
}

// Header, text and body; `in` is left at the names.
base::Result<PackedTextView> take_texts(std::string_view packed, std::string& inflated, std::string_view& in) {
  if (packed.size() < 2 || packed[0] != kVersion || packed[1] < kPlain || packed[1] > kInContent) return broken();
  in = packed.substr(2);
  if (packed[1] == kZstd) {
    if (auto done = inflate(in, inflated); !done) return done.error();
    in = inflated;
  }
  PackedTextView out;
  out.text_in_content = packed[1] == kInContent;
  if (!take_string(in, out.header) || !take_string(in, out.text) || !take_string(in, out.body)) return broken();
  if (out.text_in_content && !(out.text.empty() && out.body.empty())) return broken();
  return out;
}

std::string deflate(std::string_view payload) {
  std::string out{kVersion, kZstd};
  put_u32(out, static_cast<std::uint32_t>(payload.size()));
  put_u32(out, static_cast<std::uint32_t>(static_cast<std::uint64_t>(payload.size()) >> 32));
  const std::size_t head = out.size();
  out.resize(head + ZSTD_compressBound(payload.size()));
  const std::size_t size = ZSTD_compress(out.data() + head, out.size() - head, payload.data(), payload.size(), kLevel);
  if (ZSTD_isError(size) != 0 || size >= payload.size()) return {};
  out.resize(head + size);
  return out;
}

}  // namespace

std::string pack_text(const PackedText& text) {
  std::string payload;
  payload.reserve(16 + text.header.size() + (text.text_in_content ? 0 : text.text.size() + text.body.size()));
  put_string(payload, text.header);
  put_string(payload, text.text_in_content ? std::string_view() : text.text);
  put_string(payload, text.text_in_content ? std::string_view() : text.body);
  put_u32(payload, static_cast<std::uint32_t>(text.attachment_names.size()));
  for (const std::string& name : text.attachment_names) put_string(payload, name);
  if (text.text_in_content) return std::string{kVersion, kInContent} + payload;
  if (payload.size() >= kCompressFrom) {
    if (std::string small = deflate(payload); !small.empty()) return small;
  }
  return std::string{kVersion, kPlain} + payload;
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
  PackedText out{std::string(texts->header), std::string(texts->text), std::string(texts->body), {}, texts->text_in_content};
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

base::Result<ContentWords> read_content_words(base::SqlReader& reader, const BlobStore& blobs, base::ContentId content) {
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
  if (!found) return base::Error::permanent(base::ErrorCode::not_found, "This message is gone.");
  std::string packed;
  auto text = reader.query("SELECT packed FROM content_text WHERE content = ?", {content.value},
                           [&](const base::SqlRow& row) {
                             packed = row.str(0);
                             return false;
                           });
  if (!text) return text.error();
  auto words = unpack_text(packed);
  if (!words) return words.error();
  out.words = std::move(*words);
  if (out.words.text_in_content) {
    auto ref = BlobRef::decode(blob_ref);
    if (!ref) return ref.error();
    auto bytes = blobs.read_all(*ref);
    if (!bytes) return bytes.error();
    out.words.text = text_of_content(*bytes);
  }
  return out;
}

}  // namespace mailstore
