#include <algorithm>

#include "mailstore/blob/blob_store_state.h"

namespace mailstore {

using base::Result;

BlobReader::BlobReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobReader::BlobReader(BlobReader&&) noexcept = default;
BlobReader& BlobReader::operator=(BlobReader&&) noexcept = default;
BlobReader::~BlobReader() = default;

std::int64_t BlobReader::length() const { return state_->header.length; }

Result<std::string> BlobReader::read(std::int64_t offset, std::int64_t length) const {
  offset = std::clamp<std::int64_t>(offset, 0, this->length());
  length = std::clamp<std::int64_t>(length, 0, this->length() - offset);
  if (length == 0) return std::string();
  const std::int64_t first = offset / kFrameSize;
  const std::int64_t last = (offset + length - 1) / kFrameSize;
  Result<std::string> raw =
      blob::read_frames(*state_->file, state_->ref.offset, state_->header, first, last - first + 1, *state_->codec);
  if (!raw) return raw;
  const auto skip = static_cast<std::size_t>(offset - first * kFrameSize);
  if (skip != 0) raw->erase(0, skip);
  raw->resize(static_cast<std::size_t>(length));
  return raw;
}

Result<std::string> BlobReader::next() {
  Result<std::string> piece = read(state_->next, kFrameSize);
  if (piece) state_->next += static_cast<std::int64_t>(piece->size());
  return piece;
}

}  // namespace mailstore
