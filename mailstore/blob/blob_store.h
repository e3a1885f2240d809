// BlobStore: immutable bytes, kept in append-only segment files and named by their SHA-256 (design section 3).
// Appending returns a BlobRef, which the SQL row of the content keeps; there is no other index and no reference count.
// Thread-safe. Every call may block on the disk: use a file pool, never a loop thread. Format: segment_format.h,
// README.md.
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

#include "base/fs/file_system.h"
#include "base/result.h"

namespace mailstore {

using BlobHash = std::array<std::uint8_t, 32>;  // SHA-256 of the bytes

// Two sets of segments, so that a 25 MB upload delays nobody.
enum class BlobSet : std::uint8_t { small = 0, large = 1 };  // large: over kLargeBlob bytes

inline constexpr std::int64_t kLargeBlob = 256 * 1024;
inline constexpr std::int64_t kFrameSize = 128 * 1024;        // raw bytes of one zstd frame
inline constexpr std::int64_t kMaxBlob = 1024 * 1024 * 1024;  // 1 GiB

// Where a blob lies. A value type; what SQL keeps (encode(), at most 40 bytes; VARBINARY(40)).
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

struct SegmentInfo {
  SegmentId id;
  std::int64_t size = 0;  // bytes of the file
  bool active = false;    // still appended to
};

struct BlobStoreOptions {
  std::string directory;                          // made when missing
  std::int64_t segment_size = 256 * 1024 * 1024;  // a new segment is begun beyond this, 64 KiB … 2 GiB
  std::int64_t disk_reserve = 64 * 1024 * 1024;   // append answers disk_full below this much free space
  int compression_level = 1;                      // zstd, 1 … 19
  unsigned open_segments = 128;                   // files kept open for reading, 4 … 10000
};

class BlobReader;

class BlobStore {
 public:
  // Opens the directory and recovers: a torn tail of the newest segments is dropped. `fs` outlives the store.
  // Errors: io, corrupt (a header is of a newer version).
  static base::Result<std::unique_ptr<BlobStore>> open(base::FileSystem& fs, BlobStoreOptions options);
  ~BlobStore();
  BlobStore(const BlobStore&) = delete;
  BlobStore& operator=(const BlobStore&) = delete;

  // Writes the bytes (the chunks one after the other); durable only after a sync() that began later. Does not look
  // whether the hash is there already: SQL knows. An append whose SQL unit fails stays behind as dead space. REQUIRES:
  // hash is the SHA-256 of the bytes. Errors: too_large, disk_full (temporary), io, unavailable (after a failed sync).
  base::Result<BlobRef> append(const BlobHash& hash, std::string_view bytes);
  base::Result<BlobRef> append(const BlobHash& hash, std::span<const std::string_view> chunks);

  // Makes everything appended before the call durable. Concurrent calls share one fsync. Register it in the unit of
  // work: tx.before_commit("blob", [&] { return blobs.sync(); }). After a failed fsync every later append and sync
  // answers unavailable until the store is opened anew (style rule 23).
  base::Result<void> sync();

  // Bytes offset … offset+length (cut at the end of the blob); only the frames needed are read and decoded. Errors:
  // corrupt (a checksum failed; the bytes are never served), conflict (temporary: compaction moved it, read the ref
  // again), io.
  base::Result<std::string> read(const BlobRef& ref, std::int64_t offset, std::int64_t length) const;
  base::Result<std::string> read_all(const BlobRef& ref) const;
  // For streaming: reads the record's table once. The reader may be used by one thread at a time and must not outlive
  // the store.
  base::Result<BlobReader> reader(const BlobRef& ref) const;

  // Reads everything and compares the SHA-256 that stands in the record. Errors as read().
  base::Result<BlobHash> check(const BlobRef& ref) const;
  // Every record of every segment, also dead ones, in order of segments. Stop by returning false.
  base::Result<void> walk(const std::function<bool(const BlobHash&, const BlobRef&)>& visit) const;
  std::vector<SegmentInfo> segments() const;

  // Copies the live blobs out of sealed segments of which at most `max_live` (0 … 1) of the bytes live and to which
  // nothing was appended for `min_idle` (their units of work are over by then), until `max_bytes` have been copied.
  // Segments with a live blob that fails its checksum are left alone and logged. One caller at a time.
  struct CompactOptions {
    double max_live = 0.5;
    std::chrono::milliseconds min_idle = std::chrono::minutes(10);
    std::int64_t max_bytes = std::int64_t{1} << 30;
  };
  using IsLive = std::function<base::Result<bool>(const BlobHash&, const BlobRef&)>;
  base::Result<Compaction> compact(const CompactOptions& options, const IsLive& is_live);
  // Unlinks the emptied segments. Readers that still hold an old ref may go on for ten seconds.
  base::Result<void> finish_compaction(const Compaction& compaction);

 private:
  friend class BlobReader;
  struct State;
  explicit BlobStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Reads one blob piece by piece.
class BlobReader {
 public:
  std::int64_t length() const;
  // As BlobStore::read().
  base::Result<std::string> read(std::int64_t offset, std::int64_t length) const;
  // The next piece (at most kFrameSize bytes), "" at the end.
  base::Result<std::string> next();
  BlobReader(BlobReader&&) noexcept;
  BlobReader& operator=(BlobReader&&) noexcept;
  ~BlobReader();

 private:
  friend class BlobStore;
  struct State;
  explicit BlobReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace mailstore
