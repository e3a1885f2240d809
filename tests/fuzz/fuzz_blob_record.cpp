// Any bytes are a segment file: the walk ends, and what it takes for a record has frames that cover the blob once. A
// blob with any head comes back, each part of it too, while a changed byte anywhere in its record is noticed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"
#include "mailstore/blob/segment_set.h"
#include "tests/fuzz/memory_files.h"

namespace {

using mailstore::BlobRef;
namespace blob = mailstore::blob;

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_frames(const blob::RecordHeader& header) {
  demand(header.frame_lengths.size() == static_cast<std::size_t>(header.frame_count()));
  std::int64_t at = 0;
  for (std::int64_t i = 0; i < header.frame_count(); ++i) {
    demand(header.frame_begin(i) == at);
    const std::int64_t size = header.frame_raw_size(i);
    demand(size > 0 && size <= mailstore::kFrameSize);
    demand(header.frame_of(at) == i && header.frame_of(at + size - 1) == i);
    at += size;
  }
  demand(at == header.length && header.frame_begin(header.frame_count()) == at);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  const blob::FrameCodec codec(1);
  (void)blob::decode_segment_header(input);
  tests::MemoryFiles files(input);
  const auto file = files.open("", base::OpenMode::read_only);
  (void)blob::walk_segment(**file, [&](std::int64_t offset, const blob::RecordHeader& header) {
    check_frames(header);
    if (header.stored <= 1 << 20 && header.length <= 1 << 20) {
      const BlobRef ref{mailstore::BlobSet::small, 1, offset, header.length, header.stored, header.crc};
      (void)blob::read_record(**file, ref, 0, header.length, codec);
    }
    return true;
  });
  if (size < 8) return 0;

  // The first eight bytes choose where the head ends, what is read and which byte changes.
  const auto number = [&](std::size_t at) { return static_cast<std::size_t>(data[at] << 8 | data[at + 1]); };
  const std::string text = input.substr(8);
  if (text.size() < 2) return 0;
  blob::RecordHeader header;
  header.length = static_cast<std::int64_t>(text.size());
  header.hash = base::sha256(text);
  const std::int64_t found = blob::head_size(text, header.length);
  demand(found >= 0 && found < std::min(header.length, mailstore::kFrameSize));
  header.head = (data[0] & 1) != 0 ? found : 1 + static_cast<std::int64_t>(number(0)) % (header.length - 1);
  if (header.head >= mailstore::kFrameSize) return 0;
  std::string frames;
  for (std::int64_t i = 0; i < header.frame_count(); ++i) {
    const auto raw = std::string_view(text).substr(static_cast<std::size_t>(header.frame_begin(i)),
                                                   static_cast<std::size_t>(header.frame_raw_size(i)));
    header.frame_lengths.push_back(static_cast<std::uint32_t>(*codec.compress(raw, frames)));
  }
  check_frames(header);
  std::string record = blob::encode_record_header(header) + frames;
  const BlobRef ref{mailstore::BlobSet::small, 1, 0, header.length, header.stored, header.crc};
  tests::MemoryFiles one(record);
  const auto whole = one.open("", base::OpenMode::read_only);
  const auto from = static_cast<std::int64_t>(number(2) % text.size());
  const std::int64_t length = static_cast<std::int64_t>(number(4)) % (header.length - from + 1);
  const auto part = blob::read_record(**whole, ref, from, length, codec);
  demand(part && *part == text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(length)));
  one.bytes()[number(6) % record.size()] ^= static_cast<char>(data[0] | 1);
  const auto damaged = blob::read_record(**whole, ref, 0, header.length, codec);
  demand(!damaged || *damaged == text);
  return 0;
}
