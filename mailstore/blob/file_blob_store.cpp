#include "mailstore/blob/file_blob_store.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "mailstore/blob/file_blob_state.h"
#include "mailstore/blob/segment_format.h"

namespace mailstore {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::int64_t kReadWhole = 16 * 1024;  // a record of which only a part is asked for

// Hands out the chunks in pieces of one frame; copies only where a frame spans chunks.
class FrameCutter {
 public:
  explicit FrameCutter(std::span<const std::string_view> chunks) : chunks_(chunks) {}
  std::string_view next(std::size_t size) {
    while (!chunks_.empty() && chunks_.front().size() == used_) skip_chunk();
    if (!chunks_.empty() && chunks_.front().size() - used_ >= size) {
      used_ += size;
      return chunks_.front().substr(used_ - size, size);
    }
    joined_.clear();
    while (joined_.size() < size && !chunks_.empty()) {
      const std::string_view rest = chunks_.front().substr(used_);
      const std::size_t take = std::min(rest.size(), size - joined_.size());
      joined_ += rest.substr(0, take);
      used_ += take;
      if (used_ == chunks_.front().size()) skip_chunk();
    }
    return joined_;
  }

 private:
  void skip_chunk() {
    chunks_ = chunks_.subspan(1);
    used_ = 0;
  }
  std::span<const std::string_view> chunks_;
  std::size_t used_ = 0;
  std::string joined_;
};

Result<std::string> build_record(const blob::FrameCodec& codec, std::span<const std::string_view> chunks,
                                 blob::RecordHeader& header) {
  FrameCutter cutter(chunks);
  std::string frames;
  if (!chunks.empty()) header.head = blob::head_size(chunks.front(), header.length);
  for (std::int64_t i = 0; i < header.frame_count(); ++i) {
    const std::string_view raw = cutter.next(static_cast<std::size_t>(header.frame_raw_size(i)));
    Result<std::size_t> size = codec.compress(raw, frames);
    if (!size) return std::move(size).error();
    header.frame_lengths.push_back(static_cast<std::uint32_t>(*size));
  }
  return blob::encode_record_header(header).append(frames);
}

}  // namespace

FileBlobStore::FileBlobStore(std::shared_ptr<State> state) : state_(std::move(state)) {}
FileBlobStore::~FileBlobStore() = default;

Result<std::unique_ptr<FileBlobStore>> FileBlobStore::open(base::FileSystem& fs, FileBlobOptions options) {
  if (Result<void> made = fs.create_directories(options.directory); !made) return std::move(made).error();
  Result<std::vector<std::string>> names = fs.list(options.directory);
  if (!names) return std::move(names).error();
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (const std::string& name : *names) {
    const SegmentId id = blob::parse_segment_file_name(name);
    if (id.number != 0) (id.set == BlobSet::large ? large : small).push_back(id.number);
  }
  auto state = std::make_shared<State>(fs, std::move(options));
  if (Result<void> done = state->small.recover(std::move(small)); !done) return std::move(done).error();
  if (Result<void> done = state->large.recover(std::move(large)); !done) return std::move(done).error();
  return std::unique_ptr<FileBlobStore>(new FileBlobStore(std::move(state)));
}

Result<void> FileBlobStore::State::check_space() const {
  Result<std::int64_t> free = fs.free_space(options.directory);
  if (!free) return std::move(free).error();
  if (*free >= options.disk_reserve) return {};
  return Error::transient(
      ErrorCode::disk_full,
      {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.", "The disk is full."},
      "free space is below the reserve");
}

Result<BlobRef> FileBlobStore::append(const BlobHash& hash, std::span<const std::string_view> chunks) {
  blob::RecordHeader header;
  header.hash = hash;
  for (const std::string_view chunk : chunks) header.length += static_cast<std::int64_t>(chunk.size());
  if (header.length > kMaxBlob)
    return Error::permanent(ErrorCode::too_large, {"Thư quá lớn.", "The message is too large."});
  if (Result<void> space = state_->check_space(); !space) return std::move(space).error();
  Result<std::string> record = build_record(state_->codec, chunks, header);
  if (!record) return std::move(record).error();
  const BlobSet set = header.length > kLargeBlob ? BlobSet::large : BlobSet::small;
  Result<blob::SegmentSet::Position> position = state_->set(set).append(*record);
  if (!position) return std::move(position).error();
  // A large blob pays for its own fsync here, so that no group commit of others waits for megabytes.
  if (set == BlobSet::large) {
    if (Result<void> synced = state_->large.sync(); !synced) return std::move(synced).error();
  }
  BlobRef ref;
  ref.set = set;
  ref.segment = position->segment;
  ref.offset = position->offset;
  ref.length = header.length;
  ref.stored = header.stored;
  ref.check = header.crc;
  return ref;
}

Result<void> FileBlobStore::State::sync() {
  if (Result<void> done = small.sync(); !done) return done;
  return large.sync();
}

Result<void> FileBlobStore::sync() { return state_->sync(); }

Result<FileBlobReader> FileBlobStore::State::open_reader(const BlobRef& ref) {
  Result<blob::SegmentSet::SharedFile> file = set(ref.set).file(ref.segment);
  if (!file) return std::move(file).error();
  Result<blob::RecordHeader> header = blob::read_record_header(**file, ref.offset);
  if (!header) return std::move(header).error();
  if (Result<void> same = blob::check_record(ref, *header); !same) return std::move(same).error();
  return FileBlobReader(codec, ref, std::move(*file), std::move(*header));
}

Result<std::string> FileBlobStore::read(const BlobRef& ref, std::int64_t offset, std::int64_t length) const {
  offset = std::clamp<std::int64_t>(offset, 0, ref.length);
  length = std::clamp<std::int64_t>(length, 0, ref.length - offset);
  // Nearly every message: its record is read in one go.
  if (ref.stored <= (length == ref.length ? 2 * kFrameSize : kReadWhole)) {
    Result<blob::SegmentSet::SharedFile> file = state_->set(ref.set).file(ref.segment);
    if (!file) return std::move(file).error();
    return blob::read_record(**file, ref, offset, length, state_->codec);
  }
  Result<FileBlobReader> opened = state_->open_reader(ref);
  if (!opened) return std::move(opened).error();
  return opened->read(offset, length);
}

Result<std::unique_ptr<BlobReader>> FileBlobStore::reader(const BlobRef& ref) const {
  Result<FileBlobReader> opened = state_->open_reader(ref);
  if (!opened) return std::move(opened).error();
  return std::unique_ptr<BlobReader>(std::make_unique<FileBlobReader>(*std::move(opened)));
}

Result<BlobHash> FileBlobStore::check(const BlobRef& ref) const {
  Result<FileBlobReader> opened = state_->open_reader(ref);
  if (!opened) return std::move(opened).error();
  base::Sha256Stream sum;
  for (;;) {
    Result<std::string> piece = opened->next();
    if (!piece) return std::move(piece).error();
    if (piece->empty()) break;
    sum.update(*piece);
  }
  const BlobHash hash = sum.finish();
  if (hash != opened->hash()) return blob::corrupt_blob("the bytes have another SHA-256");
  return hash;
}

Result<void> FileBlobStore::walk(const std::function<bool(const BlobHash&, const BlobRef&)>& visit) const {
  bool more = true;
  for (const SegmentInfo& info : segments()) {
    Result<blob::SegmentSet::SharedFile> file = state_->set(info.id.set).file(info.id.number);
    if (!file) return std::move(file).error();
    Result<blob::WalkEnd> walked =
        blob::walk_segment(**file, [&](std::int64_t offset, const blob::RecordHeader& header) {
          more = visit(header.hash, {info.id.set, info.id.number, offset, header.length, header.stored, header.crc});
          return more;
        });
    if (!walked) return std::move(walked).error();
    if (!more) break;
  }
  return {};
}

std::vector<SegmentInfo> FileBlobStore::segments() const {
  std::vector<SegmentInfo> out = state_->small.list();
  const std::vector<SegmentInfo> large = state_->large.list();
  out.insert(out.end(), large.begin(), large.end());
  return out;
}

}  // namespace mailstore
