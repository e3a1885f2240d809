#include <algorithm>
#include <memory>

#include "mailstore/blob/segment_set.h"

namespace mailstore::blob {

using base::File;
using base::Result;

namespace {

constexpr std::size_t kFirstRead = 512;  // header and table of a blob up to 14 MiB
constexpr std::size_t kScanPiece = 1024 * 1024;

// The offset of the next record with a right header at or behind `from`; -1 when there is none.
Result<std::int64_t> find_record(const File& file, std::int64_t from, std::int64_t size) {
  std::string piece;
  while (from < size) {
    piece.resize(kScanPiece);
    Result<std::size_t> got = file.pread(piece.data(), piece.size(), from);
    if (!got) return std::move(got).error();
    piece.resize(*got);
    for (std::size_t at = piece.find(kRecordMagic); at != std::string::npos; at = piece.find(kRecordMagic, at + 1)) {
      const std::int64_t offset = from + static_cast<std::int64_t>(at);
      Result<RecordHeader> header = read_record_header(file, offset);
      if (header && offset + header->stored <= size) return offset;
      if (!header && header.error().code == base::ErrorCode::io) return std::move(header).error();
    }
    if (piece.size() < kRecordMagic.size()) break;
    from += static_cast<std::int64_t>(piece.size() - (kRecordMagic.size() - 1));
    if (from + static_cast<std::int64_t>(kRecordHeaderSize) > size) break;
  }
  return std::int64_t{-1};
}

}  // namespace

Result<RecordHeader> read_record_header(const File& file, std::int64_t offset) {
  std::string bytes(kFirstRead, '\0');
  Result<std::size_t> got = file.pread(bytes.data(), bytes.size(), offset);
  if (!got) return std::move(got).error();
  bytes.resize(*got);
  const std::size_t size = record_header_size(bytes);
  if (size == 0) return corrupt_blob("no record at " + std::to_string(offset));
  if (size > bytes.size()) {
    bytes.resize(size);
    got = file.pread(bytes.data(), bytes.size(), offset);
    if (!got) return std::move(got).error();
    bytes.resize(*got);
  }
  return decode_record_header(bytes);
}

Result<std::string> read_frames(const File& file, std::int64_t offset, const RecordHeader& header, std::int64_t first,
                                std::int64_t count, const FrameCodec& codec) {
  std::int64_t at = offset + static_cast<std::int64_t>(header.header_size());
  std::size_t total = 0;
  std::size_t raw_total = 0;
  for (std::int64_t i = 0; i < first + count; ++i) {
    const std::uint32_t length = header.frame_lengths[static_cast<std::size_t>(i)];
    if (i < first) {
      at += length;
    } else {
      total += length;
      raw_total += static_cast<std::size_t>(header.frame_raw_size(i));
    }
  }
  std::string stored(total, '\0');
  Result<std::size_t> got = file.pread(stored.data(), stored.size(), at);
  if (!got) return std::move(got).error();
  if (*got != stored.size()) return corrupt_blob("record cut off at " + std::to_string(offset));
  std::string raw;
  raw.reserve(raw_total);
  std::string_view rest = stored;
  for (std::int64_t i = first; i < first + count; ++i) {
    const std::size_t length = header.frame_lengths[static_cast<std::size_t>(i)];
    Result<void> decoded =
        codec.decompress(rest.substr(0, length), static_cast<std::size_t>(header.frame_raw_size(i)), raw);
    if (!decoded) return std::move(decoded).error();
    rest.remove_prefix(length);
  }
  return raw;
}

Result<std::string> read_record(const File& file, const BlobRef& ref, std::int64_t offset, std::int64_t length,
                                const FrameCodec& codec) {
  const auto size = static_cast<std::size_t>(ref.stored);
  const auto buffer = std::make_unique_for_overwrite<char[]>(size);
  // Of a part at the blob's beginning no more than what stands before the frames and a frame that ends where it does.
  const auto end = static_cast<std::size_t>(offset + length);
  const std::size_t before = kRecordHeaderSize + 4 * (static_cast<std::size_t>(ref.length / kFrameSize) + 3);
  const std::size_t first_read = length == ref.length ? size : std::min(size, before + end + end / 64 + 64);
  Result<std::size_t> got = file.pread(buffer.get(), first_read, ref.offset);
  if (!got) return std::move(got).error();
  Result<RecordHeader> header = decode_record_header(std::string_view(buffer.get(), *got));
  if (!header) return std::move(header).error();
  if (Result<void> same = check_record(ref, *header); !same) return std::move(same).error();
  std::size_t needed = header->header_size();
  if (length > 0) {
    for (std::int64_t i = header->frame_of(offset + length - 1); i >= 0; --i)
      needed += header->frame_lengths[static_cast<std::size_t>(i)];
  }
  if (needed > *got && *got == first_read) {
    Result<std::size_t> more =
        file.pread(buffer.get() + *got, needed - *got, ref.offset + static_cast<std::int64_t>(*got));
    if (!more) return std::move(more).error();
    *got += *more;
  }
  if (*got < needed) return corrupt_blob("record cut off at " + std::to_string(ref.offset));
  std::string_view rest(buffer.get(), *got);
  rest.remove_prefix(header->header_size());
  std::string raw;
  if (length == 0) return raw;
  const std::int64_t first = header->frame_of(offset), last = header->frame_of(offset + length - 1);
  raw.reserve(static_cast<std::size_t>(header->frame_begin(last + 1) - header->frame_begin(first)));
  for (std::int64_t i = 0; i <= last; ++i) {
    const std::size_t stored = header->frame_lengths[static_cast<std::size_t>(i)];
    if (i >= first) {
      const auto raw_size = static_cast<std::size_t>(header->frame_raw_size(i));
      if (Result<void> decoded = codec.decompress(rest.substr(0, stored), raw_size, raw); !decoded)
        return std::move(decoded).error();
    }
    rest.remove_prefix(stored);
  }
  if (const std::int64_t skip = offset - header->frame_begin(first); skip > 0)
    raw.erase(0, static_cast<std::size_t>(skip));
  raw.resize(static_cast<std::size_t>(length));
  return raw;
}

Result<void> check_record(const BlobRef& ref, const RecordHeader& header) {
  if (header.crc == ref.check && header.length == ref.length && header.stored == ref.stored) return {};
  return corrupt_blob("another record than the reference says in " + segment_file_name({ref.set, ref.segment}) +
                      " at " + std::to_string(ref.offset));
}

Result<WalkEnd> walk_segment(const File& file, const std::function<bool(std::int64_t, const RecordHeader&)>& visit) {
  Result<std::int64_t> size = file.size();
  if (!size) return std::move(size).error();
  WalkEnd walk;
  walk.end = std::min<std::int64_t>(*size, kSegmentHeaderSize);
  std::int64_t at = walk.end;
  while (at < *size) {
    Result<RecordHeader> header = read_record_header(file, at);
    if (!header && header.error().code == base::ErrorCode::io) return std::move(header).error();
    if (!header || at + header->stored > *size) {
      Result<std::int64_t> next = find_record(file, at + 1, *size);
      if (!next) return std::move(next).error();
      if (*next < 0) return walk;
      walk.gaps += *next - at;
      at = *next;
      continue;
    }
    walk.last = at;
    walk.end = at + header->stored;
    if (!visit(at, *header)) return walk;
    at = walk.end;
  }
  return walk;
}

}  // namespace mailstore::blob
