// How segment files are written. All integers little-endian; nothing is aligned. Version 1.
//
//   segment = header record*
//   header  = "VTHUSEG\n"  version:u16  set:u8  zero:u8  number:u32  key_id:u32  zero[40]  crc:u32        ; 64 bytes
//   record  = "VBL1"  key_id:u32  length:u64  stored:u64  sha256[32]  frames:u32  crc:u32  table  frame*  ; 64 bytes +
//   … table   = frame_length:u32 × frames frame   = one zstd frame with content checksum: 128 KiB of the blob, the last
//   one what remains
//
// length: bytes of the blob; stored: bytes of the whole record; frames = ⌈length / 128 KiB⌉. sha256 is that of the
// blob. key_id 0: not encrypted; others are reserved for AES-256-GCM data keys (design section 4). crc: CRC-32C of
// everything before it, in a record followed by the table. What is between records (a torn write) belongs to nobody.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/blob/blob_store.h"

namespace mailstore::blob {

inline constexpr std::size_t kSegmentHeaderSize = 64;
inline constexpr std::size_t kRecordHeaderSize = 64;
inline constexpr std::string_view kRecordMagic = "VBL1";

struct RecordHeader {
  std::uint32_t key_id = 0;
  std::int64_t length = 0;
  std::int64_t stored = 0;
  BlobHash hash{};
  std::vector<std::uint32_t> frame_lengths;
  std::uint32_t crc = 0;
  std::size_t header_size() const { return kRecordHeaderSize + 4 * frame_lengths.size(); }
};

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

std::string encode_segment_header(SegmentId id);
// Errors: corrupt; unsupported (a newer version or an encrypted segment).
base::Result<SegmentId> decode_segment_header(std::string_view bytes);

// Fixed part and table; sets header.stored and header.crc.
std::string encode_record_header(RecordHeader& header);
// The number of bytes of fixed part and table, told by the fixed part; 0 when it is none. Reads 64 bytes.
std::size_t record_header_size(std::string_view fixed);
// REQUIRES: bytes.size() >= record_header_size(bytes) > 0. Errors: corrupt, unsupported (key_id).
base::Result<RecordHeader> decode_record_header(std::string_view bytes);

inline std::int64_t frame_count(std::int64_t length) { return (length + kFrameSize - 1) / kFrameSize; }
inline std::int64_t frame_raw_size(std::int64_t length, std::int64_t frame) {
  return std::min(kFrameSize, length - frame * kFrameSize);
}

// "small-00000001.seg"
std::string segment_file_name(SegmentId id);
// {…, 0} when it is not the name of a segment.
SegmentId parse_segment_file_name(std::string_view name);

base::Error corrupt_blob(std::string detail);

}  // namespace mailstore::blob
