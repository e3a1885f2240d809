// One set of segment files: appends to the newest, syncs it for many at once, begins the next one, opens any for
// reading, and recovers at the start. Knows records only by their bytes. Thread-safe. Locks: README.md.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/thread_annotations.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/blob/frame_codec.h"
#include "mailstore/blob/segment_format.h"

namespace mailstore::blob {

class SegmentSet {
 public:
  using SharedFile = std::shared_ptr<base::File>;

  struct Position {
    std::uint32_t segment = 0;
    std::int64_t offset = 0;
  };

  SegmentSet(base::FileSystem& fs, const FileBlobOptions& options, BlobSet set, const FrameCodec& codec);

  // Once, before anything else. `numbers`: the segments found in the directory.
  base::Result<void> recover(std::vector<std::uint32_t> numbers);

  base::Result<Position> append(std::string_view record);
  base::Result<void> sync();
  // Writes a record to the place it had; a segment that is gone needs none. Durable after sync(), in a sealed segment
  // at once. REQUIRES: nothing was appended since recover().
  base::Result<void> restore(std::uint32_t number, std::int64_t offset, std::string_view record);
  // Errors: conflict (temporary) when compaction has removed it.
  base::Result<SharedFile> file(std::uint32_t number);

  std::vector<SegmentInfo> list();
  // How long ago the last append to that segment by this process was; max() when there was none.
  std::chrono::steady_clock::duration idle_time(std::uint32_t number);
  base::Result<void> remove(std::uint32_t number);

 private:
  using Time = std::chrono::steady_clock::time_point;

  base::Result<void> recover_newest(std::uint32_t number) REQUIRES_LOCK(mutex_);
  base::Result<void> begin_segment() REQUIRES_LOCK(mutex_);
  // Of this version, and empty or not made too large by a record of that many bytes.
  bool fits(std::int64_t size) const REQUIRES_LOCK(mutex_);
  base::Result<void> failed_error() const;
  std::string path(std::uint32_t number) const;
  void forget_retired(Time now) REQUIRES_LOCK(mutex_);

  base::FileSystem& fs_;
  const std::string directory_;
  const std::int64_t segment_size_;
  const unsigned open_segments_;
  const BlobSet set_;
  const FrameCodec& codec_;

  base::Mutex mutex_;
  base::Condition sync_ended_;
  std::map<std::uint32_t, std::int64_t> sizes_ GUARDED_BY(mutex_);  // every segment
  std::map<std::uint32_t, SharedFile> open_ GUARDED_BY(mutex_);     // for reading, at most open_segments_
  std::map<std::uint32_t, Time> last_append_ GUARDED_BY(mutex_);
  // Unlinked, still read by old refs.
  std::map<std::uint32_t, std::pair<SharedFile, Time>> retired_ GUARDED_BY(mutex_);
  SharedFile active_ GUARDED_BY(mutex_);  // null: the next append begins a segment
  std::uint32_t newest_ GUARDED_BY(mutex_) = 0;
  std::int64_t end_ GUARDED_BY(mutex_) = 0;        // of the active segment
  std::uint64_t appended_ GUARDED_BY(mutex_) = 0;  // appends so far
  std::uint64_t synced_ GUARDED_BY(mutex_) = 0;    // of these, durable
  bool syncing_ GUARDED_BY(mutex_) = false;
  bool failed_ GUARDED_BY(mutex_) = false;  // an fsync failed
  bool old_ GUARDED_BY(mutex_) = false;     // the active segment is of an older version: only what was carried goes in
};

// Reads and checks the header of the record at `offset`. Errors: corrupt, unsupported, io.
base::Result<RecordHeader> read_record_header(const base::File& file, std::int64_t offset);
// Decodes frames first … first+count-1 of a record that lies at `offset`. Errors: corrupt, io.
base::Result<std::string> read_frames(const base::File& file, std::int64_t offset, const RecordHeader& header,
                                      std::int64_t first, std::int64_t count, const FrameCodec& codec);
// Whether the reference means that record. Errors: corrupt.
base::Result<void> check_record(const BlobRef& ref, const RecordHeader& header);
// Bytes of the blob of a small record, in one read; only the frames that hold them are decoded. REQUIRES: they lie in
// it. Errors: corrupt, unsupported, io.
base::Result<std::string> read_record(const base::File& file, const BlobRef& ref, std::int64_t offset,
                                      std::int64_t length, const FrameCodec& codec);

struct WalkEnd {
  std::int64_t end = 0;   // behind the last record that is whole
  std::int64_t last = 0;  // offset of that record; 0 when there is none
  std::int64_t gaps = 0;  // bytes between records that belong to nobody
};
// Visits every record whose header is right, in order; stops when `visit` returns false. Payloads are not read.
base::Result<WalkEnd> walk_segment(const base::File& file,
                                   const std::function<bool(std::int64_t offset, const RecordHeader&)>& visit);

}  // namespace mailstore::blob
