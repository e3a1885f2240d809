#include "mailstore/blob/segment_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace mailstore::blob {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::string_view kSegmentMagic = "VTHUSEG\n";
constexpr std::string_view kFirstMagic = "VBL1", kHeadMagic = "VBL2";
// Behind a head: less than this is decoded with it in no time, and its frame would cost more room than it saves work.
constexpr std::int64_t kLeastBehind = 1024;

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82f63b78u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = make_crc_table();

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

template <class T>
T get(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return static_cast<T>(value);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (const char c : bytes) crc = kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

Error corrupt_blob(std::string detail) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Thư đã lưu bị hỏng; hãy chạy `vanthu verify`, và phục hồi từ bản sao lưu.", "The stored message is damaged."},
      std::move(detail));
}

std::int64_t RecordHeader::frame_begin(std::int64_t frame) const {
  if (head > 0 && frame == 1) return head;
  return std::min(length, (head > 0 && frame > 1 ? frame - 1 : frame) * kFrameSize);
}

std::int64_t RecordHeader::frame_of(std::int64_t offset) const {
  return offset / kFrameSize + (head > 0 && offset >= head ? 1 : 0);
}

std::int64_t head_size(std::string_view start, std::int64_t length) {
  start = start.substr(0, static_cast<std::size_t>(kFrameSize));
  std::size_t at = start.find('\n');
  for (; at != std::string_view::npos; at = start.find('\n', at + 1)) {
    const std::string_view next = start.substr(at + 1, 2);
    const std::size_t blank = next == "\r\n" ? 2 : next.starts_with('\n') ? 1 : 0;
    if (blank == 0) continue;
    const auto end = static_cast<std::int64_t>(at + 1 + blank);
    return end < kFrameSize && length - end >= kLeastBehind ? end : 0;
  }
  return 0;
}

std::string encode_segment_header(const SegmentHeader& header) {
  std::string out(kSegmentMagic);
  put<std::uint16_t>(out, header.version);
  put<std::uint8_t>(out, static_cast<std::uint8_t>(header.id.set));
  put<std::uint8_t>(out, 0);
  put<std::uint32_t>(out, header.id.number);
  put<std::uint32_t>(out, 0);
  out.resize(kSegmentHeaderSize - 4, '\0');
  put<std::uint32_t>(out, crc32c(out));
  return out;
}

Result<SegmentHeader> decode_segment_header(std::string_view bytes) {
  if (bytes.size() < kSegmentHeaderSize || !bytes.starts_with(kSegmentMagic)) return corrupt_blob("segment header");
  if (get<std::uint16_t>(bytes, 8) > kVersion || get<std::uint32_t>(bytes, 16) != 0) {
    return Error::permanent(
        ErrorCode::unsupported,
        {"Kho thư do một phiên bản mới hơn ghi.", "The message store was written by a newer version."},
        "segment version " + std::to_string(get<std::uint16_t>(bytes, 8)));
  }
  if (get<std::uint32_t>(bytes, 60) != crc32c(bytes.substr(0, 60))) return corrupt_blob("segment header checksum");
  SegmentHeader header;
  header.version = get<std::uint16_t>(bytes, 8);
  header.id.set = get<std::uint8_t>(bytes, 10) == 1 ? BlobSet::large : BlobSet::small;
  header.id.number = get<std::uint32_t>(bytes, 12);
  return header;
}

std::string encode_record_header(RecordHeader& header) {
  header.stored = static_cast<std::int64_t>(header.header_size());
  for (const std::uint32_t length : header.frame_lengths) header.stored += length;
  std::string out(header.head > 0 ? kHeadMagic : kFirstMagic);
  put<std::uint32_t>(out, header.key_id);
  put<std::uint64_t>(out, static_cast<std::uint64_t>(header.length));
  put<std::uint64_t>(out, static_cast<std::uint64_t>(header.stored));
  out.append(reinterpret_cast<const char*>(header.hash.data()), header.hash.size());
  put<std::uint32_t>(out, static_cast<std::uint32_t>(header.frame_lengths.size()));
  std::string table;
  if (header.head > 0) put<std::uint32_t>(table, static_cast<std::uint32_t>(header.head));
  for (const std::uint32_t length : header.frame_lengths) put<std::uint32_t>(table, length);
  header.crc = crc32c(table, crc32c(out));
  put<std::uint32_t>(out, header.crc);
  return out + table;
}

std::size_t record_header_size(std::string_view fixed) {
  if (fixed.size() < kRecordHeaderSize) return 0;
  const bool with_head = fixed.starts_with(kHeadMagic);
  if (!with_head && !fixed.starts_with(kFirstMagic)) return 0;
  const auto length = get<std::uint64_t>(fixed, 8);
  const auto frames = get<std::uint32_t>(fixed, 56);
  if (length > static_cast<std::uint64_t>(kMaxBlob)) return 0;
  RecordHeader shape;  // how many frames there are does not hang on where the head ends
  shape.length = static_cast<std::int64_t>(length);
  shape.head = with_head ? 1 : 0;
  if (frames != static_cast<std::uint64_t>(shape.frame_count())) return 0;
  return kRecordHeaderSize + std::size_t{4} * frames + (with_head ? 4 : 0);
}

Result<RecordHeader> decode_record_header(std::string_view bytes) {
  const std::size_t size = record_header_size(bytes);
  if (size == 0 || bytes.size() < size) return corrupt_blob("no record here");
  RecordHeader header;
  header.key_id = get<std::uint32_t>(bytes, 4);
  header.length = get<std::int64_t>(bytes, 8);
  header.stored = get<std::int64_t>(bytes, 16);
  std::memcpy(header.hash.data(), bytes.data() + 24, header.hash.size());
  header.crc = get<std::uint32_t>(bytes, 60);
  std::string_view table = bytes.substr(kRecordHeaderSize, size - kRecordHeaderSize);
  if (header.crc != crc32c(table, crc32c(bytes.substr(0, 60)))) return corrupt_blob("record header checksum");
  if (bytes.starts_with(kHeadMagic)) {
    header.head = get<std::uint32_t>(table, 0);
    if (header.head <= 0 || header.head >= std::min(kFrameSize, header.length)) return corrupt_blob("record head");
    table.remove_prefix(4);
  }
  header.frame_lengths.reserve(table.size() / 4);
  std::int64_t total = static_cast<std::int64_t>(size);
  for (std::size_t at = 0; at < table.size(); at += 4) {
    header.frame_lengths.push_back(get<std::uint32_t>(table, at));
    total += header.frame_lengths.back();
  }
  if (total != header.stored) return corrupt_blob("record length");
  if (header.key_id != 0) {
    return Error::permanent(
        ErrorCode::unsupported,
        {"Thư đã lưu được mã hóa bằng một khóa không rõ.", "The stored message is encrypted with an unknown key."},
        "key_id " + std::to_string(header.key_id));
  }
  return header;
}

std::string segment_file_name(SegmentId id) {
  char name[32];
  std::snprintf(name, sizeof name, "%s-%08u.seg", id.set == BlobSet::large ? "large" : "small", id.number);
  return name;
}

SegmentId parse_segment_file_name(std::string_view name) {
  SegmentId id;
  if (name.starts_with("large-")) {
    id.set = BlobSet::large;
  } else if (!name.starts_with("small-")) {
    return {};
  }
  name.remove_prefix(6);
  if (name.size() < 12 || !name.ends_with(".seg")) return {};
  name.remove_suffix(4);
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id.number);
  if (error != std::errc() || end != name.data() + name.size()) return {};
  return id;
}

}  // namespace mailstore::blob

namespace mailstore {

// ref = version:u8(1) set:u8 segment:u32 offset:u64 length:u64 stored:u64 check:u32, little-endian: 34 bytes.
std::string BlobRef::encode() const {
  std::string out;
  blob::put<std::uint8_t>(out, 1);
  blob::put<std::uint8_t>(out, static_cast<std::uint8_t>(set));
  blob::put<std::uint32_t>(out, segment);
  blob::put<std::uint64_t>(out, static_cast<std::uint64_t>(offset));
  blob::put<std::uint64_t>(out, static_cast<std::uint64_t>(length));
  blob::put<std::uint64_t>(out, static_cast<std::uint64_t>(stored));
  blob::put<std::uint32_t>(out, check);
  return out;
}

base::Result<BlobRef> BlobRef::decode(std::string_view bytes) {
  if (bytes.size() != 34 || bytes[0] != 1 || static_cast<unsigned char>(bytes[1]) > 1) {
    return blob::corrupt_blob("reference to a blob");
  }
  BlobRef ref;
  ref.set = static_cast<BlobSet>(bytes[1]);
  ref.segment = blob::get<std::uint32_t>(bytes, 2);
  ref.offset = blob::get<std::int64_t>(bytes, 6);
  ref.length = blob::get<std::int64_t>(bytes, 14);
  ref.stored = blob::get<std::int64_t>(bytes, 22);
  ref.check = blob::get<std::uint32_t>(bytes, 30);
  const bool sane =
      ref.offset >= 0 && ref.length >= 0 && ref.length <= kMaxBlob && ref.stored >= 0 && ref.stored <= 2 * kMaxBlob;
  if (!sane) return blob::corrupt_blob("reference to a blob");
  return ref;
}

}  // namespace mailstore
