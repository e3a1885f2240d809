// Blobs for the tests: made from a seed, so that a test can say what must come back.
#pragma once

#include <random>
#include <string>

#include "base/crypto/hash.h"
#include "mailstore/blob/file_blob_store.h"

namespace tests {

// Text with some entropy: compresses about 3:1, like mail.
inline std::string sample_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string out;
  out.reserve(size + 16);
  while (out.size() < size) {
    out += "kính gửi ";
    for (int i = 0; i < 4; ++i) out += static_cast<char>(random() & 0xff);
  }
  out.resize(size);
  return out;
}

inline base::Result<mailstore::BlobRef> append(mailstore::BlobStore& store, const std::string& bytes) {
  return store.append(base::sha256(bytes), bytes);
}

inline std::unique_ptr<mailstore::FileBlobStore> open_blobs(base::FileSystem& fs, const std::string& directory,
                                                            std::int64_t segment_size = 256 * 1024 * 1024) {
  mailstore::FileBlobOptions options;
  options.directory = directory;
  options.segment_size = segment_size;
  base::Result<std::unique_ptr<mailstore::FileBlobStore>> store = mailstore::FileBlobStore::open(fs, options);
  if (!store) return nullptr;
  return std::move(*store);
}

}  // namespace tests
