// What FileBlobStore's .cpp files share.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "mailstore/blob/file_blob_store.h"
#include "mailstore/blob/frame_codec.h"
#include "mailstore/blob/segment_set.h"

namespace mailstore {

class FileBlobReader final : public BlobReader {
 public:
  FileBlobReader(const blob::FrameCodec& codec, const BlobRef& ref, blob::SegmentSet::SharedFile file,
                 blob::RecordHeader header)
      : codec_(codec), ref_(ref), file_(std::move(file)), header_(std::move(header)) {}

  std::int64_t length() const override { return header_.length; }
  base::Result<std::string> read(std::int64_t offset, std::int64_t length) const override;
  base::Result<std::string> next() override;
  const BlobHash& hash() const { return header_.hash; }

 private:
  const blob::FrameCodec& codec_;
  BlobRef ref_;
  blob::SegmentSet::SharedFile file_;
  blob::RecordHeader header_;
  std::int64_t next_ = 0;  // where next() goes on
};

struct FileBlobStore::State {
  State(base::FileSystem& file_system, FileBlobOptions given)
      : fs(file_system),
        options(std::move(given)),
        codec(options.compression_level),
        small(fs, options, BlobSet::small, codec),
        large(fs, options, BlobSet::large, codec) {}

  blob::SegmentSet& set(BlobSet which) { return which == BlobSet::large ? large : small; }
  // Finds the record of `ref` and checks that it is that record. Errors: as BlobStore::read().
  base::Result<FileBlobReader> open_reader(const BlobRef& ref);
  base::Result<void> check_space() const;
  base::Result<void> sync();

  base::FileSystem& fs;
  const FileBlobOptions options;
  const blob::FrameCodec codec;
  blob::SegmentSet small;
  blob::SegmentSet large;
};

}  // namespace mailstore
