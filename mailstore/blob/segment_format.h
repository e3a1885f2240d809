// How segment files are written. All integers little-endian; nothing is aligned. Version 2; version 1, which the first
// versions of the program wrote, has no record2 and is only read.
//
//   segment = header (record1 | record2)*
//   header  = "VTHUSEG\n"  version:u16  set:u8  zero:u8  number:u32  key_id:u32  zero[40]  crc:u32    ; 64 bytes
//   record1 = "VBL1"  fixed           frame_length:u32 × frames  frame*
//   record2 = "VBL2"  fixed  head:u32  frame_length:u32 × frames  frame*
//   fixed   = key_id:u32  length:u64  stored:u64  sha256[32]  frames:u32  crc:u32                     ; 64 with "VBL…"
//   frame   = one zstd frame with content checksum
//
// Frames begin at every 128 KiB of the blob, and in record2 also behind its first `head` bytes: those of a message's
// header, which clients ask for alone. length: bytes of the blob; stored: bytes of the whole record; sha256 is that of
// the blob; 0 < head < length, at most 128 KiB - 1. key_id 0: not encrypted; others are reserved for AES-256-GCM data
// keys (design section 4). crc: CRC-32C of everything before it, in a record followed by what stands before the frames.
// What is between records (a torn write) belongs to nobody.
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
inline constexpr std::string_view kRecordMagic = "VBL";  // what records of every version begin with
inline constexpr std::uint16_t kVersion = 2;

struct RecordHeader {
  std::uint32_t key_id = 0;
  std::int64_t length = 0;
  std::int64_t stored = 0;
  BlobHash hash{};
  std::int64_t head = 0;  // bytes of a first frame of its own; 0: there is none
  std::vector<std::uint32_t> frame_lengths;
  std::uint32_t crc = 0;

  std::size_t header_size() const { return kRecordHeaderSize + (head > 0 ? 4 : 0) + 4 * frame_lengths.size(); }
  std::int64_t frame_count() const { return (length + kFrameSize - 1) / kFrameSize + (head > 0 ? 1 : 0); }
  // Where frame `frame` begins in the blob; of frame_count() the blob's end.
  std::int64_t frame_begin(std::int64_t frame) const;
  std::int64_t frame_raw_size(std::int64_t frame) const { return frame_begin(frame + 1) - frame_begin(frame); }
  // The frame that holds a byte. REQUIRES: 0 ≤ offset < length.
  std::int64_t frame_of(std::int64_t offset) const;
};

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

struct SegmentHeader {
  SegmentId id;
  std::uint16_t version = kVersion;
};
std::string encode_segment_header(const SegmentHeader& header);
// Errors: corrupt; unsupported (a newer version or an encrypted segment).
base::Result<SegmentHeader> decode_segment_header(std::string_view bytes);

// How many bytes of a blob get a first frame of their own: a message's header with its blank line; 0: none do, because
// there is none, or little stands behind it. `start`: the blob's beginning.
std::int64_t head_size(std::string_view start, std::int64_t length);

// Fixed part and table; sets header.stored and header.crc. Of the first version unless there is a head.
std::string encode_record_header(RecordHeader& header);
// The number of bytes before the frames, told by the fixed part; 0 when it is none. Reads 64 bytes.
std::size_t record_header_size(std::string_view fixed);
// REQUIRES: bytes.size() >= record_header_size(bytes) > 0. Errors: corrupt, unsupported (key_id).
base::Result<RecordHeader> decode_record_header(std::string_view bytes);

// "small-00000001.seg"
std::string segment_file_name(SegmentId id);
// {…, 0} when it is not the name of a segment.
SegmentId parse_segment_file_name(std::string_view name);

base::Error corrupt_blob(std::string detail);

}  // namespace mailstore::blob
