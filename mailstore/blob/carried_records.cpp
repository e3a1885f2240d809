// carried = length:u8 ref record        (ref: BlobRef::encode)
#include "mailstore/blob/carried_records.h"

#include "mailstore/blob/file_blob_state.h"
#include "mailstore/blob/segment_format.h"

namespace mailstore {

using base::Result;

Result<std::string> FileBlobStore::record_to_carry(const BlobRef& ref) const {
  if (ref.set != BlobSet::small || ref.stored > kCarriedRecord) return std::string();
  Result<blob::SegmentSet::SharedFile> file = state_->small.file(ref.segment);
  if (!file) return std::move(file).error();
  const std::string place = ref.encode();
  std::string out(1, static_cast<char>(place.size()));
  out += place;
  const std::size_t head = out.size();
  out.resize(head + static_cast<std::size_t>(ref.stored));
  Result<std::size_t> got = (*file)->pread(out.data() + head, out.size() - head, ref.offset);
  if (!got) return std::move(got).error();
  if (*got != out.size() - head) return blob::corrupt_blob("a record that was just appended is not there");
  return out;
}

std::function<Result<void>()> FileBlobStore::syncing() const {
  return [state = state_] { return state->sync(); };
}

Result<void> FileBlobStore::restore(std::span<const std::string> records) {
  for (const std::string_view carried : records) {
    const std::size_t head = carried.empty() ? 0 : 1 + static_cast<unsigned char>(carried.front());
    if (carried.size() <= head) return blob::corrupt_blob("a carried record is too short");
    Result<BlobRef> ref = BlobRef::decode(carried.substr(1, head - 1));
    if (!ref) return std::move(ref).error();
    Result<void> done = state_->set(ref->set).restore(ref->segment, ref->offset, carried.substr(head));
    if (!done) return done;
  }
  return state_->sync();
}

}  // namespace mailstore
