// What BlobStore's and BlobReader's .cpp files share.
#pragma once

#include <array>
#include <memory>

#include "mailstore/blob/blob_store.h"
#include "mailstore/blob/frame_codec.h"
#include "mailstore/blob/segment_set.h"

namespace mailstore {

struct BlobStore::State {
  State(base::FileSystem& file_system, BlobStoreOptions given)
      : fs(file_system),
        options(std::move(given)),
        codec(options.compression_level),
        small(fs, options, BlobSet::small, codec),
        large(fs, options, BlobSet::large, codec) {}

  blob::SegmentSet& set(BlobSet which) { return which == BlobSet::large ? large : small; }
  // Finds the record of `ref` and checks that it is that record. Errors: as BlobStore::read().
  struct Located {
    blob::SegmentSet::SharedFile file;
    blob::RecordHeader header;
  };
  base::Result<Located> locate(const BlobRef& ref);
  base::Result<void> check_space() const;

  base::FileSystem& fs;
  const BlobStoreOptions options;
  const blob::FrameCodec codec;
  blob::SegmentSet small;
  blob::SegmentSet large;
};

struct BlobReader::State {
  const blob::FrameCodec* codec;
  BlobRef ref;
  blob::SegmentSet::SharedFile file;
  blob::RecordHeader header;
  std::int64_t next = 0;  // where next() goes on
};

}  // namespace mailstore
