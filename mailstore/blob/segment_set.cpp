#include "mailstore/blob/segment_set.h"

#include <algorithm>

#include "base/log.h"

namespace mailstore::blob {

using base::Error;
using base::ErrorCode;
using base::LogLevel;
using base::OpenMode;
using base::Result;

namespace {

constexpr std::chrono::seconds kOldRefsLive{10};  // two times the longest SQL snapshot

}  // namespace

SegmentSet::SegmentSet(base::FileSystem& fs, const FileBlobOptions& options, BlobSet set, const FrameCodec& codec)
    : fs_(fs),
      directory_(options.directory),
      segment_size_(options.segment_size),
      open_segments_(options.open_segments),
      set_(set),
      codec_(codec) {}

std::string SegmentSet::path(std::uint32_t number) const {
  return directory_ + "/" + segment_file_name({set_, number});
}

Result<void> SegmentSet::failed_error() const {
  return Error::transient(
      ErrorCode::unavailable,
      {"Kho thư hiện không nhận thay đổi nào; thư đã có vẫn đọc được.", "The store accepts no changes at the moment."},
      "a segment's fsync failed earlier");
}

Result<void> SegmentSet::recover(std::vector<std::uint32_t> numbers) {
  const base::MutexLock lock(mutex_);
  std::sort(numbers.begin(), numbers.end());
  for (const std::uint32_t number : numbers) {
    if (number == numbers.back()) return recover_newest(number);
    Result<std::unique_ptr<base::File>> file = fs_.open(path(number), OpenMode::read_only);
    if (!file) return std::move(file).error();
    Result<std::int64_t> size = (*file)->size();
    if (!size) return std::move(size).error();
    sizes_[number] = *size;
  }
  return {};
}

// Only the newest segment can have a torn tail: the others were synced before their successor began. What cannot be a
// synced record is cut off; a gap with a right record behind it is left alone, because it could also be a damaged one.
Result<void> SegmentSet::recover_newest(std::uint32_t number) {
  newest_ = number;
  Result<std::unique_ptr<base::File>> opened = fs_.open(path(number), OpenMode::read_write);
  if (!opened) return std::move(opened).error();
  SharedFile file = std::move(*opened);
  std::string head(kSegmentHeaderSize, '\0');
  Result<std::size_t> got = file->pread(head.data(), head.size(), 0);
  if (!got) return std::move(got).error();
  head.resize(*got);
  Result<std::int64_t> size = file->size();
  if (!size) return std::move(size).error();
  Result<SegmentHeader> header = decode_segment_header(head);
  if (!header) {
    if (header.error().code == ErrorCode::unsupported) return std::move(header).error();
    // Appends begin after the header is durable: without one there is no record. Its number is not used again.
    base::log(LogLevel::warning, "BLOB-0001", "a segment without a header is left as it is", {{"path", path(number)}});
    sizes_[number] = *size;
    return {};
  }
  Result<WalkEnd> walk = walk_segment(*file, [](std::int64_t, const RecordHeader&) { return true; });
  if (!walk) return std::move(walk).error();
  std::int64_t end = walk->end;
  if (walk->last > 0) {  // the last record's header may be on the disk without its frames
    Result<RecordHeader> last = read_record_header(*file, walk->last);
    if (!last) return std::move(last).error();
    Result<std::string> raw = read_frames(*file, walk->last, *last, 0, last->frame_count(), codec_);
    if (!raw && raw.error().code == ErrorCode::corrupt) end = walk->last;
  }
  if (end < *size) {
    base::log(LogLevel::warning, "BLOB-0002", "a torn tail was dropped",
              {{"path", path(number)}, {"bytes", std::to_string(*size - end)}});
    if (Result<void> cut = file->truncate(end); !cut) return cut;
  }
  if (Result<void> synced = file->sync(); !synced) return synced;
  sizes_[number] = end;
  end_ = end;
  active_ = file;
  old_ = header->version < kVersion;  // who wrote it must not meet records it does not know there
  return {};
}

// The name and the header are durable before the first record is written. REQUIRES: no fsync is running, because the
// kernel tells an error of the file to one of two callers only.
Result<void> SegmentSet::begin_segment() {
  if (active_) {
    if (Result<void> synced = active_->sync(); !synced) {
      failed_ = true;
      return synced;
    }
    synced_ = appended_;
    active_ = nullptr;
  }
  const std::uint32_t number = ++newest_;
  Result<std::unique_ptr<base::File>> file = fs_.open(path(number), OpenMode::create_new);
  if (!file) return std::move(file).error();
  sizes_[number] = 0;
  const std::string header = encode_segment_header({{set_, number}});
  if (Result<void> written = (*file)->pwrite(header, 0); !written) return written;
  if (Result<void> synced = (*file)->sync(); !synced) {
    failed_ = true;
    return synced;
  }
  if (Result<void> named = fs_.sync_directory(directory_); !named) {
    failed_ = true;
    return named;
  }
  active_ = std::move(*file);
  old_ = false;
  end_ = static_cast<std::int64_t>(header.size());
  sizes_[number] = end_;
  return {};
}

bool SegmentSet::fits(std::int64_t size) const {
  return active_ && !old_ && (end_ == static_cast<std::int64_t>(kSegmentHeaderSize) || end_ + size <= segment_size_);
}

Result<SegmentSet::Position> SegmentSet::append(std::string_view record) {
  const base::MutexLock lock(mutex_);
  const auto size = static_cast<std::int64_t>(record.size());
  while (!failed_ && syncing_ && !fits(size)) sync_ended_.wait(mutex_);
  if (failed_) return failed_error().error();
  if (!fits(size)) {
    if (Result<void> begun = begin_segment(); !begun) return std::move(begun).error();
  }
  if (Result<void> written = active_->pwrite(record, end_); !written) {
    if (Result<void> cut = active_->truncate(end_); !cut) {
      base::log(LogLevel::warning, "BLOB-0003", "a failed append could not be cut off",
                {{"error", describe(cut.error())}});
    }
    return std::move(written).error();
  }
  const Position position{newest_, end_};
  end_ += size;
  sizes_[newest_] = end_;
  last_append_[newest_] = std::chrono::steady_clock::now();
  ++appended_;
  return position;
}

Result<void> SegmentSet::restore(std::uint32_t number, std::int64_t offset, std::string_view record) {
  const base::MutexLock lock(mutex_);
  const auto known = sizes_.find(number);
  if (known == sizes_.end()) return {};
  SharedFile file = number == newest_ ? active_ : nullptr;
  const bool sealed = file == nullptr;
  if (sealed) {
    Result<std::unique_ptr<base::File>> opened = fs_.open(path(number), OpenMode::read_write);
    if (!opened) return std::move(opened).error();
    file = std::move(*opened);
  }
  std::string there(record.size(), '\0');
  Result<std::size_t> got = file->pread(there.data(), there.size(), offset);
  if (!got) return std::move(got).error();
  if (*got != record.size() || there != record) {
    base::log(LogLevel::info, "BLOB-0006", "a record was written again from the database's log",
              {{"path", path(number)}, {"offset", std::to_string(offset)}});
  }
  // Also when it can be read: after a failed fsync the kernel still has what the disk does not, and takes it for saved.
  if (Result<void> written = file->pwrite(record, offset); !written) return written;
  const std::int64_t end = offset + static_cast<std::int64_t>(record.size());
  known->second = std::max(known->second, end);
  if (sealed) return file->sync();
  end_ = std::max(end_, end);
  ++appended_;
  return {};
}

// The first caller syncs for all whose appends are done by then; the others wait for it.
Result<void> SegmentSet::sync() {
  base::MutexLock lock(mutex_);
  const std::uint64_t wanted = appended_;
  while (synced_ < wanted) {
    if (failed_) return failed_error();
    if (syncing_) {
      sync_ended_.wait(mutex_);
      continue;
    }
    syncing_ = true;
    const std::uint64_t upto = appended_;
    const SharedFile file = active_;
    lock.unlock();
    Result<void> synced = file->sync();
    lock.lock();
    syncing_ = false;
    sync_ended_.notify_all();
    if (!synced) {
      failed_ = true;
      base::log(LogLevel::error, "BLOB-0004",
                "an fsync failed: no message is accepted until the server is started anew",
                {{"error", describe(synced.error())}});
      return synced;
    }
    synced_ = std::max(synced_, upto);
  }
  if (failed_) return failed_error();
  return {};
}

void SegmentSet::forget_retired(Time now) {
  std::erase_if(retired_, [&](const auto& entry) { return now - entry.second.second > kOldRefsLive; });
}

Result<SegmentSet::SharedFile> SegmentSet::file(std::uint32_t number) {
  const base::MutexLock lock(mutex_);
  if (number == newest_ && active_) return active_;
  if (const auto found = open_.find(number); found != open_.end()) return found->second;
  if (const auto found = retired_.find(number); found != retired_.end()) return found->second.first;
  if (!sizes_.contains(number)) {
    return Error::transient(ErrorCode::conflict,
                            {"Thư vừa được chuyển chỗ; xin thử lại.", "The message was moved; please try again."},
                            "no segment " + segment_file_name({set_, number}));
  }
  Result<std::unique_ptr<base::File>> opened = fs_.open(path(number), OpenMode::read_only);
  if (!opened) return std::move(opened).error();
  if (open_.size() >= open_segments_) open_.erase(open_.begin());
  SharedFile file = std::move(*opened);
  open_[number] = file;
  return file;
}

std::vector<SegmentInfo> SegmentSet::list() {
  const base::MutexLock lock(mutex_);
  std::vector<SegmentInfo> out;
  for (const auto& [number, size] : sizes_) out.push_back({{set_, number}, size, number == newest_});
  return out;
}

std::chrono::steady_clock::duration SegmentSet::idle_time(std::uint32_t number) {
  const base::MutexLock lock(mutex_);
  const auto found = last_append_.find(number);
  if (found == last_append_.end()) return std::chrono::steady_clock::duration::max();
  return std::chrono::steady_clock::now() - found->second;
}

Result<void> SegmentSet::remove(std::uint32_t number) {
  Result<SharedFile> opened = file(number);
  if (!opened) return std::move(opened).error();
  const base::MutexLock lock(mutex_);
  const Time now = std::chrono::steady_clock::now();
  forget_retired(now);
  if (number == newest_)
    return Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        "newest segment removed");
  if (Result<void> gone = fs_.unlink(path(number)); !gone) return gone;
  sizes_.erase(number);
  open_.erase(number);
  last_append_.erase(number);
  retired_[number] = {std::move(*opened), now};
  return fs_.sync_directory(directory_);
}

}  // namespace mailstore::blob
