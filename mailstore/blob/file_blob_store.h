// FileBlobStore: blobs in append-only segment files of one directory. Format: segment_format.h, README.md. For who
// opens it; everybody else holds the BlobStore. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/blob/carried_records.h"

namespace mailstore {

struct FileBlobOptions {
  std::string directory;                          // made when missing
  std::int64_t segment_size = 256 * 1024 * 1024;  // a new segment is begun beyond this, 64 KiB … 2 GiB
  std::int64_t disk_reserve = 64 * 1024 * 1024;   // append answers disk_full below this much free space
  int compression_level = 1;                      // zstd, 1 … 19
  unsigned open_segments = 128;                   // files kept open for reading, 4 … 10000
};

struct SegmentInfo {
  SegmentId id;
  std::int64_t size = 0;  // bytes of the file
  bool active = false;    // still appended to
};

class FileBlobStore final : public BlobStore, public CarriedRecords {
 public:
  // Opens the directory and recovers: a torn tail of the newest segments is dropped. `fs` outlives the store.
  // Errors: io, corrupt (a header is of a newer version).
  static base::Result<std::unique_ptr<FileBlobStore>> open(base::FileSystem& fs, FileBlobOptions options);
  ~FileBlobStore() override;
  FileBlobStore(const FileBlobStore&) = delete;
  FileBlobStore& operator=(const FileBlobStore&) = delete;

  using BlobStore::append;
  base::Result<BlobRef> append(const BlobHash& hash, std::span<const std::string_view> chunks) override;
  base::Result<void> sync() override;  // concurrent calls share one fsync
  // Only the frames needed are read and decoded.
  base::Result<std::string> read(const BlobRef& ref, std::int64_t offset, std::int64_t length) const override;
  // Reads the record's table once.
  base::Result<std::unique_ptr<BlobReader>> reader(const BlobRef& ref) const override;
  base::Result<BlobHash> check(const BlobRef& ref) const override;
  base::Result<void> walk(const std::function<bool(const BlobHash&, const BlobRef&)>& visit) const override;
  base::Result<Compaction> compact(const CompactOptions& options, const IsLive& is_live) override;
  base::Result<void> finish_compaction(const Compaction& compaction) override;

  base::Result<std::string> record_to_carry(const BlobRef& ref) const override;
  std::function<base::Result<void>()> syncing() const override;
  base::Result<void> restore(std::span<const std::string> records) override;

  std::vector<SegmentInfo> segments() const;

 private:
  struct State;
  explicit FileBlobStore(std::shared_ptr<State> state);
  const std::shared_ptr<State> state_;  // shared with syncing()
};

}  // namespace mailstore
