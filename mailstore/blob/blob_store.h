// BlobStore: immutable bytes, named by their SHA-256 (design section 3). Appending returns a BlobRef, which the SQL row
// of the content keeps; there is no other index and no reference count. An interface: file_blob_store.h keeps the bytes
// in segment files of this machine; whoever uses bytes holds the interface, so that a cluster may keep them otherwise.
// Thread-safe. Every call may block: use a file pool, never a loop thread.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mailstore {

using BlobHash = std::array<std::uint8_t, 32>;  // SHA-256 of the bytes

// Two sets of segments, so that a 25 MB upload delays nobody.
enum class BlobSet : std::uint8_t { small = 0, large = 1 };  // large: over kLargeBlob bytes

inline constexpr std::int64_t kLargeBlob = 256 * 1024;
inline constexpr std::int64_t kFrameSize = 128 * 1024;        // raw bytes of one zstd frame
inline constexpr std::int64_t kMaxBlob = 1024 * 1024 * 1024;  // 1 GiB

// Where a blob lies. A value type; what SQL keeps (encode(), at most 40 bytes; VARBINARY(40)). The store that gave it
// reads it; of the fields only `length` means something to others.
struct BlobRef {
  BlobSet set = BlobSet::small;
  std::uint32_t segment = 0;  // 1 … ; 0 = no blob
  std::int64_t offset = 0;    // of the record in the segment file
  std::int64_t length = 0;    // of the blob itself
  std::int64_t stored = 0;    // of the whole record on disk
  std::uint32_t check = 0;    // checksum of the record's header: a ref to anything else is noticed
  explicit operator bool() const { return segment != 0; }
  auto operator<=>(const BlobRef&) const = default;

  std::string encode() const;
  static base::Result<BlobRef> decode(std::string_view bytes);  // corrupt
};

struct BlobMove {
  BlobHash hash;
  BlobRef from, to;
};

struct SegmentId {
  BlobSet set = BlobSet::small;
  std::uint32_t number = 0;
  auto operator<=>(const SegmentId&) const = default;
};

// What compact() did: the copies are durable, the old segments still there. The caller puts every `to` in the place of
// its `from` in SQL, commits, and gives the whole to finish_compaction(), which unlinks the old segments. When the
// commit failed the value is dropped: the copies are then dead space.
struct Compaction {
  std::vector<BlobMove> moves;
  std::vector<SegmentId> emptied;
  std::int64_t bytes_freed = 0;  // when finished
};

// Reads one blob piece by piece. Used by one thread at a time; must not outlive its store.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  virtual std::int64_t length() const = 0;
  // As BlobStore::read().
  virtual base::Result<std::string> read(std::int64_t offset, std::int64_t length) const = 0;
  // The next piece (at most kFrameSize bytes), "" at the end.
  virtual base::Result<std::string> next() = 0;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  // Writes the bytes (the chunks one after the other); durable only after a sync() that began later. Does not look
  // whether the hash is there already: SQL knows. An append whose SQL unit fails stays behind as dead space. REQUIRES:
  // hash is the SHA-256 of the bytes. Errors: too_large, disk_full (temporary), io, unavailable (after a failed sync).
  virtual base::Result<BlobRef> append(const BlobHash& hash, std::span<const std::string_view> chunks) = 0;
  base::Result<BlobRef> append(const BlobHash& hash, std::string_view bytes) {
    return append(hash, std::span<const std::string_view>(&bytes, 1));
  }

  // Makes everything appended before the call durable. Concurrent calls share the work. Register it in the unit of
  // work: tx.before_commit("blob", [&] { return blobs.sync(); }). After a failure every later append and sync answers
  // unavailable until the store is opened anew (style rule 23).
  virtual base::Result<void> sync() = 0;

  // Bytes offset … offset+length (cut at the end of the blob). Errors: corrupt (a checksum failed; the bytes are never
  // served), conflict (temporary: compaction moved it, read the ref again), io.
  virtual base::Result<std::string> read(const BlobRef& ref, std::int64_t offset, std::int64_t length) const = 0;
  base::Result<std::string> read_all(const BlobRef& ref) const { return read(ref, 0, ref.length); }
  // For streaming. Errors as read().
  virtual base::Result<std::unique_ptr<BlobReader>> reader(const BlobRef& ref) const = 0;

  // Reads everything and compares the SHA-256 it was appended with. Errors as read().
  virtual base::Result<BlobHash> check(const BlobRef& ref) const = 0;
  // Every blob that is kept, also dead ones. Stop by returning false.
  virtual base::Result<void> walk(const std::function<bool(const BlobHash&, const BlobRef&)>& visit) const = 0;

  // Copies the live blobs out of places of which at most `max_live` (0 … 1) of the bytes live and to which nothing was
  // appended for `min_idle` (their units of work are over by then), until `max_bytes` have been copied. What has a live
  // blob that fails its checksum is left alone and logged. A store that gives every blob a place of its own has nothing
  // to do. One caller at a time.
  struct CompactOptions {
    double max_live = 0.5;
    std::chrono::milliseconds min_idle = std::chrono::minutes(10);
    std::int64_t max_bytes = std::int64_t{1} << 30;
  };
  using IsLive = std::function<base::Result<bool>(const BlobHash&, const BlobRef&)>;
  virtual base::Result<Compaction> compact(const CompactOptions& options, const IsLive& is_live) = 0;
  // Gives the emptied places back. Readers that still hold an old ref may go on for ten seconds.
  virtual base::Result<void> finish_compaction(const Compaction& compaction) = 0;
};

}  // namespace mailstore
