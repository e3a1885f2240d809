#include <algorithm>

#include "mailstore/blob/file_blob_state.h"

namespace mailstore {

using base::Result;

Result<std::string> FileBlobReader::read(std::int64_t offset, std::int64_t length) const {
  offset = std::clamp<std::int64_t>(offset, 0, header_.length);
  length = std::clamp<std::int64_t>(length, 0, header_.length - offset);
  if (length == 0) return std::string();
  const std::int64_t first = header_.frame_of(offset);
  const std::int64_t last = header_.frame_of(offset + length - 1);
  Result<std::string> raw = blob::read_frames(*file_, ref_.offset, header_, first, last - first + 1, codec_);
  if (!raw) return raw;
  const auto skip = static_cast<std::size_t>(offset - header_.frame_begin(first));
  if (skip != 0) raw->erase(0, skip);
  raw->resize(static_cast<std::size_t>(length));
  return raw;
}

Result<std::string> FileBlobReader::next() {
  if (next_ >= header_.length) return std::string();
  Result<std::string> piece = read(next_, header_.frame_begin(header_.frame_of(next_) + 1) - next_);
  if (piece) next_ += static_cast<std::int64_t>(piece->size());
  return piece;
}

}  // namespace mailstore
