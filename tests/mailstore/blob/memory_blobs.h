// Another BlobStore: bytes in memory, a place of its own for each. What a store over it must not rely on is written all
// over the refs: the number of the blob, nothing else. Counts what is asked. Thread-safe.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "base/crypto/hash.h"
#include "base/thread_annotations.h"
#include "mailstore/blob/blob_store.h"

namespace tests {

class MemoryBlobs final : public mailstore::BlobStore {
 public:
  using BlobStore::append;
  base::Result<mailstore::BlobRef> append(const mailstore::BlobHash& hash,
                                          std::span<const std::string_view> chunks) override {
    base::MutexLock lock(mutex_);
    Blob blob{hash, {}};
    for (const std::string_view chunk : chunks) blob.bytes += chunk;
    mailstore::BlobRef ref;
    ref.segment = ++last_;
    ref.length = static_cast<std::int64_t>(blob.bytes.size());
    blobs_[ref.segment] = std::move(blob);
    return ref;
  }
  base::Result<void> sync() override {
    base::MutexLock lock(mutex_);
    ++syncs_;
    return {};
  }
  base::Result<std::string> read(const mailstore::BlobRef& ref, std::int64_t offset,
                                 std::int64_t length) const override {
    base::MutexLock lock(mutex_);
    const auto found = blobs_.find(ref.segment);
    if (found == blobs_.end()) return base::Error::transient(base::ErrorCode::conflict, {"Đã chuyển chỗ.", "Moved."});
    const auto size = static_cast<std::int64_t>(found->second.bytes.size());
    offset = std::clamp<std::int64_t>(offset, 0, size);
    return found->second.bytes.substr(static_cast<std::size_t>(offset),
                                      static_cast<std::size_t>(std::clamp<std::int64_t>(length, 0, size - offset)));
  }
  base::Result<std::unique_ptr<mailstore::BlobReader>> reader(const mailstore::BlobRef& ref) const override {
    auto bytes = read_all(ref);
    if (!bytes) return bytes.error();
    return std::unique_ptr<mailstore::BlobReader>(std::make_unique<Reader>(*std::move(bytes)));
  }
  base::Result<mailstore::BlobHash> check(const mailstore::BlobRef& ref) const override {
    auto bytes = read_all(ref);
    if (!bytes) return bytes.error();
    return base::sha256(*bytes);
  }
  base::Result<void> walk(
      const std::function<bool(const mailstore::BlobHash&, const mailstore::BlobRef&)>& visit) const override {
    base::MutexLock lock(mutex_);
    for (const auto& [number, blob] : blobs_) {
      mailstore::BlobRef ref;
      ref.segment = number;
      ref.length = static_cast<std::int64_t>(blob.bytes.size());
      if (!visit(blob.hash, ref)) break;
    }
    return {};
  }
  // Gives every live blob a new place: the hardest that a user of the interface may meet.
  base::Result<mailstore::Compaction> compact(const CompactOptions&, const IsLive& is_live) override {
    mailstore::Compaction out;
    for (const auto& [number, blob] : all()) {
      mailstore::BlobRef from;
      from.segment = number;
      from.length = static_cast<std::int64_t>(blob.bytes.size());
      auto live = is_live(blob.hash, from);
      if (!live) return live.error();
      if (*live) {
        auto to = append(blob.hash, blob.bytes);
        if (!to) return to.error();
        out.moves.push_back({blob.hash, from, *to});
      }
      out.emptied.push_back({mailstore::BlobSet::small, number});
      out.bytes_freed += *live ? 0 : from.length;
    }
    return out;
  }
  base::Result<void> finish_compaction(const mailstore::Compaction& compaction) override {
    base::MutexLock lock(mutex_);
    for (const mailstore::SegmentId id : compaction.emptied) blobs_.erase(id.number);
    return {};
  }

  std::size_t size() const { return all().size(); }
  int syncs() const {
    base::MutexLock lock(mutex_);
    return syncs_;
  }

 private:
  struct Blob {
    mailstore::BlobHash hash;
    std::string bytes;
  };
  class Reader final : public mailstore::BlobReader {
   public:
    explicit Reader(std::string bytes) : bytes_(std::move(bytes)) {}
    std::int64_t length() const override { return static_cast<std::int64_t>(bytes_.size()); }
    base::Result<std::string> read(std::int64_t offset, std::int64_t length) const override {
      const auto from = static_cast<std::size_t>(std::clamp<std::int64_t>(offset, 0, this->length()));
      return bytes_.substr(from, static_cast<std::size_t>(std::max<std::int64_t>(length, 0)));
    }
    base::Result<std::string> next() override {
      auto piece = read(at_, mailstore::kFrameSize);
      at_ += static_cast<std::int64_t>(piece->size());
      return piece;
    }

   private:
    const std::string bytes_;
    std::int64_t at_ = 0;
  };
  std::map<std::uint32_t, Blob> all() const {
    base::MutexLock lock(mutex_);
    return blobs_;
  }

  mutable base::Mutex mutex_;
  std::map<std::uint32_t, Blob> blobs_ GUARDED_BY(mutex_);
  std::uint32_t last_ GUARDED_BY(mutex_) = 0;
  int syncs_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tests
